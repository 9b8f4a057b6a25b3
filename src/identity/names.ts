import { canonicalWaId } from '../phone/variants';
import type { AuditItem } from './audit';
import type { CustomerNames } from './evidence';
import { emptySummary, least, most, type Summary } from './summary';
import type { Content } from './verdict';

/** `u:` and the user ID, or `w:` and the wa_id in the one spelling that stands for all of its forms. */
export type NameKey = `u:${string}` | `w:${string}`;

/** When two names came together in one webhook. */
export interface Link {
  first: number;
  last: number;
}

/** What is kept under one name of a customer; the customer is the union of the names that belong together. */
export interface NameRecord {
  summary: Summary;
  /** On a number: the user IDs it came with; on a user ID: its numbers. */
  links: Record<NameKey, Link>;
  /** On a number that was dialled: the one by which the platform knows it; there, the numbers that were dialled. */
  spelledAs?: NameKey;
  spellings?: NameKey[];
  /** Names of the number or user ID change that this customer was part of: shown to people, never evidence. */
  related?: NameKey[];
  /** The approvable content as it stood last, under the ID that an acknowledgement names. */
  version?: { id: string; contents: Content[] };
  /** A change was reported without a hash: the next new hash completes it. */
  openReport?: boolean;
  reported?: string[];
  audit?: AuditItem[];
}

export type NameRecords = ReadonlyMap<NameKey, NameRecord>;

export const emptyRecord = (): NameRecord => ({ summary: emptySummary(), links: {} });

export const toNumberKey = (waId: string): NameKey => `w:${canonicalWaId(waId)}`;
export const toUserKey = (userId: string): NameKey => `u:${userId}`;

export function toNameKeys({ waId, userId }: CustomerNames): NameKey[] {
  return [...(userId ? [toUserKey(userId)] : []), ...(waId ? [toNumberKey(waId)] : [])];
}

/**
 * The names as the platform spells them: its answer to a message may have told that it knows the number which was dialled
 * by another wa_id (`contacts[].input → wa_id`).
 */
export function asPlatformSpells(names: CustomerNames, read: (key: NameKey) => NameRecord | undefined): CustomerNames {
  if (!names.waId) return names;
  const spelledAs = read(toNumberKey(names.waId))?.spelledAs;
  return spelledAs === undefined ? names : { ...names, waId: spelledAs.slice(2) };
}

/** The name under which evidence is filed: the user ID, where there is one, for a number can change hands. */
export function toPrimaryKey(names: CustomerNames): NameKey {
  const [key] = toNameKeys(names);
  if (key === undefined) throw new TypeError('A customer needs a wa_id or a user ID');
  return key;
}

/** The user ID that came with a number last; a number in nobody's hands stands for itself. */
export function holderOf(key: NameKey, record: NameRecord | undefined): NameKey {
  if (key.startsWith('u:') || record === undefined) return key;
  const holders = Object.entries(record.links) as [NameKey, Link][];
  return holders.sort((a, b) => b[1].last - a[1].last || (a[0] < b[0] ? -1 : 1))[0]?.[0] ?? key;
}

/**
 * The names that belong to the customer who goes by `names`, the one that speaks for the customer first.
 *
 * @param read gives the record of a name, if there is one
 */
export function closeOver(names: CustomerNames, read: (key: NameKey) => NameRecord | undefined): NameKey[] {
  const spelled = asPlatformSpells(names, read);
  const start = toPrimaryKey(spelled);
  const primary = holderOf(start, read(start));
  const others = Object.keys(read(primary)?.links ?? {}) as NameKey[];
  const given = primary.startsWith('u:')
    ? toNameKeys(spelled).filter((key) => key !== primary && key.startsWith('w:'))
    : [];
  const own = given.filter((key) => holderOf(key, read(key)) === key);
  const keys = new Set([primary, ...others, ...own]);
  for (const key of keys) for (const spelling of read(key)?.spellings ?? []) keys.add(spelling);
  return [...keys];
}

/**
 * Everything known about the customer whose names these are, as one summary. A number that came with several user IDs
 * was recycled: whoever had it before has lost it, whoever has it now starts `changed` and inherits no approval.
 */
export function unite(keys: readonly NameKey[], records: NameRecords): Summary {
  const [primary] = keys;
  // Nearly every customer goes by one name: then there is nothing to unite.
  if (keys.length === 1 && primary !== undefined) return records.get(primary)?.summary ?? emptySummary();
  let united = emptySummary();
  for (const key of keys) {
    const record = records.get(key);
    if (record === undefined) continue;
    united = withJoined(united, withCoveredApprovals(record, key, keys, records));
    if (primary?.startsWith('u:') && key.startsWith('w:')) {
      united = withJoined(united, whatOthersMeanFor(primary, record));
    }
  }
  return united;
}

/** What it says about a customer that a number of theirs also came with other user IDs. */
export function whatOthersMeanFor(user: NameKey, number: NameRecord): Summary {
  const own = number.links[user];
  const next = emptySummary();
  if (own === undefined) return next;
  for (const [key, link] of Object.entries(number.links)) {
    if (key === user) continue;
    if (link.last >= own.first) {
      next.changed = most(next.changed, link.last);
      next.changedFirst = least(next.changedFirst, link.last);
    } else next.recycled = most(next.recycled, own.first);
  }
  return next;
}

/** An approval does not stretch to a name that was joined later and had evidence of its own before. */
function withCoveredApprovals(
  record: NameRecord,
  key: NameKey,
  keys: readonly NameKey[],
  records: NameRecords,
): Summary {
  const hasOwnPast = (other: NameKey): boolean => {
    const since = records.get(other)?.summary.since;
    const joined = record.links[other]?.first ?? records.get(other)?.links[key]?.first;
    return since !== undefined && (joined === undefined || since < joined);
  };
  const strangers = keys.filter((other) => other !== key && hasOwnPast(other));
  const covers = (names: string[] | undefined): boolean => strangers.every((stranger) => names?.includes(stranger));
  const { blind, ...summary } = record.summary;
  const hashes = Object.fromEntries(
    Object.entries(summary.hashes).map(([hash, { approval, ...rest }]) => [
      hash,
      approval !== undefined && covers(approval.names) ? { ...rest, approval } : rest,
    ]),
  );
  return { ...summary, hashes, ...(blind !== undefined && covers(blind.names) ? { blind } : {}) };
}

/** Both summaries as one, as if the evidence of both had come in together. */
export function withJoined(a: Summary, b: Summary): Summary {
  const hashes = { ...a.hashes };
  for (const [key, record] of Object.entries(b.hashes) as [
    keyof typeof hashes,
    Summary['hashes'][keyof typeof hashes],
  ][]) {
    const known = hashes[key];
    hashes[key] = known === undefined ? record : mergeHash(known, record);
  }
  const blind = b.blind !== undefined && (a.blind === undefined || b.blind.upTo > a.blind.upTo) ? b.blind : a.blind;
  return {
    ...defined('since', pick(Math.min, a.since, b.since)),
    ...defined('changedFirst', pick(Math.min, a.changedFirst, b.changedFirst)),
    ...defined('changed', pick(Math.max, a.changed, b.changed)),
    ...defined('recycled', pick(Math.max, a.recycled, b.recycled)),
    ...defined('revoked', pick(Math.max, a.revoked, b.revoked)),
    ...defined('blind', blind),
    hashes,
  };
}

function mergeHash(
  a: Summary['hashes'][`key:${string}`],
  b: Summary['hashes'][`key:${string}`],
): Summary['hashes'][`key:${string}`] {
  const approval = (b.approval?.upTo ?? -1) > (a.approval?.upTo ?? -1) ? b.approval : a.approval;
  return {
    ...defined('first', pick(Math.min, a.first, b.first)),
    ...defined('last', pick(Math.max, a.last, b.last)),
    ...defined('announced', pick(Math.max, a.announced, b.announced)),
    ...defined('refusedFirst', pick(Math.min, a.refusedFirst, b.refusedFirst)),
    ...defined('refusedLast', pick(Math.max, a.refusedLast, b.refusedLast)),
    ...defined('approval', approval),
  };
}

function pick(
  choose: (...values: number[]) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return choose(a, b);
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}
