import { type AcknowledgeOutcome, type Approvable, acknowledge, revoke } from '../../../../src/identity/approval';
import type { CustomerNames, Evidence, HashKind } from '../../../../src/identity/evidence';
import {
  type IdentityView,
  type LedgerContext,
  type LedgerEntry,
  look,
  type Observation,
  observe,
  readEntry,
} from '../../../../src/identity/ledger';
import type { NameKey, NameRecord } from '../../../../src/identity/names';
import type { Report } from '../../../../src/identity/report';

export const ADA: CustomerNames = { waId: '4915112345678' };

/** A ledger in memory that speaks of one customer unless told otherwise. */
export class TestLedger {
  readonly context: LedgerContext;
  readonly reports: Report[] = [];
  readonly #records = new Map<NameKey, NameRecord>();
  #ids = 0;

  constructor(kind: HashKind = 'key') {
    this.context = {
      read: (key) => this.#records.get(key),
      confirm: (key, record) => this.context.write(key, record),
      write: (key, record) => {
        // What is kept must survive the way through JSON, as on a disk.
        this.#records.set(key, JSON.parse(JSON.stringify(record)) as NameRecord);
      },
      kind,
      newId: () => {
        this.#ids += 1;
        return `id-${this.#ids}`;
      },
      now: 1_760_000_000_000,
    };
  }

  see(evidence: Evidence | Evidence[], names: CustomerNames = ADA, more: Partial<Observation> = {}): Report[] {
    const list = [evidence].flat();
    const at = Math.max(0, ...list.map((item) => item.at));
    const reports = observe({ names, at, evidence: list, ...more }, this.context);
    this.reports.push(...reports);
    return reports;
  }

  acknowledge(approvable?: Approvable, names: CustomerNames = ADA): AcknowledgeOutcome {
    return acknowledge(names, approvable ?? this.change(names), undefined, this.context);
  }

  /** What an acknowledgement of the present version names. */
  change(names: CustomerNames = ADA): Approvable {
    return { changeId: this.look(names).changeId ?? 'none' };
  }

  revoke(names: CustomerNames = ADA): void {
    revoke(names, undefined, this.context);
  }

  look(names: CustomerNames = ADA): IdentityView {
    return look(names, this.context);
  }

  entry(names: CustomerNames = ADA): LedgerEntry {
    return readEntry(names, this.context);
  }

  state(names: CustomerNames = ADA): string {
    const { state, hash } = this.look(names);
    return hash === null ? state : `${state} ${hash}`;
  }
}

/** A hash on a message of the customer. */
export const message = (hash: string, at: number): Evidence => ({
  type: 'hash',
  kind: 'key',
  hash,
  notBefore: at,
  at,
});

/** A hash on the status of a message that we sent at `notBefore`. */
export const status = (hash: string, notBefore: number, at: number): Evidence => ({
  type: 'hash',
  kind: 'key',
  hash,
  notBefore,
  at,
});

export const announced = (hash: string, at: number, kind: HashKind = 'key'): Evidence => ({
  type: 'hash',
  kind,
  hash,
  notBefore: at,
  at,
  announced: true,
});

export const mismatch = (hash: string, at: number): Evidence => ({ type: 'mismatch', kind: 'key', hash, at });

export const change = (at: number): Evidence => ({ type: 'change', reason: 'identity_changed', at });
