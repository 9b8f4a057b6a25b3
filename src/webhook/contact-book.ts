import { isObject, type JsonObject, listOf, toText } from './json';

/** Whom a message, status or call names as the customer. */
export interface Person {
  waId: string | undefined;
  userId: string | undefined;
}

/** The `contacts` of one value, ready to be asked whom they belong to. */
export interface ContactBook {
  /** Where there is exactly one contact. */
  only: JsonObject | undefined;
  byUserId: ReadonlyMap<string, JsonObject>;
  byWaId: ReadonlyMap<string, JsonObject>;
}

const NOBODY: ReadonlyMap<string, JsonObject> = new Map();

export function toContactBook(contacts: unknown): ContactBook {
  const list = listOf(contacts);
  if (list.length <= 1) {
    return { only: isObject(list[0]) ? list[0] : undefined, byUserId: NOBODY, byWaId: NOBODY };
  }
  const byUserId = new Map<string, JsonObject>();
  const byWaId = new Map<string, JsonObject>();
  // A customer listed twice: the later contact stands, it is the newer one.
  for (const contact of list) {
    if (!isObject(contact)) continue;
    const userId = toText(contact.user_id);
    const waId = toText(contact.wa_id);
    if (userId !== undefined) byUserId.set(userId, contact);
    if (waId !== undefined) byWaId.set(waId, contact);
  }
  return { only: undefined, byUserId, byWaId };
}

/**
 * The contact that belongs to a person, by user ID or wa_id and never by its index: a hash given to the wrong customer
 * would be worse than none.
 *
 * @param isAlone there is exactly one message (or status): then one single contact belongs to it even where the wa_id
 *   differs, for a user's number and wa_id need not be the same (facts, section 1a). A different user ID never matches.
 */
export function findContact(book: ContactBook, person: Person, isAlone: boolean): JsonObject | undefined {
  const { only } = book;
  if (only !== undefined) {
    if (isOther(only, person)) return undefined;
    return isAlone || isSame(only, person) ? only : undefined;
  }
  if (person.userId !== undefined) {
    const contact = book.byUserId.get(person.userId);
    if (contact !== undefined) return contact;
  }
  const contact = person.waId === undefined ? undefined : book.byWaId.get(person.waId);
  return contact === undefined || isOther(contact, person) ? undefined : contact;
}

function isSame(contact: JsonObject, person: Person): boolean {
  const userId = toText(contact.user_id);
  if (userId !== undefined && userId === person.userId) return true;
  return person.waId !== undefined && toText(contact.wa_id) === person.waId;
}

/** The number may be the same all the same: numbers are recycled. */
function isOther(contact: JsonObject, person: Person): boolean {
  const userId = toText(contact.user_id);
  return userId !== undefined && person.userId !== undefined && userId !== person.userId;
}
