import type { CustomerNames } from '../../src/identity/evidence';

/** Whom an event or an identity change is about. */
interface Concerned {
  phoneNumberId?: string | undefined;
  displayPhoneNumber?: string | undefined;
  customer?: CustomerNames | undefined;
}

/** The digits of each number in a list separated by commas; IDs stay as they are. */
export function toNumbers(list: string | undefined): ReadonlySet<string> {
  const entries = (list ?? '').split(',').map((entry) => entry.trim());
  return new Set(
    entries
      .filter((entry) => entry !== '')
      .map((entry) => (/^[+\d\s()-]+$/.test(entry) ? entry.replace(/\D/g, '') : entry)),
  );
}

/** Whether an event is about one of these business or customer numbers; no numbers mean every event. */
export function isAboutOneOf(
  numbers: ReadonlySet<string>,
  { phoneNumberId, displayPhoneNumber, customer }: Concerned,
): boolean {
  if (numbers.size === 0) return true;
  const named = [phoneNumberId, displayPhoneNumber?.replace(/\D/g, ''), customer?.waId, customer?.userId];
  return named.some((name) => name !== undefined && numbers.has(name));
}
