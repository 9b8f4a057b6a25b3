import { sign } from '../../../src/webhook/sign';

export const NUMBER = '106540352242922';
export const WABA = '102290129340398';
export const SECRET = 'a secret for kills';

/** A webhook as the platform would send it, and the IDs of its events. */
export interface Webhook {
  body: Buffer;
  signature: string;
  ids: readonly string[];
}

/** One message, as far as anything depends on it. */
export interface Line {
  id: string;
  waId: string;
  hash: string;
  /** Seconds since 1970. */
  at: number;
}

/** A webhook with these messages. */
export function toWebhook(lines: readonly Line[]): Webhook {
  const contacts = new Map(
    lines.map(({ waId, hash }) => [waId, { profile: { name: waId }, wa_id: waId, identity_key_hash: hash }]),
  );
  const messages = lines.map(({ id, waId, at }) => ({
    from: waId,
    id,
    timestamp: String(at),
    type: 'text',
    text: { body: id },
  }));
  return seal(
    { contacts: [...contacts.values()], messages },
    lines.map(({ id }) => id),
  );
}

/** A status that tells of a message of ours that the platform refused. */
export function toStatusWebhook({
  id,
  waId,
  at,
  code,
}: {
  id: string;
  waId: string;
  at: number;
  code: number;
}): Webhook {
  const error = { code, title: 'Refused', message: 'Refused', error_data: { details: 'Refused' } };
  return seal({ statuses: [{ id, status: 'failed', timestamp: String(at), recipient_id: waId, errors: [error] }] }, [
    id,
  ]);
}

function seal(content: object, ids: readonly string[]): Webhook {
  const metadata = { display_phone_number: '15550783881', phone_number_id: NUMBER };
  const value = { messaging_product: 'whatsapp', metadata, ...content };
  const whole = { object: 'whatsapp_business_account', entry: [{ id: WABA, changes: [{ value, field: 'messages' }] }] };
  const body = Buffer.from(JSON.stringify(whole));
  return { body, signature: sign(body, SECRET), ids };
}
