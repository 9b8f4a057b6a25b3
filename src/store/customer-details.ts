import type { AuditItem } from '../identity/audit';
import type { CustomerNames } from '../identity/evidence';
import { type IdentityView, type LedgerEntry, toView } from '../identity/ledger';
import type { NameKey } from '../identity/names';
import type { TrustState } from '../identity/verdict';

/** One hash of a customer's table. Times are ISO 8601, the platform's clock. */
export interface HashDetails {
  hash: string;
  firstSeen: string | null;
  lastSeen: string | null;
  /** The approval is still good: nothing newer speaks against the hash. */
  approved: boolean;
  current: boolean;
}

/** All that is kept about one customer, for people to read. */
export interface CustomerDetails {
  names: CustomerNames;
  identity: IdentityView;
  hashes: HashDetails[];
  /** Newest last. */
  audit: AuditItem[];
  heldMessages: number;
  /** Names on the other side of a number or user ID change. */
  related: string[];
}

export interface CustomerFilter {
  state?: TrustState;
  /** How many at most. */
  limit: number;
  /** What `next` of the page before said. */
  after?: string;
}

export function toDetails(entry: LedgerEntry, heldMessages: number): CustomerDetails {
  const { summary, verdict, records, keys } = entry;
  const members = [...records.values()];
  return {
    names: namesOf(keys),
    identity: toView(entry),
    hashes: Object.entries(summary.hashes).map(([key, { first, last }]) => ({
      hash: key.slice(key.indexOf(':') + 1),
      firstSeen: toIso(first),
      lastSeen: toIso(last),
      approved: verdict.state === 'trusted' && verdict.contents.some(({ hash }) => hash === key),
      current: verdict.contents.some(({ hash }) => hash === key),
    })),
    audit: members.flatMap(({ audit }) => audit ?? []).sort((a, b) => a.at - b.at),
    heldMessages,
    related: members.flatMap(({ related }) => related ?? []).map((key) => key.slice(2)),
  };
}

/** The names behind a customer's keys: the user ID, and the number that came with it last. */
export function namesOf(keys: readonly NameKey[]): CustomerNames {
  const userId = keys.find((key) => key.startsWith('u:'))?.slice(2);
  const waId = keys.find((key) => key.startsWith('w:'))?.slice(2);
  return { ...(waId === undefined ? {} : { waId }), ...(userId === undefined ? {} : { userId }) };
}

function toIso(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(Math.floor(seconds) * 1000).toISOString();
}
