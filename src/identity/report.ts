import { type AuditItem, withAudit } from './audit';
import type { ChangeReason, CustomerNames, Evidence } from './evidence';
import type { LedgerContext, LedgerEntry, Observation } from './ledger';
import { emptyRecord, type NameRecord } from './names';
import type { HashKey } from './summary';
import { type Content, covers } from './verdict';

/** An identity change that the flow has to hear of: the identity-change output. */
export interface Report {
  /** What an acknowledgement of this change has to name. */
  changeId: string;
  reason: ChangeReason;
  names: CustomerNames;
  /** The other side of a number or user ID change. */
  related?: CustomerNames;
  previousHash: string | null;
  /** Null while the new hash is not known. */
  hash: string | null;
  /** The platform's time, in seconds. */
  changedAt: number;
  evidence: Evidence[];
  source?: string;
}

/** How an observation left a customer. */
export interface Transition {
  before: LedgerEntry;
  after: LedgerEntry;
  /** Nobody who went by any of the customer's names was taken for unchanged before. */
  wasChanged: boolean;
}

/**
 * Brings the customer's approvable version up to date after an observation, and gives the reports that are due: one for
 * each hash that replaced another, or, without a new hash, one for getting `changed`. The first new hash after a report
 * that had none completes it: its change ID stays valid, and no second report is made.
 */
export function report(
  { before, after, wasChanged }: Transition,
  observation: Observation,
  ledger: LedgerContext,
): Report[] {
  const record = after.records.get(after.primary) ?? emptyRecord();
  const members = [...after.records.values()];
  const known = new Set(members.flatMap(({ reported }) => reported ?? []));
  const news = after.verdict.due.filter((hash) => !known.has(hash));
  const [first] = ofOwnKind(news, ledger);
  const open = members.flatMap(({ openReport }) => openReport ?? []);

  const version = nextVersion(before, after, open.length === 0 ? undefined : first, members, ledger);
  // Had anything else happened since, the change ID of the open report would be dead: then the hash is reported itself.
  const isCompleted = first !== undefined && version !== undefined && open.includes(version.id);
  const isAdopted = before.verdict.state === 'acknowledged' && after.verdict.state === 'trusted';
  const awaited = isAdopted ? after.summary.blind?.[ledger.kind]?.map(({ revealed }) => revealed?.key) : [];
  const told = ofOwnKind(news, ledger).filter((hash) => !awaited?.includes(hash) && !(isCompleted && hash === first));
  const toReportOf = (hash: HashKey | null, isLast = true): Report =>
    toReport(hash, isApprovable(hash, isLast, after) ? version : undefined, before, after, observation, ledger);
  const reports = told.map((hash, index) => toReportOf(hash, index === told.length - 1));
  const isChanged = after.verdict.state === 'changed';
  const isNamed = (isCompleted && wasChanged) || reports.some(({ changeId }) => changeId === version?.id);
  if (isChanged && !wasChanged && !isNamed) reports.push(toReportOf(after.verdict.contents[0]?.hash ?? null));

  // A hash of the other kind is none that messages could carry: the one that they can is still to come.
  const isForeign = first !== undefined && !first.startsWith(`${ledger.kind}:`);
  const isUnnamed = after.verdict.hash === null && (isForeign || reports.some(({ hash }) => hash === null));
  const unnamed = isUnnamed && reports.length > 0 ? version?.id : first === undefined ? open[0] : undefined;
  const openReport = isChanged ? unnamed : undefined;
  const isSettled = version === record.version && openReport === record.openReport && news.length === 0;
  if (isSettled && reports.length === 0) return reports;
  closeReports(after, ledger);
  const { version: _, openReport: __, ...rest } = record;
  const next: NameRecord = {
    ...rest,
    reported: [...known, ...news],
    ...(version === undefined ? {} : { version }),
    ...(openReport === undefined ? {} : { openReport }),
  };
  const what = reports.length > 0 ? reasonOf(observation) : 'evidence';
  ledger.write(after.primary, withAudit(next, toAuditItem(what, after, observation, ledger)));
  return reports;
}

/** Takes the open reports away from all names but the one that speaks for the customer: one for all is enough. */
export function closeReports({ primary, records }: LedgerEntry, { write }: LedgerContext): void {
  for (const [key, { openReport, ...rest }] of records) {
    if (openReport !== undefined && key !== primary) write(key, rest);
  }
}

/**
 * Whether acknowledging a report approves the customer's newest identity. The report of a hash that was replaced before
 * we heard of it does not; where no hash is current, the last report stands for whatever the identity is.
 */
function isApprovable(hash: HashKey | null, isLast: boolean, { verdict: { contents } }: LedgerEntry): boolean {
  if (contents.some((content) => content.hash === hash)) return true;
  return isLast && contents[0]?.hash === null;
}

function toAuditItem(what: string, after: LedgerEntry, { source }: Observation, { now }: LedgerContext): AuditItem {
  const { hash } = after.verdict;
  return { at: now, what, ...(hash === null ? {} : { hash }), ...(source === undefined ? {} : { source }) };
}

function nextVersion(
  before: LedgerEntry,
  after: LedgerEntry,
  completing: HashKey | undefined,
  members: NameRecord[],
  ledger: LedgerContext,
): NameRecord['version'] {
  const { contents, state } = after.verdict;
  const same = members.find(({ version }) => version !== undefined && covers(version.contents, contents))?.version;
  if (same !== undefined) return same;
  if (state === 'unknown') return undefined;
  const previous = before.records.get(before.primary)?.version;
  const completes =
    completing !== undefined && completing === contents[0]?.hash && isCompletion(before.verdict.contents, contents);
  const adopted = before.verdict.state === 'acknowledged' && state === 'trusted';
  return { id: previous !== undefined && (completes || adopted) ? previous.id : ledger.newId(), contents };
}

/** Whether a hash is all that is new: nothing that speaks against it was unknown to the former contents. */
function isCompletion(former: Content[], [own, ...others]: Content[]): boolean {
  const [known, ...rest] = former;
  if (own === undefined || known === undefined) return false;
  return covers([{ ...known, hash: own.hash }, ...rest], [own, ...others]);
}

/** A change may show in both kinds of hash at once; it is one change, reported with the hash that messages can carry. */
function ofOwnKind(hashes: HashKey[], { kind }: LedgerContext): HashKey[] {
  const own = hashes.filter((hash) => hash.startsWith(`${kind}:`));
  return own.length > 0 ? own : hashes.slice(-1);
}

const bare = (hash: HashKey | null): string | null => (hash === null ? null : hash.slice(hash.indexOf(':') + 1));

function toReport(
  hash: HashKey | null,
  version: NameRecord['version'],
  before: LedgerEntry,
  after: LedgerEntry,
  { names, related, evidence, source, at }: Observation,
  ledger: LedgerContext,
): Report {
  return {
    changeId: version?.id ?? ledger.newId(),
    reason: reasonOf({ names, evidence }),
    names,
    ...(related === undefined ? {} : { related }),
    previousHash:
      before.verdict.hash === null || before.verdict.hash === bare(hash)
        ? bare(earlierHash(hash, after))
        : before.verdict.hash,
    hash: bare(hash),
    changedAt:
      hash === null ? Math.max(at, ...evidence.map((item) => item.at)) : (after.summary.hashes[hash]?.first ?? at),
    evidence,
    ...(source === undefined ? {} : { source }),
  };
}

function earlierHash(hash: HashKey | null, { summary }: LedgerEntry): HashKey | null {
  const kind = hash?.slice(0, hash.indexOf(':') + 1);
  const limit = hash === null ? Number.POSITIVE_INFINITY : (summary.hashes[hash]?.first ?? Number.POSITIVE_INFINITY);
  const earlier = (Object.entries(summary.hashes) as [HashKey, { first?: number }][])
    .filter(
      ([key, { first }]) =>
        key !== hash && (kind === undefined || key.startsWith(kind)) && first !== undefined && first <= limit,
    )
    .sort((a, b) => (b[1].first ?? 0) - (a[1].first ?? 0));
  return earlier[0]?.[0] ?? null;
}

/** Names that turn out to be one customer's are a change of names. */
function reasonOf({ names, evidence }: Pick<Observation, 'names' | 'evidence'>): ChangeReason {
  const change = evidence.find((item) => item.type === 'change');
  if (change?.type === 'change') return change.reason;
  if (evidence.some((item) => item.type === 'mismatch')) return 'hash_mismatch';
  if (evidence.some((item) => item.type === 'hash' && item.announced)) return 'identity_changed';
  if (evidence.length > 0) return 'hash_changed';
  return names.userId === undefined ? 'number_changed' : 'user_id_changed';
}
