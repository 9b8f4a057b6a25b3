import type { ReadReceipt } from '../platform/platform';
import { checkForm } from './validation/check-form';
import { object, text } from './validation/shape';

/** What a flow sets to mark a message as read; the message that came in is meant where it names none. */
export interface ReadRequest {
  status: 'read';
  message_id?: unknown;
  typing_indicator?: unknown;
}

const shape = object({ message_id: text() }, { typing_indicator: object({ type: text() }) });

/** Whether a payload is no message but marks one as read: then it has no type, and no recipient. */
export function isReadRequest(payload: unknown): payload is ReadRequest {
  return typeof payload === 'object' && payload !== null && 'status' in payload && payload.status === 'read';
}

/**
 * @param received ID of the message that came in
 * @throws InputError `message_content_missing`, `message_content_wrong`
 */
export function toReadReceipt(request: ReadRequest, received: unknown): ReadReceipt {
  const receipt = { message_id: request.message_id ?? received, typing_indicator: request.typing_indicator };
  checkForm(receipt, shape);
  const { message_id, typing_indicator } = receipt;
  return {
    message_id: String(message_id),
    ...(typing_indicator ? { typing_indicator: typing_indicator as { type: string } } : {}),
  };
}
