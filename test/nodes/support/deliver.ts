import { sign } from '../../../src/webhook/sign';
import { PATH } from './parts';
import { APP_SECRET } from './secrets';

export interface DeliveryOptions {
  secret?: string;
  path?: string;
  /** Beside the signature; a header set to an empty string is left out. */
  headers?: Record<string, string>;
}

/** Posts a webhook as the platform does, signed over exactly the bytes that are sent. */
export function deliver(
  { url }: { url: string },
  webhook: object | string | Uint8Array,
  { secret = APP_SECRET, path = PATH, headers = {} }: DeliveryOptions = {},
): Promise<Response> {
  const body = toBytes(webhook);
  const all = { 'content-type': 'application/json', 'x-hub-signature-256': sign(body, secret), ...headers };
  const sent = Object.fromEntries(Object.entries(all).filter(([, value]) => value !== ''));
  return fetch(url + path, { method: 'POST', body: new Uint8Array(body), headers: sent });
}

function toBytes(webhook: object | string | Uint8Array): Buffer {
  if (webhook instanceof Uint8Array) return Buffer.from(webhook);
  return Buffer.from(typeof webhook === 'string' ? webhook : JSON.stringify(webhook));
}
