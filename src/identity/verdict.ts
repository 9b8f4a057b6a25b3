import { dueReports } from './due';
import type { HashKind } from './evidence';
import {
  type Approval,
  type BlindApproval,
  type HashKey,
  type HashRecord,
  hashesOf,
  most,
  type Summary,
  seenOf,
} from './summary';

export const TRUST_STATES = ['unknown', 'seen', 'trusted', 'changed', 'acknowledged'] as const;
export type TrustState = (typeof TRUST_STATES)[number];

/** What an approval has to name and to cover. It changes exactly when newer evidence exists. */
export interface Content {
  kind: HashKind;
  hash: HashKey | null;
  /** Everything against the hash certainly happened until then; without a hash, everything that is known did. */
  upTo: number;
  /** The other hashes that may have been current after this one came; without a hash, all of them. */
  others: HashKey[];
}

/** What to think of a customer, given everything known. A function of the summary alone, hence of no order. */
export interface Verdict {
  state: TrustState;
  /** The current hash, of the kind that a message can carry on this API. */
  hash: string | null;
  /** One for each kind of hash that is known, the sendable kind first. */
  contents: Content[];
  /** Hashes that replaced an earlier one, oldest first: each is due to be reported once. */
  due: HashKey[];
}

type Entry = [HashKey, HashRecord];
type KindVerdict = [TrustState, Content];

/**
 * Judges a customer.
 *
 * The current hash is the one seen last, provided that nothing which may be later speaks against it: another hash, a
 * refusal, or a change without a hash in the same second or after. Otherwise there is none, and the state is `changed`.
 *
 * @param kind the kind of hash that messages carry on the account's API
 */
export function judge(summary: Summary, kind: HashKind): Verdict {
  const other: HashKind = kind === 'key' ? 'identity' : 'key';
  const [ownState, own] = judgeKind(withForeignNews(summary, kind, other), kind);
  const hash = own.hash === null ? null : own.hash.slice(kind.length + 1);
  const due = dueReports(summary);
  if (hashesOf(summary, other).length === 0) return { state: ownState, hash, contents: [own], due };
  const [otherState, second] = judgeKind(summary, other);
  return { state: otherState === 'changed' ? 'changed' : ownState, hash, contents: [own, second], due };
}

/** Whether what was named or approved as `former` says all that there is to say now, so that nothing newer is known. */
export function covers(former: readonly Content[], present: readonly Content[]): boolean {
  return (
    former.length === present.length &&
    present.every(({ hash, upTo, others }, index) => {
      const content = former[index];
      return content?.hash === hash && content.upTo >= upTo && isWithin(others, content.others);
    })
  );
}

function judgeKind(summary: Summary, kind: HashKind): KindVerdict {
  const known = hashesOf(summary, kind);
  const hashes = seenOf(summary, kind);
  const top = hashes.reduce<Entry | undefined>((a, b) => (a && lastSeen(a) >= lastSeen(b) ? a : b), undefined);
  if (top === undefined || mayBeOutdated(summary, hashes, top)) {
    return judgeBlind(summary, kind, hashes, known.length === 0);
  }
  const [key, record] = top;
  const content = { kind, hash: key, upTo: evidenceAgainst(summary, hashes, top), others: suspects(hashes, top) };
  const blinds = summary.blind?.[kind] ?? [];
  const isTrusted = isApproved(content, record.approval) || blinds.some((b) => isAdopted(summary, b, hashes, top));
  if (isTrusted) return ['trusted', content];
  const hints = [summary.changed, summary.recycled, summary.revoked, record.announced, summary.blind?.[kind]];
  const isUntouched = known.length === 1 && content.upTo === 0 && hints.every((hint) => hint === undefined);
  return [isUntouched ? 'seen' : 'changed', content];
}

function judgeBlind(summary: Summary, kind: HashKind, hashes: Entry[], isNew: boolean): KindVerdict {
  const others = hashes.map(([key]) => key).sort();
  const content = { kind, hash: null, upTo: latestCertain(summary, hashes), others };
  if (summary.blind?.[kind]?.some((blind) => isApproved(content, blind))) return ['acknowledged', content];
  return [isNew && content.upTo === 0 ? 'unknown' : 'changed', content];
}

/**
 * A change announced with a hash of the other kind alone: what it says is that the identity changed, and the new hash of
 * the kind that messages carry is not known.
 */
function withForeignNews(summary: Summary, kind: HashKind, other: HashKind): Summary {
  const elsewhere = latestAnnouncement(summary, other);
  if (elsewhere === undefined || isAtOrAfter(latestAnnouncement(summary, kind), elsewhere)) return summary;
  return { ...summary, changed: most(summary.changed, elsewhere) };
}

const latestAnnouncement = (summary: Summary, kind: HashKind): number | undefined =>
  hashesOf(summary, kind).reduce<number | undefined>(
    (latest, [, { announced }]) => (announced === undefined ? latest : most(latest, announced)),
    undefined,
  );

const NEVER = Number.NEGATIVE_INFINITY;
const lastSeen = ([, { last }]: Entry): number => last ?? NEVER;
/** Until when a hash may have become current, for all we know. */
const mayBecome = ([, { first, last }]: Entry): number => Math.max(last ?? NEVER, first ?? NEVER);
const isAtOrAfter = (at: number | undefined, limit: number): boolean => at !== undefined && at >= limit;
const isWithin = (hashes: readonly HashKey[], known: readonly HashKey[]): boolean =>
  hashes.every((hash) => known.includes(hash));

function mayBeOutdated(summary: Summary, hashes: Entry[], top: Entry): boolean {
  const last = lastSeen(top);
  // A number's hash from before it changed hands is the former customer's.
  if (summary.recycled !== undefined && summary.recycled > last) return true;
  if (isAtOrAfter(summary.changed, last) || isAtOrAfter(top[1].refusedLast, last)) return true;
  return hashes.some((h) => h !== top && mayBecome(h) >= last);
}

/** The largest time of anything that certainly speaks against a hash which may have been there already; 0 for nothing. */
function evidenceAgainst(summary: Summary, hashes: Entry[], [key, record]: Entry): number {
  const since = record.earliest ?? 0;
  let against = record.refusedLast ?? 0;
  for (const at of [summary.changed, summary.revoked, ...hashes.filter((h) => h[0] !== key).map(lastSeen)]) {
    if (isAtOrAfter(at, since)) against = most(against, at ?? 0);
  }
  for (const at of [summary.recycled, record.announced]) {
    if (at !== undefined && at > since) against = most(against, at);
  }
  return against;
}

function suspects(hashes: Entry[], [key, { earliest = NEVER }]: Entry): HashKey[] {
  const after = hashes.filter((h) => h[0] !== key && mayBecome(h) >= earliest);
  return after.map(([other]) => other).sort();
}

function isApproved({ upTo, others }: Content, approval: Approval | undefined): boolean {
  return approval !== undefined && approval.upTo >= upTo && isWithin(others, approval.known);
}

/** Whether a blind approval covers everything but the hash that its own message revealed, and nothing came between. */
function isAdopted(summary: Summary, blind: BlindApproval, hashes: Entry[], [key, record]: Entry): boolean {
  if (blind.revealed?.key !== key || isAtOrBefore(blind.disturbed, blind.revealed.at)) return false;
  const others = hashes.filter((h) => h[0] !== key);
  const isCovered = latestCertain(summary, others) <= blind.upTo && (record.announced ?? NEVER) <= blind.upTo;
  if (!isCovered || !others.every(([other]) => blind.known.includes(other))) return false;
  // A refusal before the hash was revealed was about the time before.
  return !isAtOrAfter(record.refusedLast, blind.revealed.at);
}

const isAtOrBefore = (at: number | undefined, limit: number): boolean => at !== undefined && at <= limit;

/**
 * The largest time at which anything certainly happened. A refusal says nothing new: it speaks against a hash that is
 * known, and several refusals of one hash are one piece of news.
 */
function latestCertain(summary: Summary, hashes: Entry[]): number {
  const times = [summary.changed, summary.recycled, summary.revoked, ...hashes.map(lastSeen)];
  return times.reduce<number>((latest, at) => most(latest, at ?? 0), 0);
}
