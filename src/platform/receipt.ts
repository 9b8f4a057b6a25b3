import { type JsonObject, objectsOf } from './http/json';
import type { SendReceipt } from './platform';

/** The receipt in the answer to `POST messages`, on either API (facts, section 8); undefined when it has no wamid. */
export function toReceipt(answer: JsonObject): SendReceipt | undefined {
  const [message] = objectsOf(answer.messages);
  const id = message?.id;
  if (typeof id !== 'string' || id === '') return undefined;
  const status = message?.message_status;
  return {
    id,
    contacts: objectsOf(answer.contacts).map(toContact),
    ...(typeof status === 'string' ? { messageStatus: status } : {}),
    raw: answer,
  };
}

function toContact(contact: JsonObject): SendReceipt['contacts'][number] {
  const { input, wa_id, user_id } = contact;
  return {
    ...(typeof input === 'string' ? { input } : {}),
    ...(typeof wa_id === 'string' ? { wa_id } : {}),
    ...(typeof user_id === 'string' ? { user_id } : {}),
  };
}
