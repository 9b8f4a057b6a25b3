import type { HttpClient } from '../http/client';
import { bearer, type Credentials, toCredential } from './credential';
import { createLogin } from './login';
import { DEFAULT_API_KEY_HEADER, type OnPremisesSettings } from './settings';

/** The credentials of an account: fixed ones, or tokens that a login gives. */
export function createCredentials({ auth, host }: OnPremisesSettings, http: HttpClient): Credentials {
  if (auth.type === 'login') return createLogin(auth, host, http);
  const fixed =
    auth.type === 'token' ? bearer(auth.token) : toCredential(auth.header ?? DEFAULT_API_KEY_HEADER, auth.key);
  return { get: async () => fixed, renew: async () => undefined };
}
