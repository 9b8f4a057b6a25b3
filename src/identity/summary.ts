import type { Evidence, HashKind } from './evidence';

/** `kind:hash`, so that hashes of different kinds never meet. */
export type HashKey = `${HashKind}:${string}`;

export const toHashKey = (kind: HashKind, hash: string): HashKey => `${kind}:${hash}`;

/** An approval of one hash, covering all evidence against it up to `upTo`. */
export interface Approval {
  upTo: number;
  /** The names of the customer when it was given; it does not stretch to names joined later that have a past of their own. */
  names: string[];
}

/** What is known of one hash. Every member moves in one direction only, so the order of evidence cannot matter. */
export interface HashRecord {
  /** Smallest `at` of its sightings: present by then for certain. Absent while only refusals are known. */
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
  /** The hashes known when it was given: whatever else turns up within the second of `upTo` may be newer. */
  known: HashKey[];
  /** Correlation ID of the one message that was sent without a hash to learn the new one. */
  probe?: string;
  /** What the status of that message revealed. */
  revealed?: { key: HashKey; at: number };
  /** Smallest time of any other evidence after the approval: a hash revealed no earlier than that is not adopted. */
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
  /** When this name took over a number that had been another customer's. */
  recycled?: number;
  /** Raised above everything known each time an approval is revoked. */
  revoked?: number;
  blind?: BlindApproval;
}

export const emptySummary = (): Summary => ({ hashes: {} });

export const least = (a: number | undefined, b: number): number => (a === undefined || b < a ? b : a);
export const most = (a: number | undefined, b: number): number => (a === undefined || b > a ? b : a);

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
  record.first = least(record.first, evidence.at);
  record.last = most(record.last, evidence.notBefore);
  if (evidence.announced) record.announced = most(record.announced, evidence.at);
  return next;
}

/**
 * What a piece of evidence does to a blind approval: the status of its own message reveals the hash to adopt, anything
 * else after it means that nothing may be adopted any more. A refusal says nothing new, for no hash was current.
 */
export function withBlindAnswer(blind: BlindApproval, evidence: Evidence): BlindApproval {
  if (evidence.type === 'mismatch' || evidence.at <= blind.upTo) return blind;
  if (evidence.type === 'change' || evidence.probe !== blind.upTo) {
    return { ...blind, disturbed: least(blind.disturbed, evidence.at) };
  }
  const key = toHashKey(evidence.kind, evidence.hash);
  if (blind.revealed === undefined || blind.revealed.key === key) {
    return { ...blind, revealed: { key, at: least(blind.revealed?.at, evidence.at) } };
  }
  // Two hashes for one message: the identity changed again on the way, and neither may be adopted.
  return { ...blind, disturbed: blind.upTo };
}
