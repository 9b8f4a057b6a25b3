import { findContact, type Person } from './contact-book';
import { callKey } from './duplicate-key';
import type { WebhookEvent } from './event';
import { toEventError } from './event-errors';
import { isObject, type JsonObject, listOf, toText } from './json';
import { placeKey, type Scope, startEvent } from './scope';
import { severityOf } from './severity';
import { toIsoTime } from './timestamp';
import { toCustomer } from './to-customer';
import { accountTopic, contentLists } from './topics';

/** A change as a whole: everything that is no message, status or error. */
export function toAccountEvent(scope: Scope, change: unknown): WebhookEvent {
  const topic = accountTopic(scope.field, scope.value);
  const calls = listOf(scope.members.calls);
  const event = startEvent(scope, {
    kind: 'account',
    topic,
    payload: scope.value === undefined ? change : scope.value,
    raw: change,
    duplicateKey: callKey(calls) ?? scope.digest(),
  });
  event.severity = severityOf(scope.field ?? topic, scope.value);
  const [list, ...others] = contentLists(scope.value);
  const items = list === undefined || others.length > 0 ? [] : listOf(scope.members[list]);
  const item = items.length === 1 && isObject(items[0]) ? items[0] : undefined;
  const timestamp = toIsoTime(item?.timestamp) ?? toIsoTime(scope.members.timestamp) ?? toIsoTime(scope.entryTime);
  if (timestamp !== undefined) event.timestamp = timestamp;
  if (item !== undefined) addItem(event, scope, list, item);
  return event;
}

/** One of `value.errors`, or of an On-Premises webhook's `errors`: it belongs to no message. */
export function toErrorEvent(scope: Scope, error: unknown, index: number): WebhookEvent {
  const event = startEvent(scope, {
    kind: 'account',
    topic: 'error',
    payload: error,
    raw: error,
    duplicateKey: placeKey(scope, 'errors', index),
  });
  event.severity = severityOf('error', error);
  event.errors = [toEventError(error, scope.describeError)];
  const timestamp = toIsoTime(scope.entryTime);
  if (timestamp !== undefined) event.timestamp = timestamp;
  return event;
}

/** A list that leaves as one event under a topic of ours: `contacts` (On-Premises results) and `changed_fields`. */
export function toListEvent(
  scope: Scope,
  topic: 'contacts' | 'changed_fields',
  list: unknown,
  raw: unknown,
): WebhookEvent {
  const event = startEvent(scope, {
    kind: 'account',
    topic,
    payload: list,
    raw,
    duplicateKey: `${scope.digest()}:${topic}`,
  });
  event.severity = severityOf(topic, list);
  const timestamp = toIsoTime(scope.entryTime);
  if (timestamp !== undefined) event.timestamp = timestamp;
  return event;
}

/** Where a change is about one single thing, its ID, group and customer are the event's. */
function addItem(event: WebhookEvent, scope: Scope, list: string | undefined, item: JsonObject): void {
  const id = list === 'calls' ? toText(item.id) : undefined;
  if (id !== undefined) event.id = id;
  const groupId = toText(item.group_id);
  if (groupId !== undefined) event.groupId = groupId;
  const person = personOf(list, item);
  const contact = findContact(scope.contacts, person, true);
  const customer = toCustomer(person, contact);
  if (customer !== undefined) event.customer = customer;
}

function personOf(list: string | undefined, item: JsonObject): Person {
  const isOutgoing = list === 'message_echoes' || (list === 'calls' && item.direction === 'BUSINESS_INITIATED');
  if (isOutgoing) return { waId: toText(item.to), userId: toText(item.to_user_id) };
  if (list === 'calls') return { waId: toText(item.from), userId: toText(item.from_user_id) };
  return { waId: toText(item.wa_id), userId: toText(item.user_id) };
}
