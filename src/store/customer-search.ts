import type { TrustState } from '../identity/verdict';
import { canonicalWaId } from '../phone/variants';
import type { CustomerDetails } from './customer-details';

/** Which customers are looked for, and which of them are to be shown. */
export interface CustomerSearch {
  /** Part of a number in whatever spelling, or of a user ID; empty for everybody. */
  text?: string;
  state?: TrustState;
  /** Only those for whom messages are held. */
  isWaiting?: boolean;
  /** How many of those found come before the page. */
  offset: number;
  /** How many at most. */
  limit: number;
}

/** A page of the customers that were found, those whose identity became the newest one last first. */
export interface FoundCustomers {
  customers: CustomerDetails[];
  /** How many were found in all. */
  total: number;
  /** How many customers fit the text, by state. */
  counts: Record<TrustState, number>;
  /** For how many of those messages are held. */
  waiting: number;
}

/** Tells whether a customer's names, in small letters, fit a text that somebody typed. */
export function toNameFilter(text: string): (names: string) => boolean {
  const wanted = text.trim().toLowerCase();
  const forms = new Set([wanted]);
  if (/^[+\d\s()./-]*\d[+\d\s()./-]*$/.test(wanted)) {
    const digits = wanted.replace('(0)', '').replace(/\D/g, '');
    // As it is dialled: from another country, or within its own.
    const dialled = /^00?([1-9]\d{4,})$/.exec(digits)?.[1] ?? digits;
    // A number is kept in one of its spellings.
    for (const form of [digits, dialled, canonicalWaId(dialled)]) forms.add(form);
  }
  const all = [...forms];
  return (names) => all.some((form) => names.includes(form));
}
