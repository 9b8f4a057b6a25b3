import type { CustomerNames, Evidence, HashKind } from './evidence';
import {
  asPlatformSpells,
  closeOver,
  type NameKey,
  type NameRecord,
  type NameRecords,
  neighboursOf,
  partsOf,
  toNameKeys,
  toNumberKey,
  toPrimaryKey,
} from './names';
import { type Report, report } from './report';
import { type Summary, toHashKey } from './summary';
import { takeIn } from './take-in';
import { unite } from './unite';
import { judge, type TrustState, type Verdict } from './verdict';

/** Evidence about one customer, as one item of a webhook or one answer of the platform gives it. */
export interface Observation {
  names: CustomerNames;
  /** Platform time in seconds at which `names` came together. */
  at: number;
  evidence: Evidence[];
  /** The other side of a number or user ID change. */
  related?: CustomerNames;
  /** The wamid or event that this came from, for the audit trail. */
  source?: string;
}

/** Where the ledger reads and writes, within one atomic step of the store. */
export interface LedgerContext {
  read: (key: NameKey) => NameRecord | undefined;
  write: (key: NameKey, record: NameRecord) => void;
  /** Writes what only confirms what is known: it may be recorded later, for the same webhook would bring it about again. */
  confirm: (key: NameKey, record: NameRecord) => void;
  /** The kind of hash that messages carry on the account's API. */
  kind: HashKind;
  /** A new ID that nobody can guess. */
  newId: () => string;
  /** Milliseconds since 1970, for the audit trail. */
  now: number;
}

type LedgerReader = Pick<LedgerContext, 'read' | 'kind'>;

/** What the ledger says of a customer: `msg.whatsapp.identity`. */
export interface IdentityView {
  state: TrustState;
  /** The current hash as a message would carry it, null while none is known. */
  hash: string | null;
  /** ISO 8601, the platform's clock: since when the present identity is the newest one known; null when nothing is known. */
  since: string | null;
  /** What an acknowledgement of exactly this identity has to name; null while nothing is known. */
  changeId: string | null;
}

/** All that the ledger holds together for one customer. */
export interface LedgerEntry {
  /** The kind of hash that it was judged for. */
  kind: HashKind;
  /** The names that belong together, the one that speaks for the customer first. */
  keys: NameKey[];
  primary: NameKey;
  /** The records of those names that have one. */
  records: NameRecords;
  /** Everything known, as one. */
  summary: Summary;
  verdict: Verdict;
}

/**
 * Takes one observation into the ledger and tells which identity changes are now due to be reported to the flow.
 *
 * The state that follows is a function of all evidence together; its order, repetition and delay do not matter
 * (design, section 3; CONTRIBUTING, "The trust model").
 */
export function observe(observation: Observation, ledger: LedgerContext): Report[] {
  if (confirms(observation, ledger)) return [];
  const names = asPlatformSpells(observation.names, ledger.read);
  return watching({ ...observation, names }, [], ledger, () => takeIn({ ...observation, names }, ledger));
}

/**
 * Makes a change to the ledger and reports what it meant to the customers whom it touches.
 *
 * @param joining other names that the change may join to those of the observation
 */
export function watching(
  observation: Observation,
  joining: readonly CustomerNames[],
  ledger: LedgerContext,
  change: () => void,
): Report[] {
  const { names } = observation;
  const entryOf = (customer: CustomerNames): LedgerEntry => readEntry(customer, ledger);
  const before = entryOf(names);
  const parts = isJoined(names, before) ? [before] : partsOf(names).map(entryOf);
  parts.push(...joining.map(entryOf));
  const neighbours = neighboursOf(names, ledger.read).map((customer) => ({ customer, before: entryOf(customer) }));
  change();
  const after = entryOf(names);
  const known = parts.filter(({ primary, records }) => records.size > 0 && after.keys.includes(primary));
  const reports = report(
    { before, after, wasChanged: known.length > 0 && known.every(isChanged) },
    observation,
    ledger,
  );
  for (const neighbour of neighbours) {
    const present = entryOf(neighbour.customer);
    if (present.primary === after.primary) continue;
    const transition = { before: neighbour.before, after: present, wasChanged: isChanged(neighbour.before) };
    reports.push(...report(transition, { ...observation, names: neighbour.customer, related: names }, ledger));
  }
  return reports;
}

const isChanged = ({ verdict }: LedgerEntry): boolean => verdict.state === 'changed';

/** Names that were not joined before may have been different customers, one of them unchanged. */
function isJoined(names: CustomerNames, { records }: LedgerEntry): boolean {
  const [first, second] = toNameKeys(names);
  return first === undefined || second === undefined || records.get(first)?.links[second] !== undefined;
}

/**
 * Nearly every message only confirms the current hash of a customer who goes by a number alone: then a later `last` is all
 * that changes. It speaks for the current hash, so neither the verdict nor what is due can be another.
 */
function confirms({ names, evidence, related }: Observation, ledger: LedgerContext): boolean {
  const [item, ...more] = evidence;
  if (names.userId || !names.waId || related !== undefined || more.length > 0) return false;
  if (item?.type !== 'hash' || item.announced || item.probe !== undefined) return false;
  const key = toNumberKey(names.waId);
  const record = ledger.read(key);
  const entry = record === undefined ? undefined : readSingle(key, record, ledger.kind);
  const hashKey = toHashKey(item.kind, item.hash);
  const known = record?.summary.hashes[hashKey];
  if (record === undefined || entry?.verdict.contents[0]?.hash !== hashKey || record.summary.blind !== undefined)
    return false;
  if (known?.last === undefined || known.first === undefined) return false;
  if (item.notBefore < known.last || item.at < known.first) return false;
  // Seen again after another one was refused, it is due for the first time.
  if (!entry.verdict.due.includes(hashKey) && Object.keys(record.summary.hashes).length > 1) return false;
  if (item.notBefore === known.last) return true;
  const hashes = { ...record.summary.hashes, [hashKey]: { ...known, last: item.notBefore } };
  const next = { ...record, summary: { ...record.summary, hashes } };
  singles.set(next, { ...entry, records: new Map([[key, next]]), summary: next.summary });
  ledger.confirm(key, next);
  return true;
}

/** What was read of customers who go by one name, as long as their record is the same. Records are never changed. */
const singles = new WeakMap<NameRecord, LedgerEntry>();

/** The entry of a customer who goes by one name alone; undefined for one with several. */
function readSingle(key: NameKey, record: NameRecord, kind: HashKind): LedgerEntry | undefined {
  if (record.spelledAs !== undefined || record.spellings !== undefined) return undefined;
  for (const _ in record.links) return undefined;
  const known = singles.get(record);
  if (known?.primary === key && known.kind === kind) return known;
  const { summary } = record;
  const records = new Map([[key, record]]);
  const entry = { kind, keys: [key], primary: key, records, summary, verdict: judge(summary, kind) };
  singles.set(record, entry);
  return entry;
}

/** All that is known of the customer who goes by these names. */
export function readEntry(names: CustomerNames, { read, kind }: LedgerReader): LedgerEntry {
  if (!names.userId && names.waId) {
    const key = toNumberKey(names.waId);
    const record = read(key);
    const single = record === undefined ? undefined : readSingle(key, record, kind);
    if (single !== undefined) return single;
  }
  const keys = closeOver(names, read);
  const records = new Map<NameKey, NameRecord>();
  for (const key of keys) {
    const record = read(key);
    if (record !== undefined) records.set(key, record);
  }
  const summary = unite(keys, records);
  return { kind, keys, primary: keys[0] ?? toPrimaryKey(names), records, summary, verdict: judge(summary, kind) };
}

/** What the ledger says of the customer who goes by these names. */
export function look(names: CustomerNames, ledger: LedgerReader): IdentityView {
  return toView(readEntry(names, ledger));
}

export function toView(entry: LedgerEntry): IdentityView {
  const known = views.get(entry.verdict);
  const changeId = entry.records.get(entry.primary)?.version?.id ?? null;
  // A copy, for it goes to the flow, which may change it.
  if (known !== undefined && known.changeId === changeId) return { ...known };
  const view = { ...workOutView(entry), changeId };
  views.set(entry.verdict, view);
  return { ...view };
}

/** Confirming the current hash leaves the verdict as it is, and with it all that the view says. */
const views = new WeakMap<Verdict, IdentityView>();

function workOutView({ summary, verdict }: LedgerEntry): Omit<IdentityView, 'changeId'> {
  const since = verdict.contents.map(({ hash, upTo }) =>
    Math.max(upTo, hash === null ? 0 : (summary.hashes[hash]?.first ?? 0)),
  );
  const seconds = Math.floor(Math.max(...since));
  return {
    state: verdict.state,
    hash: verdict.hash,
    since: seconds === 0 ? null : new Date(seconds * 1000).toISOString(),
  };
}
