import { bearerOf, type Call, type Reply } from '../http/call';
import type { World } from '../world/world';
import { type SelfHosted, selfHosted } from './authorize';
import { OnPremisesError, wrong } from './on-premises-error';
import { emptyAnswer, readObject } from './parameters';

/**
 * `POST /v1/users/login`, with HTTP Basic; a `new_password` becomes the password.
 *
 * @throws OnPremisesError 1005, 1009
 */
export function login(call: Call, world: World): Reply {
  const credentials = basicOf(call);
  if (credentials === undefined) throw new OnPremisesError(1005, 'Invalid credentials.');
  const { new_password: newPassword } = readObject(call);
  if (newPassword !== undefined && (typeof newPassword !== 'string' || newPassword === '')) {
    throw wrong('new_password', 'must be a string');
  }
  for (const { client } of selfHosted(world.numbers)) {
    const session = client.sessions.login(credentials.username, credentials.password);
    if (session === undefined) continue;
    if (newPassword !== undefined) client.sessions.changePassword(newPassword);
    const users = [{ token: session.token, expires_after: toExpiry(session.expiresAt) }];
    return { status: 200, body: { users } };
  }
  throw new OnPremisesError(1005, 'Invalid credentials.');
}

/** `POST /v1/users/logout`: ends the login that the call carries. */
export function logout(call: Call, { client }: SelfHosted, world: World): Reply {
  client.sessions.logout(bearerOf(call) ?? '');
  return emptyAnswer(world);
}

/** Like `2021-09-14 15:29:26+00:00`, with a space (facts, section 5). */
const toExpiry = (time: number): string => `${new Date(time).toISOString().slice(0, 19).replace('T', ' ')}+00:00`;

function basicOf({ headers }: Call): { username: string; password: string } | undefined {
  const [, encoded = ''] = /^Basic +(\S+) *$/i.exec(headers.authorization ?? '') ?? [];
  const [username, password] = Buffer.from(encoded, 'base64').toString().split(/:(.*)/s, 2);
  return username === undefined || password === undefined ? undefined : { username, password };
}
