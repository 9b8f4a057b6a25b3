import { type ContactBook, toContactBook } from './contact-book';
import { digestKey, itemKey } from './duplicate-key';
import type { EventKind, WebhookEvent } from './event';
import type { DescribeError } from './event-errors';
import { isObject, type JsonObject, listOf, toText } from './json';

/** Where a change was found: what its events inherit from the entry around it. */
export interface Place {
  field?: string | undefined;
  entryId?: string | undefined;
  /** Seconds, as it came. */
  entryTime?: unknown;
  /** The entry's ID where the entry is a WABA. */
  wabaId?: string | undefined;
}

/** What all events out of one `value` (or On-Premises body) have in common, worked out once. */
export interface Scope extends Place {
  value: unknown;
  /** The value, or an empty object where it is none. */
  members: JsonObject;
  messages: readonly unknown[];
  statuses: readonly unknown[];
  contacts: ContactBook;
  phoneNumberId: string | undefined;
  displayPhoneNumber: string | undefined;
  describeError: DescribeError;
  /** Duplicate key of the whole value. Worked out when first needed: most events have an ID. */
  digest: () => string;
}

const NOTHING: JsonObject = {};

/** @param raw what the value was found in, which stands for it where there is none */
export function toScope(value: unknown, raw: unknown, place: Place, describeError: DescribeError): Scope {
  const members = isObject(value) ? value : NOTHING;
  const metadata = isObject(members.metadata) ? members.metadata : NOTHING;
  const settings = isObject(members.phone_number_settings) ? members.phone_number_settings : NOTHING;
  const waba = isObject(members.waba_info) ? members.waba_info : NOTHING;
  let digest: string | undefined;
  return {
    field: place.field,
    entryId: place.entryId,
    entryTime: place.entryTime,
    wabaId: toText(waba.waba_id) ?? place.wabaId,
    value,
    members,
    messages: listOf(members.messages),
    statuses: listOf(members.statuses),
    contacts: toContactBook(members.contacts),
    phoneNumberId: toText(metadata.phone_number_id) ?? toText(settings.phone_number_id),
    displayPhoneNumber:
      toText(metadata.display_phone_number) ?? toText(members.display_phone_number) ?? toText(members.phone_number),
    describeError,
    // Entry and time belong to it: two WABAs may report the same thing, and one WABA the same thing again next month.
    digest: () => (digest ??= digestKey([place.field, place.entryId, place.entryTime, value ?? raw])),
  };
}

/** What is particular to one event. */
export interface Item {
  kind: EventKind;
  topic: string;
  payload: unknown;
  raw: unknown;
  duplicateKey: string;
}

/** An event with everything that it has from where it was found. */
export function startEvent(scope: Scope, item: Item): WebhookEvent {
  // Written out: a spread object that then gets more members costs seventy times as much, on every event.
  const { kind, topic, payload, duplicateKey, raw } = item;
  const event: WebhookEvent = { kind, topic, payload, duplicateKey, raw };
  if (scope.field !== undefined) event.field = scope.field;
  if (scope.phoneNumberId !== undefined) event.phoneNumberId = scope.phoneNumberId;
  if (scope.displayPhoneNumber !== undefined) event.displayPhoneNumber = scope.displayPhoneNumber;
  if (scope.wabaId !== undefined) event.wabaId = scope.wabaId;
  if (scope.entryId !== undefined) event.entryId = scope.entryId;
  if (scope.value !== undefined) event.value = scope.value;
  return event;
}

/** Key of an item without an ID: its place in this very value. */
export const placeKey = (scope: Scope, list: string, index: number): string => itemKey(scope.digest(), list, index);
