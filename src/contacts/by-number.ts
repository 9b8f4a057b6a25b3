import type { CheckedContact } from '../platform/contacts';

/**
 * The results of a request by the number that was asked for. A server repeats the number as it came, or formatted in its
 * own way, or else at least in the same order.
 */
export function byNumber(
  numbers: readonly string[],
  contacts: readonly CheckedContact[],
): Readonly<Record<string, CheckedContact>> {
  const byDigits = new Map(contacts.map((contact) => [toDigits(contact.input), contact]));
  const isComplete = contacts.length === numbers.length;
  const found: Record<string, CheckedContact> = {};
  numbers.forEach((number, i) => {
    const contact = byDigits.get(toDigits(number)) ?? (isComplete ? contacts[i] : undefined);
    if (contact !== undefined) found[number] = contact;
  });
  return found;
}

const toDigits = (text: string): string => text.replace(/\D/g, '');
