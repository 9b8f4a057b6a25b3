import type { Account } from '../../src/account';
import { type ReadRequest, toReadReceipt } from '../../src/messages/read-receipt';
import type { Incoming } from './on-input';
import { toCommon } from './result-message';
import { toTimeout } from './to-timeout';

/**
 * Marks a received message as read, and may show that an answer is being written. That is no message: it has no recipient,
 * and passes no guard.
 *
 * @param settings `timeout` in seconds, where the message names none
 * @returns what leaves the send node
 * @throws InputError when it names no message, and what `Sender.markAsRead` does
 */
export async function markAsRead(
  account: Account,
  msg: Incoming & { timeout?: unknown },
  request: ReadRequest,
  settings: { timeout?: unknown },
): Promise<object> {
  const receipt = toReadReceipt(request, msg.whatsapp?.kind === 'message' ? msg.whatsapp.id : undefined);
  await account.sender.markAsRead(receipt, toTimeout(msg.timeout ?? settings.timeout));
  const whatsapp = { ...toCommon(msg, account), id: receipt.message_id };
  return { ...msg, topic: 'marked_as_read', payload: { success: true }, whatsapp };
}
