import type { AuditItem } from '../../src/identity/audit';
import type { NameKey } from '../../src/identity/names';
import type { HoldReason, SendPolicy } from '../../src/identity/policy';
import type { TrustState } from '../../src/identity/verdict';
import type { Api } from '../../src/platform/platform';
import type { HashDetails } from '../../src/store/customer-details';
import type { FoundCustomers } from '../../src/store/customer-search';

/** The topic under which editors hear that something has changed. */
export const TRUST_CHANGED = 'whatsapp-trust/changed';

/** An account whose customers can be looked at. */
export interface TrustAccount {
  id: string;
  name: string;
  /** Absent where the account cannot work. */
  api?: Api;
  /** The business number, as far as the account knows it. */
  number?: string;
  /** Whether a webhook in node serves it: without one no hash is ever learned. */
  isServed?: boolean;
  /** Why it cannot work, if it cannot. */
  fault?: string;
}

/** A customer in the list. Times are ISO 8601, the platform's clock. */
export interface TrustRow {
  /** The name that speaks for the customer. */
  key: NameKey;
  phone?: string;
  userId?: string;
  state: TrustState;
  since: string | null;
  lastEvidence: string | null;
  heldMessages: number;
}

/** A page of the list. */
export interface TrustPage extends Pick<FoundCustomers, 'total' | 'counts' | 'waiting'> {
  rows: TrustRow[];
}

/** A message that waits, without its content. */
export interface HeldEntry {
  id: string;
  reason: HoldReason;
  /** ISO 8601, our clock: since when, and until when at most. */
  since: string;
  until: string;
  type: string;
  policy: SendPolicy;
  /** The send node which it leaves. */
  nodeId: string;
}

/** All that is shown of one customer. */
export interface TrustCustomer extends TrustRow {
  hash: string | null;
  /** What an acknowledgement has to name; null while nothing is known. */
  changeId: string | null;
  hashes: HashDetails[];
  /** Newest first. */
  audit: (Omit<AuditItem, 'at'> & { at: string })[];
  held: HeldEntry[];
  related: string[];
}

/** What became of a change that the sidebar asked for. */
export interface TrustOutcome {
  /** `acknowledged`, `revoked`, `forgotten`. */
  topic: string;
  /** How many held messages left at once. */
  released?: number;
}

/** The content of a held message. */
export interface HeldContent {
  id: string;
  content: { type: string; [member: string]: unknown };
}
