import type { NameRecord } from './names';

/** One line of a customer's audit trail: what was seen or done, when, and where it came from. */
export interface AuditItem {
  /** When we learned of it, milliseconds since 1970. */
  at: number;
  /** A change reason, `evidence` that moved the ledger without a change, `acknowledged`, `revoked`, `sent_unguarded`. */
  what: string;
  /** The hash it was about. */
  hash?: string;
  /** The wamid or event it came from, or who did it. */
  source?: string;
}

const KEPT = 50;

/** The record with one more line in its trail; the oldest lines go first. The table of hashes is not touched by that. */
export function withAudit(record: NameRecord, item: AuditItem): NameRecord {
  return { ...record, audit: [...(record.audit ?? []), item].slice(-KEPT) };
}
