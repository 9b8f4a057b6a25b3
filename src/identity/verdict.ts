import type { HashKind } from './evidence';
import { type HashKey, type HashRecord, most, type Summary, toHashKey } from './summary';

export const TRUST_STATES = ['unknown', 'seen', 'trusted', 'changed', 'acknowledged'] as const;
export type TrustState = (typeof TRUST_STATES)[number];

/** What an approval has to name and to cover. It changes exactly when newer evidence exists. */
export interface Content {
  hash: HashKey | null;
  upTo: number;
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

interface KindVerdict extends Content {
  state: TrustState;
}

type Entry = [HashKey, HashRecord];

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
  const own = judgeKind(withForeignNews(summary, kind, other), kind);
  const contents: Content[] = [{ hash: own.hash, upTo: own.upTo }];
  let state = own.state;
  if (hashesOf(summary, other).length > 0) {
    const second = judgeKind(summary, other);
    contents.push({ hash: second.hash, upTo: second.upTo });
    if (second.state === 'changed') state = 'changed';
  }
  return {
    state,
    hash: own.hash === null ? null : own.hash.slice(kind.length + 1),
    contents,
    due: dueReports(summary),
  };
}

function judgeKind(summary: Summary, kind: HashKind): KindVerdict {
  const hashes = hashesOf(summary, kind);
  const top = lastOf(hashes);
  if (top === null || mayBeOutdated(summary, hashes, top)) return judgeBlind(summary, hashes, top);
  const [key, record] = top;
  const upTo = evidenceAgainst(summary, hashes, top);
  if (isApproved(summary, top, upTo)) return { state: 'trusted', hash: key, upTo };
  const hints = [summary.changed, summary.recycled, record.announced];
  const untouched = hashes.length === 1 && upTo === 0 && hints.every((hint) => hint === undefined);
  return { state: untouched ? 'seen' : 'changed', hash: key, upTo };
}

function judgeBlind(summary: Summary, hashes: Entry[], top: Entry | null): KindVerdict {
  const upTo = latestEvidence(summary, hashes, top);
  if (summary.blind !== undefined && summary.blind.upTo >= upTo) {
    if (!isStartled(summary)) return { state: 'acknowledged', hash: null, upTo };
    return { state: 'changed', hash: null, upTo: laterInSecond(summary.blind.upTo) };
  }
  const nothing = hashes.length === 0 && upTo === 0;
  return { state: nothing ? 'unknown' : 'changed', hash: null, upTo };
}

/**
 * Whether a hash that the blind approval did not know turned up in the second which it covers: nobody can tell whether it
 * came before what was approved or after.
 */
function isStartled({ blind, hashes }: Summary): boolean {
  if (blind === undefined) return false;
  const second = Math.floor(blind.upTo);
  return (Object.entries(hashes) as Entry[]).some((entry) => {
    const [key, { first = Number.POSITIVE_INFINITY, last = first }] = entry;
    if (blind.known.includes(key) || key === blind.revealed?.key) return false;
    return Math.min(first, last) < second + 1 && mayBecome(entry) >= second;
  });
}

/** A time after `at` that no clock of whole or half seconds gives, before the next of them. */
const laterInSecond = (at: number): number => (at + Math.floor(at * 2) / 2 + 0.5) / 2;

function hashesOf(summary: Summary, kind: HashKind): Entry[] {
  return (Object.entries(summary.hashes) as Entry[]).filter(([key]) => key.startsWith(toHashKey(kind, '')));
}

const NEVER = Number.NEGATIVE_INFINITY;
const lastSeen = ([, { last }]: Entry): number => last ?? NEVER;
/** Until when a hash may have become current, for all we know. */
const mayBecome = ([, { first, last }]: Entry): number => Math.max(last ?? NEVER, first ?? NEVER);
const isAtOrAfter = (at: number | undefined, limit: number): boolean => at !== undefined && at >= limit;

function lastOf(hashes: Entry[]): Entry | null {
  const seen = hashes.filter(([, { last }]) => last !== undefined);
  return seen.reduce<Entry | null>((a, b) => (a === null || lastSeen(b) > lastSeen(a) ? b : a), null);
}

function mayBeOutdated(summary: Summary, hashes: Entry[], top: Entry): boolean {
  return isAtOrAfter(top[1].refusedLast, lastSeen(top)) || mayBeReplaced(summary, hashes, top);
}

function mayBeReplaced(summary: Summary, hashes: Entry[], top: Entry): boolean {
  const last = lastSeen(top);
  // A number's hash from before it changed hands is the former customer's.
  if (summary.recycled !== undefined && summary.recycled > last) return true;
  return isAtOrAfter(summary.changed, last) || hashes.some((h) => h !== top && mayBecome(h) >= last);
}

/** The largest time of anything against a hash after it was first seen; 0 when there is nothing. */
function evidenceAgainst(summary: Summary, hashes: Entry[], [key, record]: Entry): number {
  const first = record.first ?? 0;
  let against = record.refusedLast ?? 0;
  for (const at of [summary.changed, summary.revoked, ...hashes.filter((h) => h[0] !== key).map(lastSeen)]) {
    if (isAtOrAfter(at, first)) against = most(against, at ?? 0);
  }
  for (const at of [summary.recycled, record.announced]) {
    if (at !== undefined && at > first) against = most(against, at);
  }
  return against;
}

function isApproved(summary: Summary, [key, { approval }]: Entry, upTo: number): boolean {
  const { blind } = summary;
  if (isAtOrAfter(approval?.upTo, upTo)) return true;
  if (blind?.revealed?.key !== key || blind.upTo < upTo || isStartled(summary)) return false;
  return blind.disturbed === undefined || blind.disturbed > blind.revealed.at;
}

/**
 * The time that a blind approval has to cover. A refusal counts only while it is the one thing against the last hash:
 * refusals of a hash that is out of date anyway are stale, and several refusals of one hash are one piece of news.
 */
function latestEvidence(summary: Summary, hashes: Entry[], top: Entry | null): number {
  const times = [summary.changed, summary.recycled, summary.revoked, ...hashes.map(mayBecome)];
  if (top === null) times.push(...hashes.map(([, { refusedFirst }]) => refusedFirst));
  else if (!mayBeReplaced(summary, hashes, top)) {
    const { refusedFirst, refusedLast } = top[1];
    times.push(isAtOrAfter(refusedFirst, lastSeen(top)) ? refusedFirst : refusedLast);
  }
  return times.reduce<number>((latest, at) => most(latest, at ?? 0), 0);
}

/** A hash is due once an earlier, different one is known, or a change before it. */
function dueReports(summary: Summary): HashKey[] {
  const hashes = Object.entries(summary.hashes) as Entry[];
  return hashes
    .filter((entry) => isDue(summary, hashes, entry))
    .sort((a, b) => lastSeen(a) - lastSeen(b) || (a[0] < b[0] ? -1 : 1))
    .map(([key]) => key);
}

function isDue(summary: Summary, hashes: Entry[], [key, { last, announced }]: Entry): boolean {
  if (last === undefined) return false;
  if (announced !== undefined || isAtOrAfter(last, summary.recycled ?? Number.POSITIVE_INFINITY)) return true;
  if (summary.changedFirst !== undefined && summary.changedFirst < last) return true;
  const kind = key.slice(0, key.indexOf(':') + 1);
  const wasKnown = ([, r]: Entry): number =>
    Math.min(r.first ?? Number.POSITIVE_INFINITY, r.refusedFirst ?? Number.POSITIVE_INFINITY);
  return hashes.some((h) => h[0] !== key && h[0].startsWith(kind) && wasKnown(h) < last);
}
