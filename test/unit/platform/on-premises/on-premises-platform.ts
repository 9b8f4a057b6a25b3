import { createOnPremisesPlatform } from '../../../../src/platform/on-premises/client';
import type { OnPremisesOptions } from '../../../../src/platform/on-premises/settings';
import type { Platform } from '../../../../src/platform/platform';
import { LOGIN_TOKEN, PASSWORD } from '../failure';
import { onCleanUp } from '../loopback';

export const META = { api_status: 'stable', version: 'v2.45.1' };
export const LOGIN = { type: 'login', user: 'admin', password: PASSWORD } as const;

/** The answer to a login, in the recorded form: the time has a space where ISO 8601 has a T. */
export function loginAnswer(token: string, expiresAt: Date): object {
  const time = expiresAt
    .toISOString()
    .replace('T', ' ')
    .replace(/\.\d+Z$/, '+00:00');
  return { users: [{ token, expires_after: time }], meta: META };
}

/** A platform with a token that needs no login, unless the options say otherwise. */
export function onPremisesAt(baseUrl: string, options: Partial<OnPremisesOptions> = {}): Platform {
  const platform = createOnPremisesPlatform({ baseUrl, auth: { type: 'token', token: LOGIN_TOKEN }, ...options });
  onCleanUp(() => platform.close());
  return platform;
}
