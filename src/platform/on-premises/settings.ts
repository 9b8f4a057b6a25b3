import { X509Certificate } from 'node:crypto';
import { InputError } from '../errors';
import { type HttpOptions, type HttpSettings, toBaseUrl, toHeaderSecret, toHttpSettings } from '../http/settings';

/** How an account proves who it is: with user name and password, a token that is valid for good, or a BSP's API key. */
export type OnPremisesAuth =
  | { type: 'login'; user: string; password: string }
  | { type: 'token'; token: string }
  | {
      type: 'apiKey';
      key: string;
      /** The header it is sent in, like `D360-API-KEY`, the default. */
      header?: string;
    };

export interface OnPremisesOptions extends HttpOptions {
  /** Where the installation is, or the BSP that offers the API, like `https://waba.360dialog.io`; `/v1` may be left out. */
  baseUrl: string;
  auth: OnPremisesAuth;
  /**
   * The CA certificate (PEM) that signed the server's own, or that certificate itself: trusted instead of the public
   * ones. Installations sign their certificates themselves; a check of TLS that was switched off would protect nothing.
   */
  ca?: string;
}

/** Options that were checked and completed. */
export interface OnPremisesSettings extends HttpSettings {
  auth: OnPremisesAuth;
}

export const DEFAULT_API_KEY_HEADER = 'D360-API-KEY';

/**
 * @throws InputError naming the field: `base_url_invalid`, `user_missing`, `user_invalid`, `password_missing`,
 * `access_token_missing`, `access_token_invalid`, `api_key_missing`, `api_key_invalid`, `api_key_header_invalid`,
 * `ca_invalid`, `setting_invalid`. Never with a value in it.
 */
export function toOnPremisesSettings(options: OnPremisesOptions): OnPremisesSettings {
  const base = toBaseUrl(options.baseUrl, "Enter the installation's or the provider's address in the account.");
  base.pathname = base.pathname.replace(/\/v1\/*$/, '');
  return {
    ...toHttpSettings(base, 'v1', options),
    auth: checkAuth(options.auth),
    ...(options.ca === undefined || options.ca.trim() === '' ? {} : { ca: checkCa(options.ca) }),
  };
}

function checkAuth(auth: OnPremisesAuth): OnPremisesAuth {
  if (auth.type === 'token')
    return { type: 'token', token: toHeaderSecret(auth.token, 'access_token', 'access token') };
  if (auth.type === 'apiKey') {
    const { header = DEFAULT_API_KEY_HEADER } = auth;
    if (!/^[A-Za-z0-9-]+$/.test(header)) throw headerInvalid();
    return { type: 'apiKey', key: toHeaderSecret(auth.key, 'api_key', 'API key'), header };
  }
  if (auth.user === '') throw missing('user', 'user name');
  if (auth.password === '') throw missing('password', 'password');
  if (auth.user.includes(':')) throw userInvalid();
  return auth;
}

function checkCa(pem: string): string {
  try {
    // Reads the first one; that all of them can be read shows when the connection is made.
    new X509Certificate(pem);
    return pem;
  } catch {
    throw new InputError(
      'ca_invalid',
      'The CA certificate cannot be read.',
      'Enter it in PEM form, from -----BEGIN CERTIFICATE----- to -----END CERTIFICATE-----.',
    );
  }
}

const missing = (name: string, words: string): InputError =>
  new InputError(`${name}_missing`, `The account has no ${words}.`, `Enter the ${words} in the account.`);

const userInvalid = (): InputError =>
  new InputError('user_invalid', 'The user name contains a colon.', 'Correct the user name in the account.');

const headerInvalid = (): InputError =>
  new InputError(
    'api_key_header_invalid',
    'The name of the API key header contains characters that no header has.',
    `Enter a name like ${DEFAULT_API_KEY_HEADER}.`,
  );
