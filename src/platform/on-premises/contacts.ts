import type { CheckedContact, CheckedContacts, ContactIdentity, ContactStatus, ContactsRequest } from '../contacts';
import { InputError } from '../errors';
import { isObject, isText, type JsonObject, objectsOf, toBoolean, toInteger } from '../http/json';
import type { Api, ApiRequest } from './api';

/** Asks which numbers are on WhatsApp (S2, "Validate WhatsApp Account Users"). */
export async function validateContacts(
  api: Api,
  { contacts, blocking, forceCheck }: ContactsRequest,
): Promise<CheckedContacts> {
  const body = { blocking, contacts, force_check: forceCheck };
  const asked: ApiRequest = { method: 'POST', path: 'contacts', body, repeatable: true };
  const answer = await api.request(asked);
  if (!isObject(answer) || !Array.isArray(answer.contacts)) throw api.unusable(asked, 'no contacts');
  const version = isObject(answer.meta) ? answer.meta.version : undefined;
  return { contacts: readCheckedContacts(answer.contacts), ...(isText(version) ? { version } : {}) };
}

/** The results of a check, in an answer or in the webhook that brings the late ones. */
export function readCheckedContacts(list: unknown): CheckedContact[] {
  return objectsOf(list).flatMap(({ input, status, wa_id: waId }) => {
    if (!isText(input)) return [];
    return [{ input, status: toStatus(status), ...(isText(waId) ? { wa_id: waId } : {}) }];
  });
}

const STATUSES: readonly ContactStatus[] = ['valid', 'invalid', 'processing', 'failed'];

function toStatus(status: unknown): ContactStatus {
  // A sandbox says "pending" (facts, section 5).
  if (status === 'pending') return 'processing';
  return STATUSES.find((known) => known === status) ?? 'failed';
}

/** The newest identity of a customer that the server has seen (S2). */
export async function readIdentity(api: Api, waId: string): Promise<ContactIdentity> {
  const asked: ApiRequest = { method: 'GET', path: toPath(waId), repeatable: true };
  const answer = await api.request(asked);
  const identity = isObject(answer) ? toIdentity(answer.contacts) : undefined;
  if (identity === undefined) throw api.unusable(asked, 'no identity');
  return identity;
}

/** Acknowledges an identity: messages to the customer pass again (S2). */
export async function acknowledgeIdentity(api: Api, waId: string, hash: string): Promise<void> {
  await api.request({ method: 'PUT', path: toPath(waId), body: { hash }, repeatable: true });
}

/** An object, unlike everywhere else where `contacts` is a list (facts, section 5). */
function toIdentity(contacts: unknown): ContactIdentity | undefined {
  const identity: JsonObject | undefined = isObject(contacts) ? contacts : objectsOf(contacts)[0];
  if (!isText(identity?.hash)) return undefined;
  const created = toMilliseconds(identity.created_timestamp);
  return {
    hash: identity.hash,
    ...(created === undefined ? {} : { created_timestamp: created }),
    acknowledged: toBoolean(identity.acknowledged) ?? false,
  };
}

/** Documented in milliseconds, and elsewhere seen in seconds or as text (facts, section 1). */
function toMilliseconds(time: unknown): number | undefined {
  const number = toInteger(time);
  if (number === undefined) return undefined;
  return number < 100_000_000_000 ? number * 1000 : number;
}

function toPath(waId: string): string {
  const digits = waId.replace(/^\+/, '');
  if (/^\d+$/.test(digits)) return `contacts/${digits}/identity`;
  throw new InputError(
    'wa_id_invalid',
    'The customer is not named by a wa_id, which is digits only.',
    'Name the customer by the phone number.',
  );
}
