import { type IdentityView, readEntry, toView } from '../identity/ledger';
import type { Report } from '../identity/report';
import type { Step } from './keyed-store';

/** An identity change as the flow hears of it: the ledger's report, and how things stand with the customer it is about. */
export interface IdentityChange extends Report {
  identity: IdentityView;
  /** How many messages wait for this customer. */
  heldMessages: number;
}

/** One event may report changes of several customers: the two sides of a number change. */
export function toIdentityChanges({ ledger, held }: Step, reports: readonly Report[]): IdentityChange[] {
  return reports.map((report) => {
    const entry = readEntry(report.names, ledger);
    return { ...report, identity: toView(entry), heldMessages: held.of(entry.keys).length };
  });
}
