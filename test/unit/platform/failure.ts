import { ok } from 'node:assert/strict';
import { inspect } from 'node:util';
import type { WhatsAppError } from '../../../src/platform/errors';
import { MESSAGE, TOKEN } from './cloud/cloud-platform';

const OTHER_SECRETS = ['493827', '618204', 'opensesame-7', 'd360-0123456789abcdef', 'eyJhbGciOi.login.token'] as const;

/** What the tests use as a registration code, a PIN, a password, an API key and a token of a login. */
export const [CODE, PIN, PASSWORD, API_KEY, LOGIN_TOKEN] = OTHER_SECRETS;

/** Everything that must not be in an error, in the forms in which it could get there. */
const SECRETS = [
  TOKEN,
  ...OTHER_SECRETS,
  'Bearer',
  'Basic ',
  'Authorization',
  'authorization',
  String(MESSAGE.text),
  'private words',
  '6315551234',
];

/** The error that `promise` fails with, once it is sure that the error holds no secret and no HTTP object. */
export async function failureOf<T extends WhatsAppError>(
  promise: Promise<unknown>,
  type: abstract new (...args: never[]) => T,
): Promise<T> {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  ok(error instanceof type, `expected a ${type.name}, got ${inspect(error)}`);
  holdsNoSecrets(error);
  return error;
}

export function holdsNoSecrets(error: WhatsAppError): void {
  const shown = [
    JSON.stringify(error),
    JSON.stringify({ ...error, message: error.message, stack: error.stack, cause: error.cause }),
    inspect(error, { depth: Number.POSITIVE_INFINITY, showHidden: true, getters: true }),
  ].join('\n');
  for (const secret of SECRETS) ok(!shown.includes(secret), `"${secret}" is in the error: ${shown}`);
  ok(!/axios|ClientRequest|Socket/i.test(shown.replace(/\n\s+at .*/g, '')), `the error holds HTTP objects: ${shown}`);
}
