import { nodeRedRequire } from './node-red';

export interface Login {
  username: string;
  password: string;
}

/** Hashes a password as Node-RED's settings want it, for `httpNodeAuth: { user, pass }`. */
export function hashPassword(password: string): string {
  return nodeRedRequire('bcryptjs').hashSync(password, 8);
}

/** The setting that makes the editor ask for this login. */
export function adminAuth({ username, password }: Login) {
  return { type: 'credentials', users: [{ username, password: hashPassword(password), permissions: '*' }] };
}

/**
 * The header that makes a request to the admin API one of this user.
 *
 * @param scope what the user may do, as in the settings
 */
export async function logIn(
  adminUrl: string,
  { username, password }: Login,
  scope = '*',
): Promise<{ authorization: string }> {
  const body = new URLSearchParams({
    client_id: 'node-red-admin',
    grant_type: 'password',
    scope,
    username,
    password,
  });
  const response = await fetch(new URL('auth/token', adminUrl), { method: 'POST', body });
  if (!response.ok) throw new Error(`Node-RED refused the login: ${response.status}`);
  const { access_token: token } = (await response.json()) as { access_token: string };
  return { authorization: `Bearer ${token}` };
}
