import { timingSafeEqual } from 'node:crypto';
import { bodyMac } from './sign';

const SIGNATURE = /^sha256=[0-9a-f]{64}$/;

/**
 * Whether a webhook's `X-Hub-Signature-256` was made with this app secret (facts, section 6).
 *
 * Only the one form that the platform sends is accepted: `sha256=` and 64 lower-case hex digits. Anything else (missing,
 * repeated, upper case, SHA-1, spaces) did not come from the platform as it was sent, and is refused.
 *
 * @param rawBody the bytes as received: parsing and serialising again changes them, and with them the signature
 * @throws InputError `no_app_secret` when the secret is empty, whatever the header says
 */
export function isSignatureValid(
  rawBody: Uint8Array,
  header: string | readonly string[] | undefined,
  appSecret: string,
): boolean {
  const expected = bodyMac(rawBody, appSecret);
  const given = typeof header === 'object' && header.length === 1 ? header[0] : header;
  if (typeof given !== 'string' || !SIGNATURE.test(given)) return false;
  return timingSafeEqual(Buffer.from(given.slice('sha256='.length), 'hex'), expected);
}
