import { randomInt } from 'node:crypto';
import type { FlowNode } from '../../harness/flow';
import { cloudAccount } from './parts';

const digits = (count: number): string => String(randomInt(10 ** (count - 1), 10 ** count));

/** An ID that no other test uses. */
export const freshId = (): string => `wamid.${digits(14)}`;

/** A business number with a customer of its own, so that tests on one store cannot meet. */
export function aBusiness() {
  const phoneNumberId = digits(14);
  const wabaId = digits(14);
  const displayPhoneNumber = `4930${digits(7)}`;
  const waId = `49151${digits(8)}`;

  const envelope = (value: object, field = 'messages'): object => ({
    object: 'whatsapp_business_account',
    entry: [{ id: wabaId, time: 1_760_000_000, changes: [{ value, field }] }],
  });
  const messaging = (content: object, field?: string): object =>
    envelope(
      {
        messaging_product: 'whatsapp',
        metadata: { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId },
        ...content,
      },
      field,
    );
  const contact = (hash?: string): object => ({
    profile: { name: 'Ada Beispiel' },
    wa_id: waId,
    ...(hash === undefined ? {} : { identity_key_hash: hash }),
  });
  const message = (content: object = {}): object => ({
    from: waId,
    id: freshId(),
    timestamp: '1760000100',
    type: 'text',
    text: { body: 'hello' },
    ...content,
  });
  const status = (content: object = {}): object => ({
    id: freshId(),
    status: 'delivered',
    timestamp: '1760000200',
    recipient_id: waId,
    ...content,
  });
  return {
    phoneNumberId,
    wabaId,
    displayPhoneNumber,
    waId,
    phone: `+${waId}`,
    contact,
    message,
    status,
    /** A whole webhook with one text message. */
    text: (body: string, { hash, ...more }: { hash?: string; [member: string]: unknown } = {}): object =>
      messaging({ contacts: [contact(hash)], messages: [message({ text: { body }, ...more })] }),
    /** A whole webhook with one status. */
    statusUpdate: (content: object = {}): object => messaging({ statuses: [status(content)] }),
    messaging,
    envelope,
    account: (more: Partial<FlowNode> = {}): FlowNode => cloudAccount({ phoneNumberId, wabaId, ...more }),
  };
}

export type Business = ReturnType<typeof aBusiness>;
