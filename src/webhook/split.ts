import { toAccountEvent, toErrorEvent, toListEvent } from './account-event';
import type { WebhookEvent } from './event';
import { type DescribeError, describeNoError } from './event-errors';
import { isObject, type JsonObject, listOf, toText } from './json';
import { toMessageEvent } from './message-event';
import { type Place, type Scope, toScope } from './scope';
import { toStatusEvent } from './status-event';
import { contentLists } from './topics';

export interface SplitOptions {
  /** Knows the platform's error codes; without it every error says where to look its code up. */
  describeError?: DescribeError;
}

/**
 * Everything that a webhook holds, one event for each message, status, error and change, in the order of the webhook.
 *
 * It is split by what is present and not by the field's name, nothing is left out, and nothing throws: what is unknown
 * passes through, what is malformed comes out as topic `unknown` or as what it looks like (facts, sections 6 to 9). The
 * events point into the body instead of copying it.
 *
 * @param body what `parseWebhook` gave
 */
export function splitWebhook(body: JsonObject, options: SplitOptions = {}): WebhookEvent[] {
  const describeError = options.describeError ?? describeNoError;
  const events: WebhookEvent[] = [];
  for (const entry of listOf(body.entry)) splitEntry(events, entry, body.object, describeError);
  splitOnPremises(events, toScope(body, body, {}, describeError), body);
  return events;
}

function splitEntry(events: WebhookEvent[], entry: unknown, object: unknown, describeError: DescribeError): void {
  if (!isObject(entry)) {
    events.push(toAccountEvent(toScope(undefined, entry, {}, describeError), entry));
    return;
  }
  const entryId = toText(entry.id);
  const isWaba = object === undefined || object === 'whatsapp_business_account';
  const place: Place = { entryId, entryTime: entry.time, wabaId: isWaba ? entryId : undefined };
  const changes = isObject(entry.changes) ? [entry.changes] : entry.changes;
  for (const change of listOf(changes)) splitChange(events, change, entry, place, describeError);
  const names = entry.changed_fields;
  if (Array.isArray(names)) {
    events.push(toListEvent(toScope(names, entry, place, describeError), 'changed_fields', names, entry));
  } else if (!Array.isArray(changes)) {
    events.push(toAccountEvent(toScope(undefined, entry, place, describeError), entry));
  }
}

function splitChange(
  events: WebhookEvent[],
  change: unknown,
  entry: JsonObject,
  place: Place,
  describeError: DescribeError,
): void {
  const value = isObject(change) ? change.value : undefined;
  const scope = toScope(value, change, { ...place, field: fieldOf(change, value, entry) }, describeError);
  const items = splitItems(events, scope);
  // An `event` beside errors is content too: the errors alone would not tell what happened.
  if (items === 0 || contentLists(value).length > 0 || toText(scope.members.event) !== undefined) {
    events.push(toAccountEvent(scope, change));
  }
}

/**
 * S3 prints `field` inside the value and inside the entry; a value with an `event` and no field anywhere is what it calls
 * `account_update` (facts, section 7).
 */
function fieldOf(change: unknown, value: unknown, entry: JsonObject): string | undefined {
  const members = isObject(value) ? value : undefined;
  return (
    (isObject(change) ? toText(change.field) : undefined) ??
    toText(members?.field) ??
    toText(entry.field) ??
    (typeof members?.event === 'string' ? 'account_update' : undefined)
  );
}

function splitItems(events: WebhookEvent[], scope: Scope): number {
  const before = events.length;
  pushEach(events, scope, scope.messages, toMessageEvent);
  pushEach(events, scope, scope.statuses, toStatusEvent);
  pushEach(events, scope, listOf(scope.members.errors), toErrorEvent);
  return events.length - before;
}

type ToEvent = (scope: Scope, item: unknown, index: number) => WebhookEvent;

function pushEach(events: WebhookEvent[], scope: Scope, items: readonly unknown[], toEvent: ToEvent): void {
  for (let index = 0; index < items.length; index++) events.push(toEvent(scope, items[index], index));
}

/** The On-Premises API has no envelope: the body itself is the value (facts, section 1c). */
function splitOnPremises(events: WebhookEvent[], scope: Scope, body: JsonObject): void {
  const items = splitItems(events, scope);
  const contacts = listOf(body.contacts);
  const isResult = contacts.some((contact) => isObject(contact) && ('input' in contact || 'status' in contact));
  // Contacts that accompany no message are all that this webhook says, whatever they look like.
  if (isResult || (items === 0 && contacts.length > 0)) events.push(toListEvent(scope, 'contacts', contacts, body));
  if (contentLists(body).length > 0) events.push(toAccountEvent(scope, body));
}
