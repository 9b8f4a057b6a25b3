import type { Evidence, HashKind } from './evidence';

/** `kind:hash`, so that hashes of different kinds never meet. */
export type HashKey = `${HashKind}:${string}`;

export const toHashKey = (kind: HashKind, hash: string): HashKey => `${kind}:${hash}`;

/** An approval of what was known when it was given. */
export interface Approval {
  /** It covers everything that certainly happened until then. */
  upTo: number;
  /** The hashes that were known to be possibly newer: any other one of which that is said is news. */
  known: HashKey[];
  /** The names of the customer; it does not stretch to names joined later that have a past of their own. */
  names: string[];
}

/** What is known of one hash. Every member moves in one direction only, so the order of evidence cannot matter. */
export interface HashRecord {
  /** Smallest `notBefore` of its sightings: it may have been present since then. Absent while only refusals are known. */
  earliest?: number;
  /** Smallest `at` of its sightings: present by then for certain. */
  first?: number;
  /** Largest `notBefore` of its sightings: present then or later for certain. */
  last?: number;
  /** Largest time at which the platform announced it as the new identity. */
  announced?: number;
  /** Smallest and largest time at which the platform refused it. */
  refusedFirst?: number;
  refusedLast?: number;
  approval?: Approval;
}

/** An approval given while no current hash was known (state `acknowledged`). */
export interface BlindApproval extends Approval {
  /** Tells the message that was sent under this approval from those sent under others. */
  id: string;
  /** Correlation ID of the one message that was sent without a hash to learn the new one. */
  probe?: string;
  /** What the status of that message revealed. */
  revealed?: { key: HashKey; at: number };
  /** Smallest time of any other sighting after the approval: a hash revealed no earlier than that is not adopted. */
  disturbed?: number;
}

/**
 * Everything known about one name of a customer, as a join of all evidence: commutative, associative, idempotent. What
 * to think of it is for `verdict.ts`.
 */
export interface Summary {
  hashes: Record<HashKey, HashRecord>;
  /** Time of the first evidence filed under this name. */
  since?: number;
  /** Smallest and largest time of a change that named no hash. */
  changedFirst?: number;
  changed?: number;
  /** Smallest and largest time at which this customer took over a number that had been another's. */
  recycledFirst?: number;
  recycled?: number;
  /** Raised above everything known each time an approval is revoked. */
  revoked?: number;
  /** By kind of hash, those that cover more last. An older one may still have its answer to come. */
  blind?: { [kind in HashKind]?: BlindApproval[] };
}

/** How many blind approvals are kept: of those before, the answers will not come any more. */
const BLIND_KEPT = 5;

/** Blind approvals in the one order that they have, whatever order they came in. */
export const toBlinds = (approvals: readonly BlindApproval[]): BlindApproval[] =>
  [...approvals]
    .sort((a, b) => a.upTo - b.upTo || a.known.length - b.known.length || (a.id < b.id ? -1 : 1))
    .slice(-BLIND_KEPT);

export const emptySummary = (): Summary => ({ hashes: {} });

export const least = (a: number | undefined, b: number): number => (a === undefined || b < a ? b : a);
export const most = (a: number | undefined, b: number): number => (a === undefined || b > a ? b : a);

/** The hashes of one kind. */
export function hashesOf({ hashes }: Summary, kind: HashKind): [HashKey, HashRecord][] {
  return (Object.entries(hashes) as [HashKey, HashRecord][]).filter(([key]) => key.startsWith(toHashKey(kind, '')));
}

/** The hashes of one kind that were seen; a refusal alone reveals none. */
export const seenOf = (summary: Summary, kind: HashKind): [HashKey, HashRecord][] =>
  hashesOf(summary, kind).filter(([, { last }]) => last !== undefined);

/** The summary with one more piece of evidence in it. The given one is left as it is. */
export function withEvidence(summary: Summary, evidence: Evidence): Summary {
  const next: Summary = { ...summary, since: least(summary.since, evidence.at) };
  if (evidence.type === 'change') {
    next.changedFirst = least(summary.changedFirst, evidence.at);
    next.changed = most(summary.changed, evidence.at);
    return next;
  }
  const key = toHashKey(evidence.kind, evidence.hash);
  const record: HashRecord = { ...summary.hashes[key] };
  next.hashes = { ...summary.hashes, [key]: record };
  if (evidence.type === 'mismatch') {
    record.refusedFirst = least(record.refusedFirst, evidence.at);
    record.refusedLast = most(record.refusedLast, evidence.at);
    return next;
  }
  record.earliest = least(record.earliest, evidence.notBefore);
  record.first = least(record.first, evidence.at);
  record.last = most(record.last, evidence.notBefore);
  if (evidence.announced) record.announced = most(record.announced, evidence.at);
  return next;
}

/**
 * What a sighting does to a blind approval of its kind: the status of the approval's own message reveals the hash to
 * adopt; any other sighting after it means that a hash revealed later may be a stranger's. A known hash that may have
 * been there before the approval says nothing new.
 */
export function withBlindAnswer(blind: BlindApproval, evidence: Extract<Evidence, { type: 'hash' }>): BlindApproval {
  const key = toHashKey(evidence.kind, evidence.hash);
  if (evidence.probe !== blind.id) {
    const isStale = blind.known.includes(key) && evidence.notBefore <= blind.upTo;
    return isStale ? blind : { ...blind, disturbed: least(blind.disturbed, evidence.at) };
  }
  if (blind.revealed === undefined || blind.revealed.key === key) {
    return { ...blind, revealed: { key, at: least(blind.revealed?.at, evidence.at) } };
  }
  // Two hashes for one message: the identity changed again on the way, and neither may be adopted.
  return { ...blind, disturbed: blind.upTo };
}
