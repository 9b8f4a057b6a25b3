import type { WebhookEvent } from '../webhook/event';
import { isObject, type JsonObject, toText } from '../webhook/json';
import { toIsoTime } from '../webhook/timestamp';
import type { CustomerNames, Evidence } from './evidence';
import type { Observation } from './ledger';
import { type SendRecord, toMismatchEvidence, toStatusEvidence } from './send';

/** The Cloud API's code for an outdated hash, and what the On-Premises API answers while it blocks a customer. */
const MISMATCH_CODES: ReadonlySet<number> = new Set([137000, 480]);

const CHANGED_IDENTITY: ReadonlySet<unknown> = new Set(['user_identity_changed', 'customer_identity_changed']);
const CHANGED_NUMBER: ReadonlySet<unknown> = new Set([
  'user_changed_number',
  'customer_changed_number',
  'user_changed_user_id',
]);

/** What was synchronised from an app or echoed from one says nothing about who holds the account now. */
const NO_EVIDENCE: ReadonlySet<unknown> = new Set([
  'history',
  'smb_message_echoes',
  'message_echoes',
  'smb_app_state_sync',
]);

/**
 * What one event of a webhook says about customers' identities (design, section 3; facts, sections 1, 2 and 9).
 *
 * @param event as it came out of the split
 * @param send our record of the message that a status is about, if it is ours
 * @param now seconds since 1970, for events without a readable time
 */
export function toObservations(event: WebhookEvent, send: SendRecord | undefined, now: number): Observation[] {
  if (!isLive(event)) return [];
  if (event.field === 'user_id_update') return fromUserIdUpdate(event, now);
  const at = toSeconds(event.timestamp) ?? now;
  if (event.kind === 'message') return fromMessage(event, at);
  if (event.kind === 'status') return fromStatus(event, send, at);
  return [];
}

/** Whether an event comes from the flow of messages itself, and tells how things stand now. */
export const isLive = ({ field }: WebhookEvent): boolean => !NO_EVIDENCE.has(field);

/** Whether a status says that the platform refused a message because its hash is outdated. */
export function isMismatch({ errors }: WebhookEvent): boolean {
  return errors?.some(({ code }) => MISMATCH_CODES.has(code)) === true;
}

function fromMessage(event: WebhookEvent, at: number): Observation[] {
  const names = namesOf(event);
  const raw = isObject(event.raw) ? event.raw : {};
  const system = isObject(raw.system) ? raw.system : {};
  if (CHANGED_NUMBER.has(system.type)) return fromNumberChange(event, system, at);
  if (names === undefined) return [];
  const isChange = CHANGED_IDENTITY.has(system.type);
  const evidence: Evidence[] = [];
  for (const [kind, hash] of [
    ['key', event.identityHashKind === 'key' ? event.identityHash : undefined],
    ['identity', hashOf(raw.identity) ?? hashOf(system.identity)],
  ] as const) {
    if (hash !== undefined)
      evidence.push({ type: 'hash', kind, hash, notBefore: at, at, ...(isChange ? { announced: true } : {}) });
  }
  if (isChange && evidence.length === 0) evidence.push({ type: 'change', reason: 'identity_changed', at });
  return observe(names, at, evidence, event.id);
}

function fromStatus(event: WebhookEvent, send: SendRecord | undefined, at: number): Observation[] {
  const names = namesOf(event) ?? send?.names;
  if (names === undefined) return [];
  const hash = event.identityHash;
  const refused = isMismatch(event);
  // The On-Premises API has no envelope and hence no phone number ID, and hashes of its own kind.
  const kind = event.phoneNumberId === undefined ? 'identity' : 'key';
  const evidence = [
    ...(refused ? toMismatchEvidence(kind, at, send) : []),
    ...(hash === undefined ? [] : toStatusEvidence(hash, at, send)),
  ];
  return observe(withNamesOf(send, names), at, evidence, event.id);
}

/** A status may name the customer otherwise than we did when we sent; where it names no user ID, ours still holds. */
function withNamesOf(send: SendRecord | undefined, names: CustomerNames): CustomerNames {
  const { waId, userId } = send?.names ?? {};
  if (userId === undefined || names.userId !== undefined) return names;
  if (names.waId === undefined) return { ...names, ...send?.names };
  // What was sent to a user ID alone reached that user, whatever number the status tells. What was sent to a number
  // reached whoever has the number by now.
  return waId === undefined ? { ...names, userId } : names;
}

function fromNumberChange(event: WebhookEvent, system: JsonObject, at: number): Observation[] {
  const evidence: Evidence[] = [
    { type: 'change', reason: system.type === 'user_changed_user_id' ? 'user_id_changed' : 'number_changed', at },
  ];
  // Without contacts, `from` is the old number; with them, the customer of the event may already be the new one.
  const raw = isObject(event.raw) ? event.raw : {};
  const former = toNames(toText(system.customer) ?? toText(raw.from), toText(raw.from_user_id));
  const present = toNames(toText(system.wa_id) ?? toText(system.new_wa_id), toText(system.user_id));
  return fromChange(former, present, at, evidence, event.id);
}

function fromUserIdUpdate(event: WebhookEvent, now: number): Observation[] {
  const updates =
    isObject(event.payload) && Array.isArray(event.payload.user_id_update) ? event.payload.user_id_update : [];
  return updates.filter(isObject).flatMap((update) => {
    const ids = isObject(update.user_id) ? update.user_id : {};
    const at = toSeconds(toIsoTime(update.timestamp)) ?? now;
    const evidence: Evidence[] = [{ type: 'change', reason: 'user_id_changed', at }];
    const former = toNames(undefined, toText(ids.previous));
    return fromChange(former, toNames(toText(update.wa_id), toText(ids.current)), at, evidence, event.id);
  });
}

/** Both sides of a change may be strangers to what was authenticated. */
function fromChange(
  former: CustomerNames | undefined,
  present: CustomerNames | undefined,
  at: number,
  evidence: Evidence[],
  source: string | undefined,
): Observation[] {
  // What was called so until then was not any more when the change was told.
  const sides = [
    { names: former, related: present, joinedAt: at - 0.5 },
    { names: present, related: former, joinedAt: at },
  ];
  return sides.flatMap(({ names, related, joinedAt }) => {
    if (names === undefined) return [];
    const [observation] = observe(names, joinedAt, evidence, source);
    if (observation === undefined) return [];
    return [{ ...observation, ...(related === undefined ? {} : { related }) }];
  });
}

function observe(names: CustomerNames, at: number, evidence: Evidence[], source: string | undefined): Observation[] {
  const isPair = names.waId !== undefined && names.userId !== undefined;
  if (evidence.length === 0 && !isPair) return [];
  return [{ names, at, evidence, ...(source === undefined ? {} : { source }) }];
}

function hashOf(identity: unknown): string | undefined {
  return toText(isObject(identity) ? identity.hash : identity);
}

function namesOf({ customer }: WebhookEvent): CustomerNames | undefined {
  return toNames(customer?.waId, customer?.userId);
}

function toNames(waId: string | undefined, userId: string | undefined): CustomerNames | undefined {
  // A plus sign alone names nobody, and must not fail a delivery with the events of others in it.
  const digits = waId?.replace(/^\+/, '') || undefined;
  if (digits === undefined && userId === undefined) return undefined;
  return { ...(digits === undefined ? {} : { waId: digits }), ...(userId === undefined ? {} : { userId }) };
}

function toSeconds(iso: string | undefined): number | undefined {
  if (iso === undefined) return undefined;
  // The items of one webhook are mostly of one second.
  if (iso !== latest.iso) latest = { iso, seconds: Math.floor(Date.parse(iso) / 1000) };
  return latest.seconds;
}

let latest = { iso: '', seconds: 0 };
