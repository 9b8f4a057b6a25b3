import type { Fault } from './explained';

const PHONE_NUMBER = /^\+?\d[\d\s()-]{3,}$/;
const USER_ID = /^[A-Z]{2}\.[A-Za-z0-9.]+$/;

/** A filter by numbers and IDs. A typing mistake in it would silently let nothing through. */
export function numbersFault(list: string): Fault {
  const entries = list.split(',').map((entry) => entry.trim());
  const isKnown = (entry: string): boolean => entry === '' || PHONE_NUMBER.test(entry) || USER_ID.test(entry);
  return entries.every(isKnown) ? null : 'numbers';
}
