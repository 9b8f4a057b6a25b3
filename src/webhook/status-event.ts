import { findContact, type Person } from './contact-book';
import { statusKey } from './duplicate-key';
import type { WebhookEvent } from './event';
import { toEventErrors } from './event-errors';
import { isObject, type JsonObject, toText } from './json';
import { placeKey, type Scope, startEvent } from './scope';
import { hashOfStatus } from './seen-hash';
import { toIsoTime } from './timestamp';
import { toCustomer } from './to-customer';
import { statusTopic, UNKNOWN } from './topics';

/** One element of `statuses`, whatever it is. */
export function toStatusEvent(scope: Scope, status: unknown, index: number): WebhookEvent {
  if (!isObject(status)) {
    const duplicateKey = placeKey(scope, 'statuses', index);
    return startEvent(scope, { kind: 'status', topic: UNKNOWN, payload: status, raw: status, duplicateKey });
  }
  const id = toText(status.id);
  const word = toText(status.status);
  const recipient = recipientOf(status);
  const event = startEvent(scope, {
    kind: 'status',
    topic: statusTopic(status),
    payload: status,
    raw: status,
    duplicateKey:
      id === undefined || word === undefined
        ? placeKey(scope, 'statuses', index)
        : statusKey(id, word, recipient.isGroup ? (recipient.waId ?? recipient.userId) : undefined),
  });
  if (id !== undefined) event.id = id;
  const timestamp = toIsoTime(status.timestamp);
  if (timestamp !== undefined) event.timestamp = timestamp;
  if (recipient.groupId !== undefined) event.groupId = recipient.groupId;
  if (typeof status.biz_opaque_callback_data === 'string') event.callbackData = status.biz_opaque_callback_data;
  const errors = toEventErrors(status.errors, scope.describeError);
  if (errors !== undefined) event.errors = errors;
  addCustomer(event, scope, status, recipient);
  return event;
}

interface Recipient extends Person {
  isGroup: boolean;
  groupId: string | undefined;
}

/** In a group the person is the participant and `recipient_id` the group (facts, sections 8 and 9). */
function recipientOf(status: JsonObject): Recipient {
  const waId = toText(status.recipient_participant_id) ?? toText(status.participant_recipient_id);
  const userId = toText(status.recipient_participant_user_id) ?? toText(status.participant_recipient_user_id);
  const isGroup = status.recipient_type === 'group' || waId !== undefined || userId !== undefined;
  if (isGroup) return { isGroup, groupId: toText(status.recipient_id) ?? toText(status.group_id), waId, userId };
  return {
    isGroup,
    groupId: toText(status.group_id),
    waId: toText(status.recipient_id),
    userId: toText(status.recipient_user_id),
  };
}

function addCustomer(event: WebhookEvent, scope: Scope, status: JsonObject, recipient: Recipient): void {
  const isAlone = scope.statuses.length === 1 && scope.messages.length === 0;
  const contact = findContact(scope.contacts, recipient, isAlone);
  const customer = toCustomer(recipient, contact);
  if (customer !== undefined) event.customer = customer;
  // A hash belongs to a person: where a group's status names none, it is nobody's.
  if (recipient.isGroup && customer?.id === undefined) return;
  const seen = hashOfStatus(status, contact);
  if (seen === undefined) return;
  event.identityHash = seen.hash;
  event.identityHashKind = seen.kind;
}
