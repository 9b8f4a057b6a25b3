import type { Customer } from '../identity/customer';
import type { Person } from './contact-book';
import { isObject, type JsonObject, toText } from './json';

const DIGITS = /^\d+$/;

/**
 * What a webhook says about a customer: the names in the message or status itself, completed by its contact. Undefined
 * when it says nothing.
 */
export function toCustomer(person: Person, contact: JsonObject | undefined): Customer | undefined {
  const waId = toText(contact?.wa_id) ?? person.waId;
  const userId = person.userId ?? toText(contact?.user_id);
  const profile = isObject(contact?.profile) ? contact.profile : undefined;
  const username = toText(profile?.username);
  const name = toText(profile?.name);
  const customer: Customer = {};
  const id = userId ?? waId;
  if (id !== undefined) customer.id = id;
  if (waId !== undefined) {
    // No phone library on this path, it would cost more than everything else together.
    if (DIGITS.test(waId)) customer.phone = `+${waId}`;
    customer.waId = waId;
  }
  if (userId !== undefined) customer.userId = userId;
  if (username !== undefined) customer.username = username;
  if (name !== undefined) customer.name = name;
  return id === undefined && username === undefined && name === undefined ? undefined : customer;
}
