import { type Fault, findFault } from '../../messages/validation/find-fault';
import { message } from '../../messages/validation/shapes/message';
import type { MessageContent } from './sent-message';

/** Kinds of interactive messages that can be sent: facts, section 8, "Outgoing". */
const INTERACTIVE_TYPES = [
  'button',
  'list',
  'cta_url',
  'flow',
  'product',
  'product_list',
  'catalog_message',
  'location_request_message',
  'address_message',
  'voice_call',
  'call_permission_request',
  'carousel',
  'order_details',
  'order_status',
  'request_contact_info',
];

/** What the platform refuses a message for. Unlike a sender it knows all types that there are, and no text is a number. */
export function refusalOf(content: MessageContent): Fault | undefined {
  const fault = findFault(content, message, '');
  if (fault !== undefined) return fault;
  const { text, interactive } = content as { text?: { body?: unknown }; interactive?: { type?: unknown } };
  if (content.type === 'text' && typeof text?.body !== 'string')
    return { kind: 'wrong', path: 'text.body', expected: 'a string' };
  if (content.type === 'interactive' && !INTERACTIVE_TYPES.some((type) => type === interactive?.type))
    return { kind: 'wrong', path: 'interactive.type', expected: `one of {${INTERACTIVE_TYPES.join(', ')}}` };
  return undefined;
}
