import { findContact, type Person } from './contact-book';
import { messageKey } from './duplicate-key';
import type { WebhookEvent } from './event';
import { toEventErrors } from './event-errors';
import { isObject, type JsonObject, toText } from './json';
import { placeKey, type Scope, startEvent } from './scope';
import { hashOfMessage } from './seen-hash';
import { toIsoTime } from './timestamp';
import { toCustomer } from './to-customer';
import { messageTopic, UNKNOWN } from './topics';

/** One element of `messages`, whatever it is. */
export function toMessageEvent(scope: Scope, message: unknown, index: number): WebhookEvent {
  if (!isObject(message)) {
    const duplicateKey = placeKey(scope, 'messages', index);
    return startEvent(scope, { kind: 'message', topic: UNKNOWN, payload: message, raw: message, duplicateKey });
  }
  const id = toText(message.id);
  const topic = messageTopic(message);
  const event = startEvent(scope, {
    kind: 'message',
    topic,
    payload: contentOf(message, topic),
    raw: message,
    duplicateKey: id === undefined ? placeKey(scope, 'messages', index) : messageKey(id),
  });
  if (id !== undefined) event.id = id;
  const timestamp = toIsoTime(message.timestamp);
  if (timestamp !== undefined) event.timestamp = timestamp;
  const groupId = toText(message.group_id);
  if (groupId !== undefined) event.groupId = groupId;
  if (message.context !== undefined) event.context = message.context;
  const errors = toEventErrors(message.errors, scope.describeError);
  if (errors !== undefined) event.errors = errors;
  addCustomer(event, scope, message);
  return event;
}

/** A text's string, else the content object, else (as in an `interactive` whose content got lost) the message itself. */
function contentOf(message: JsonObject, topic: string): unknown {
  // The type is a word from outside: it must not reach what every object inherits.
  const content = Object.hasOwn(message, topic) ? message[topic] : undefined;
  if (topic === 'text' && isObject(content) && typeof content.body === 'string') return content.body;
  return content ?? message;
}

function addCustomer(event: WebhookEvent, scope: Scope, message: JsonObject): void {
  const person = senderOf(scope, message);
  // A system message tells about two numbers: a contact with another one than its sender's may be the new customer.
  const isAlone = scope.messages.length === 1 && scope.statuses.length === 0 && message.type !== 'system';
  const contact = findContact(scope.contacts, person, isAlone);
  const customer = toCustomer(person, contact);
  if (customer !== undefined) event.customer = customer;
  const seen = hashOfMessage(message, contact);
  if (seen === undefined) return;
  event.identityHash = seen.hash;
  event.identityHashKind = seen.kind;
}

function senderOf(scope: Scope, message: JsonObject): Person {
  const from = toText(message.from);
  const to = toText(message.to);
  // History and echoes also hold what the business wrote: the customer is then the other one.
  if (to !== undefined && from !== undefined && from === scope.displayPhoneNumber?.replace(/\D/g, '')) {
    return { waId: to, userId: toText(message.to_user_id) };
  }
  const system = isObject(message.system) ? message.system : undefined;
  return {
    waId: from ?? toText(system?.customer) ?? toText(system?.user),
    userId: toText(message.from_user_id),
  };
}
