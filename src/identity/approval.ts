import { withAudit } from './audit';
import type { CustomerNames } from './evidence';
import { type LedgerContext, type LedgerEntry, readEntry } from './ledger';
import { emptyRecord, type NameRecord } from './names';
import type { HashKey, Summary } from './summary';

/** What an acknowledgement approves: a change by its ID, a hash, or, said in so many words, whatever is newest. */
export type Approvable = { changeId: string } | { hash: string } | { newest: true };

export type AcknowledgeOutcome =
  /** Approved now, or had been before: acknowledging twice is the same as once. */
  | 'acknowledged'
  /** What it names is not the newest that is known. Nothing was changed. */
  | 'identity_changed_again';

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

  const record = entry.records.get(entry.primary) ?? emptyRecord();
  let { summary } = record;
  for (const { hash: key, upTo } of contents) {
    const approval = { upTo, names: entry.keys };
    summary =
      key === null
        ? { ...summary, blind: { ...approval, known: Object.keys(entry.summary.hashes) as HashKey[] } }
        : { ...summary, hashes: { ...summary.hashes, [key]: { ...summary.hashes[key], approval } } };
  }
  const { openReport: _, ...rest } = record;
  write(entry, { ...rest, summary }, 'acknowledged', hash, by, ledger);
  return 'acknowledged';
}

function isNewest(approvable: Approvable, { primary, records, verdict }: LedgerEntry): boolean {
  if ('newest' in approvable) return true;
  if ('hash' in approvable) return verdict.hash === approvable.hash;
  return records.get(primary)?.version?.id === approvable.changeId;
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
