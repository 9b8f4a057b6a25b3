import { createHmac } from 'node:crypto';
import { InputError } from '../platform/errors';

/** Name of the header that carries the signature, as Node.js spells incoming headers. */
export const SIGNATURE_HEADER = 'x-hub-signature-256';

/**
 * The value of `X-Hub-Signature-256` for a body: `sha256=` and 64 lower-case hex digits (facts, section 6).
 *
 * @throws InputError `no_app_secret` when the secret is empty
 */
export const sign = (rawBody: Uint8Array, appSecret: string): string =>
  `sha256=${bodyMac(rawBody, appSecret).toString('hex')}`;

/**
 * HMAC-SHA256 of the raw bytes, keyed with the app secret: 32 bytes.
 *
 * @throws InputError `no_app_secret` when the secret is empty
 */
export function bodyMac(rawBody: Uint8Array, appSecret: string): Buffer {
  // An empty key is a valid HMAC key: without this check everybody could sign for an account that has no secret.
  if (appSecret === '') {
    throw new InputError(
      'no_app_secret',
      'No app secret is configured, so the sender of a webhook cannot be checked.',
      'Copy the app secret from the app dashboard (App settings, Basic) into the account.',
    );
  }
  return createHmac('sha256', appSecret).update(rawBody).digest();
}
