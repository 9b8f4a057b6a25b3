import { latestOf } from '../identity/approval';
import type { AuditItem } from '../identity/audit';
import type { CustomerNames } from '../identity/evidence';
import { type IdentityView, type LedgerEntry, toView } from '../identity/ledger';
import { holderOf, type NameKey, toNamesOf } from '../identity/names';
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
  /** When anything was said of the identity last, ISO 8601, the platform's clock; null when nothing ever was. */
  lastEvidence: string | null;
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

/** All that is known; undefined when nothing is. */
export function toDetails(entry: LedgerEntry, heldMessages: number): CustomerDetails | undefined {
  const { summary, verdict, records } = entry;
  if (records.size === 0 && heldMessages === 0) return undefined;
  const members = [...records.values()];
  const { revoked: _, ...evidence } = summary;
  return {
    names: namesOf(entry),
    identity: toView(entry),
    lastEvidence: toIso(latestOf(evidence) || undefined),
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

/** The user ID, and of the numbers that nobody else has by now the one that came with it last. */
function namesOf({ primary, keys, records }: LedgerEntry): CustomerNames {
  const links = records.get(primary)?.links ?? {};
  const isOwn = (key: NameKey): boolean => key.startsWith('w:') && holderOf(key, records.get(key)) === primary;
  const lastSeen = (key: NameKey): number => links[key]?.last ?? 0;
  const number = keys.filter(isOwn).reduce<NameKey | undefined>((latest, key) => {
    return latest === undefined || lastSeen(key) > lastSeen(latest) ? key : latest;
  }, undefined);
  return {
    ...(number === undefined ? {} : toNamesOf(number)),
    ...(primary.startsWith('u:') ? toNamesOf(primary) : {}),
  };
}

function toIso(seconds: number | undefined): string | null {
  return seconds === undefined ? null : new Date(Math.floor(seconds) * 1000).toISOString();
}
