import { type AuditItem, withAudit } from './audit';
import type { ChangeReason, CustomerNames, Evidence } from './evidence';
import type { LedgerContext, LedgerEntry, Observation } from './ledger';
import { emptyRecord, type NameRecord } from './names';
import type { HashKey } from './summary';
import type { Content } from './verdict';

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

/**
 * Brings the customer's approvable version up to date after an observation, and gives the reports that are due: one for
 * each hash that replaced another, or, without a new hash, one for getting `changed`. The first new hash after a report
 * that had none completes it: its change ID stays valid, and no second report is made.
 */
export function report(
  before: LedgerEntry,
  after: LedgerEntry,
  observation: Observation,
  ledger: LedgerContext,
): Report[] {
  const record = after.records.get(after.primary) ?? emptyRecord();
  const members = [...after.records.values()];
  const known = new Set(members.flatMap(({ reported }) => reported ?? []));
  const news = after.verdict.due.filter((hash) => !known.has(hash));
  const wasOpen = members.some(({ openReport }) => openReport === true);
  const isAdopted = before.verdict.state === 'acknowledged' && after.verdict.state === 'trusted';
  const [completing, ...others] = wasOpen ? news : [undefined, ...(isAdopted ? [] : news)];

  const former = before.records.get(before.primary)?.version;
  const version = nextVersion(before, after, completing, members, ledger);
  const toReportOf = (hash: HashKey | null, isLast = true): Report =>
    toReport(hash, isApprovable(hash, isLast, after) ? version : undefined, before, after, observation, ledger);
  const reports = ofOwnKind(
    others.flatMap((hash) => hash ?? []),
    ledger,
  ).map((hash, index, { length }) => toReportOf(hash, index === length - 1));
  const becameChanged = after.verdict.state === 'changed' && before.verdict.state !== 'changed';
  const isSilent = reports.length === 0 && completing === undefined;
  if (becameChanged && isSilent) {
    reports.push(toReportOf(after.verdict.contents[0]?.hash ?? null));
  }
  const isOpen =
    after.verdict.state === 'changed' &&
    (reports.some(({ hash }) => hash === null) || (wasOpen && completing === undefined));

  const isMoved = version?.id !== former?.id || !isSame(version?.contents ?? [], former?.contents ?? []);
  if (!isMoved && isOpen === wasOpen && news.length === 0 && reports.length === 0) return reports;
  const { version: _, openReport: __, ...rest } = record;
  const next: NameRecord = {
    ...rest,
    reported: [...known, ...news],
    ...(version === undefined ? {} : { version }),
    ...(isOpen ? { openReport: true } : {}),
  };
  const what = reports.length > 0 ? reasonOf(observation.evidence) : 'evidence';
  ledger.write(after.primary, withAudit(next, toAuditItem(what, after, observation, ledger)));
  return reports;
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
  const same = members.find(({ version }) => version !== undefined && isSame(version.contents, contents))?.version;
  if (same !== undefined) return same;
  if (state === 'unknown') return undefined;
  const previous = before.records.get(before.primary)?.version;
  const completes =
    completing !== undefined && completing === contents[0]?.hash && isCovered(contents, before.verdict.contents);
  const adopted = before.verdict.state === 'acknowledged' && state === 'trusted';
  return { id: previous !== undefined && (completes || adopted) ? previous.id : ledger.newId(), contents };
}

/** Whether nothing that speaks against the new contents is newer than what the former version already knew. */
function isCovered(contents: Content[], former: Content[]): boolean {
  const upTo = Math.max(...former.map((content) => content.upTo));
  return contents.every((content) => content.upTo <= upTo);
}

function isSame(a: Content[], b: Content[]): boolean {
  return a.length === b.length && a.every((content, i) => content.hash === b[i]?.hash && content.upTo === b[i]?.upTo);
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
    reason: reasonOf(evidence),
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

function reasonOf(evidence: Evidence[]): ChangeReason {
  const change = evidence.find((item) => item.type === 'change');
  if (change?.type === 'change') return change.reason;
  if (evidence.some((item) => item.type === 'mismatch')) return 'hash_mismatch';
  if (evidence.some((item) => item.type === 'hash' && item.announced)) return 'identity_changed';
  return evidence.length === 0 ? 'user_id_changed' : 'hash_changed';
}
