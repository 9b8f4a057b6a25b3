import { canonicalWaId } from '../phone/variants';
import type { AuditItem } from './audit';
import type { CustomerNames } from './evidence';
import { emptySummary, type Summary } from './summary';
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
  /** The ID of a change that was reported without a hash: the next new hash completes it. */
  openReport?: string;
  reported?: string[];
  audit?: AuditItem[];
}

export type NameRecords = ReadonlyMap<NameKey, NameRecord>;

export const emptyRecord = (): NameRecord => ({ summary: emptySummary(), links: {} });

export const toNumberKey = (waId: string): NameKey => `w:${canonicalWaId(waId)}`;
export const toUserKey = (userId: string): NameKey => `u:${userId}`;

/** The other way round: the names of a customer who goes by this one alone. */
export const toNamesOf = (key: NameKey): CustomerNames =>
  key.startsWith('u:') ? { userId: key.slice(2) } : { waId: key.slice(2) };

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

/** Each of the names for itself. */
export const partsOf = ({ waId, userId }: CustomerNames): CustomerNames[] => [
  ...(userId ? [{ userId }] : []),
  ...(waId ? [{ waId }] : []),
];

/** The other user IDs that the number among these names came with: what is said of the number touches them too. */
export function neighboursOf(
  { waId, userId }: CustomerNames,
  read: (key: NameKey) => NameRecord | undefined,
): CustomerNames[] {
  const users = waId ? Object.keys(read(toNumberKey(waId))?.links ?? {}) : [];
  return users.map((key) => ({ userId: key.slice(2) })).filter((other) => other.userId !== userId);
}
