import type { Account } from '../account';
import type { Committed } from '../store/store';
import type { Sharing } from './claims';

/** What of a delivery is for one business number, and the accounts configured for it. */
export interface Part {
  sharing: Sharing;
  committed: Committed[];
  /** Events of the delivery that are for nobody, told once. */
  unclaimed?: number;
}

export interface ProcessedFigures {
  /** How many of its events were for each of the accounts, and how many of those the flow has had before. */
  accounts: ReadonlyMap<Account, { events: number; duplicates: number }>;
  /** Events of business numbers that no account is configured for. */
  unclaimed: number;
  /** How many of its events only name the fields that changed. */
  valuesOff: number;
}

export function toFigures(parts: readonly Part[]): ProcessedFigures {
  const accounts = new Map<Account, { events: number; duplicates: number }>();
  let unclaimed = 0;
  let valuesOff = 0;
  for (const { sharing, committed, unclaimed: ofNobody = 0 } of parts) {
    const duplicates = committed.filter(({ isDuplicate }) => isDuplicate).length;
    for (const account of sharing) accounts.set(account, { events: committed.length, duplicates });
    unclaimed += ofNobody;
    valuesOff += committed.filter(({ event }) => event.kind === 'account' && event.topic === 'changed_fields').length;
  }
  return { accounts, unclaimed, valuesOff };
}

/** Whether there is something for the flow in it, and nobody to take it. */
export function isUnserved({ sharing, committed }: Part): boolean {
  const hasNews = committed.some(({ isDuplicate, reports }) => !isDuplicate || reports.length > 0);
  return hasNews && !sharing.some(({ isServed }) => isServed);
}

/** How often somebody left one of the accounts: as long as that stays the same, everybody who got something is there. */
export const countDepartures = (accounts: readonly Account[]): number =>
  accounts.reduce((sum, { departures }) => sum + departures, 0);
