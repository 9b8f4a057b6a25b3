import { NotSupportedError } from '../errors';
import { isObject } from '../http/json';
import type { OutgoingMessage, ReadReceipt, SendOptions, SendReceipt } from '../platform';
import { toReceipt } from '../receipt';
import type { Api, ApiRequest } from './api';

/** Sends a message; the server itself blocks customers whose identity changed (480), so no hash goes with it. */
export async function sendMessage(api: Api, message: OutgoingMessage, options: SendOptions = {}): Promise<SendReceipt> {
  const asked: ApiRequest = {
    method: 'POST',
    path: 'messages',
    kind: 'messages',
    body: toBody(message),
    repeatable: false,
    ...options,
  };
  const answer = await api.request(asked);
  const receipt = isObject(answer) ? toReceipt(answer) : undefined;
  if (receipt === undefined) throw api.unusable(asked, 'no message ID');
  return receipt;
}

/** Marks a message as read. Typing cannot be shown: only the Cloud API has that. */
export async function markAsRead(api: Api, { message_id: id }: ReadReceipt, options: SendOptions = {}): Promise<void> {
  const path = `messages/${encodeURIComponent(id)}`;
  await api.request({ method: 'PUT', path, body: { status: 'read' }, repeatable: true, ...options });
}

/** Without what only the Cloud API has; a recipient is a wa_id, which has no plus sign. */
function toBody(message: OutgoingMessage): object {
  const { to, recipient: _, recipient_identity_key_hash: __, biz_opaque_callback_data: ___, ...rest } = message;
  if (to === undefined) {
    throw new NotSupportedError(
      'Writing to a user ID is not possible with the On-Premises API; what has it is the Cloud API.',
      "Send to the customer's phone number.",
    );
  }
  return { ...rest, to: message.recipient_type === 'group' ? to : to.replace(/^\+/, '') };
}
