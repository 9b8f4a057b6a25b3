import type { Fault } from '../../messages/validation/find-fault';
import { CONTENT_TYPES } from '../../messages/validation/shapes/message';
import type { Call, Reply } from '../http/call';
import { refusalOf } from '../world/message-types';
import type { MessageContent } from '../world/sent-message';
import type { World } from '../world/world';
import type { SelfHosted } from './authorize';
import { missing, OnPremisesError, wrong } from './on-premises-error';
import { emptyAnswer, readObject } from './parameters';

/**
 * `POST /v1/messages`. A message to a customer whose change of identity nobody acknowledged is accepted, and then fails
 * with 480 (facts, section 1c).
 *
 * @throws OnPremisesError 1001, 1006, 1008, 1009, 1012
 */
export function postMessage(call: Call, { number }: SelfHosted, world: World): Reply {
  const parameters = readObject(call);
  const dialled = readRecipient(parameters);
  const content = readContent(parameters);
  if (!world.findCustomer(dialled)) throw new OnPremisesError(1006, 'unknown contact');
  const message = world.accept(number, { recipient: { dialled }, content });
  return { status: 200, body: { messages: [{ id: message.id }] }, afterwards: () => world.proceed(message) };
}

/**
 * `PUT /v1/messages/{id}`: marks a message as read.
 *
 * @throws OnPremisesError 1006, 1009
 */
export function putMessage(call: Call, id: string, world: World): Reply {
  if (readObject(call).status !== 'read') throw wrong('status', 'must be read');
  if (!world.markAsRead(id, false)) throw new OnPremisesError(1006, 'There is no incoming message with this ID.');
  return emptyAnswer(world);
}

/** The recipient is a wa_id: nothing is put before it, and a plus sign does no harm. */
function readRecipient({ recipient_type: type = 'individual', to }: Record<string, unknown>): string {
  if (type === 'group') throw new OnPremisesError(1012, 'There is no group with this ID.');
  if (type !== 'individual') throw new OnPremisesError(1002, "Parameter 'recipient_type' must be individual or group.");
  if (to === undefined || to === '') throw missing('to');
  const digits = typeof to === 'string' || typeof to === 'number' ? String(to).replace(/[+\s()-]/g, '') : '';
  if (!/^\d{5,20}$/.test(digits)) throw wrong('to', 'is not a WhatsApp ID');
  return digits;
}

function readContent(parameters: Record<string, unknown>): MessageContent {
  const { type = 'text', context } = parameters;
  if (typeof type !== 'string' || !CONTENT_TYPES.includes(type)) throw wrong('type', 'is not a type of message');
  const content = { type, [type]: parameters[type], ...(context !== undefined && { context }) };
  const fault = refusalOf(content);
  if (fault !== undefined) throw toOnPremisesError(fault);
  return content;
}

function toOnPremisesError(fault: Fault): OnPremisesError {
  const { path } = fault;
  switch (fault.kind) {
    case 'missing':
      return missing(path);
    case 'wrong':
      return wrong(path, `must be ${fault.expected}`);
    case 'too long':
      return new OnPremisesError(1001, `'${path}' is longer than ${fault.most} characters.`);
    case 'too few':
      return wrong(path, `must have at least ${fault.least} items`);
    case 'too many':
      return wrong(path, `is one too many: at most ${fault.most} are allowed`);
  }
}
