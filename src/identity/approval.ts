import { withAudit } from './audit';
import type { CustomerNames } from './evidence';
import { type LedgerContext, type LedgerEntry, readEntry } from './ledger';
import { emptyRecord, type NameKey, type NameRecord } from './names';
import { closeReports } from './report';
import { type Summary, toBlinds } from './summary';
import { type Content, covers } from './verdict';

/** What an acknowledgement approves: a change by its ID, a hash, or, said in so many words, whatever is newest. */
export type Approvable = { changeId: string } | { hash: string } | { newest: true };

export type AcknowledgeOutcome =
  /** Approved now, or had been before: acknowledging twice is the same as once. */
  | 'acknowledged'
  /** What it names is not the newest that is known. Nothing was changed. */
  | 'identity_changed_again';

/** What an acknowledgement is about to approve. */
export interface ApprovalTarget {
  /** Of the kind that the account's API has; null while none is known. */
  hash: string | null;
  /** Platform time, in seconds, that is later than anything known: what is learned from now on came after it. */
  after: number;
}

/** What an acknowledgement would approve now; it changes nothing. */
export function toApprovalTarget(
  names: CustomerNames,
  approvable: Approvable,
  ledger: Pick<LedgerContext, 'read' | 'kind'>,
): ApprovalTarget | 'identity_changed_again' {
  const entry = readEntry(names, ledger);
  if (!isNewest(approvable, entry)) return 'identity_changed_again';
  return { hash: entry.verdict.hash, after: latestOf(entry.summary) + 0.5 };
}

/**
 * Approves the identity that `approvable` names: the customer becomes `trusted`, or `acknowledged` while the new hash is
 * not known. Refused when anything newer is known, whatever the clocks say (design, section 3).
 */
export function acknowledge(
  names: CustomerNames,
  approvable: Approvable,
  by: string | undefined,
  ledger: LedgerContext,
): AcknowledgeOutcome {
  const entry = readEntry(names, ledger);
  if (!isNewest(approvable, entry)) return 'identity_changed_again';
  const { state, contents, hash } = entry.verdict;
  if (state === 'trusted' || state === 'acknowledged') return 'acknowledged';

  // Naming one hash says nothing about what the other kind of hash tells.
  const approved = 'hash' in approvable ? contents.slice(0, 1) : contents;
  const record = entry.records.get(entry.primary) ?? emptyRecord();
  const next: NameRecord = { ...record, summary: withApprovals(record.summary, approved, entry, ledger) };
  const read = (key: NameKey): NameRecord | undefined => (key === entry.primary ? next : ledger.read(key));
  if (readEntry(names, { read, kind: ledger.kind }).verdict.state === 'changed') return 'identity_changed_again';
  closeReports(entry, ledger);
  const { openReport: _, ...closed } = next;
  write(entry, closed, 'acknowledged', hash, by, ledger);
  return 'acknowledged';
}

function isNewest(approvable: Approvable, { primary, records, verdict }: LedgerEntry): boolean {
  if ('newest' in approvable) return true;
  if ('hash' in approvable) return verdict.hash === approvable.hash;
  const version = records.get(primary)?.version;
  return version?.id === approvable.changeId && covers(version.contents, verdict.contents);
}

function withApprovals(own: Summary, contents: readonly Content[], entry: LedgerEntry, ledger: LedgerContext): Summary {
  let summary = own;
  for (const { kind, hash, upTo, others } of contents) {
    const approval = { upTo, known: others, names: entry.keys };
    summary =
      hash === null
        ? {
            ...summary,
            blind: {
              ...summary.blind,
              [kind]: toBlinds([...(summary.blind?.[kind] ?? []), { ...approval, id: ledger.newId() }]),
            },
          }
        : { ...summary, hashes: { ...summary.hashes, [hash]: { ...summary.hashes[hash], approval } } };
  }
  return summary;
}

/** Takes every approval back: the customer is `changed` until the identity is approved again. */
export function revoke(names: CustomerNames, by: string | undefined, ledger: LedgerContext): void {
  const entry = readEntry(names, ledger);
  const record = entry.records.get(entry.primary) ?? emptyRecord();
  const summary: Summary = { ...record.summary, revoked: latestOf(entry.summary) + 0.5 };
  write(entry, { ...record, summary }, 'revoked', entry.verdict.hash, by, ledger);
  const after = readEntry(names, ledger);
  const revoked = after.records.get(after.primary) ?? record;
  ledger.write(after.primary, { ...revoked, version: { id: ledger.newId(), contents: after.verdict.contents } });
}

/** The largest time in a summary: whatever is said from now on is about what comes after it. */
export function latestOf({ hashes, changed, recycled, revoked }: Summary): number {
  const times = Object.values(hashes).flatMap(({ first, last, announced, refusedLast }) => [
    first,
    last,
    announced,
    refusedLast,
  ]);
  return Math.max(0, ...[changed, recycled, revoked, ...times].flatMap((at) => at ?? []));
}

function write(
  { primary }: LedgerEntry,
  record: NameRecord,
  what: string,
  hash: string | null,
  by: string | undefined,
  ledger: LedgerContext,
): void {
  const item = {
    at: ledger.now,
    what,
    ...(hash === null ? {} : { hash }),
    ...(by === undefined ? {} : { source: by }),
  };
  ledger.write(primary, withAudit(record, item));
}
