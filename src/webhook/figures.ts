import type { Account } from '../account';
import { byNumber } from './claims';
import type { ProcessedFigures } from './part';
import type { RefusalReason } from './refusal';

/** What an address of webhooks has done since its nodes were deployed. */
export interface FiguresReport {
  /** ISO 8601: since when is counted. */
  since: string;
  /** Deliveries answered with 200; their events as far as they were split, once for each business number. */
  accepted: Volume;
  /** Requests that were refused. */
  refused: Partial<Record<RefusalReason, number>>;
  /** ISO 8601: when each of these reasons was the last one. */
  lastRefused: Partial<Record<RefusalReason, string>>;
  /** Events that the flow had had before. */
  duplicates: number;
  /** Events of business numbers that no account is configured for. */
  unclaimed: number;
  /** Webhooks that only named the fields which changed: *Include Values* is off in the app dashboard. */
  valuesOff: number;
  /** What was answered with 200 and is not handed over yet. */
  waiting: Volume;
  /** What was handed over once more after a restart or a deployment. */
  redelivered: Volume;
  /** Deliveries that were set aside, for our own code failed at them again and again. */
  setAside: number;
  /** Milliseconds from a request's arrival to its 200, of the last thousand; null before the first. */
  acknowledgement: { p50: number; p99: number } | null;
}

export interface Volume {
  deliveries: number;
  events: number;
}

/** So many acknowledgements are remembered for their latency. */
const WINDOW = 1_000;

/** Counts what happens at an address of webhooks. */
export class WebhookFigures {
  readonly #since: string;
  readonly #accepted: Volume = { deliveries: 0, events: 0 };
  readonly #redelivered: Volume = { deliveries: 0, events: 0 };
  /** By reason, so that a stranger who tries addresses drives nothing out. */
  readonly #refused = new Map<RefusalReason, { count: number; last: string }>();
  readonly #latencies = new Float64Array(WINDOW);
  #duplicates = 0;
  #setAside = 0;
  #unclaimed = 0;
  #valuesOff = 0;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number = Date.now) {
    this.#now = now;
    this.#since = this.#time();
  }

  /** @param milliseconds from the arrival of the request to its answer */
  accepted(milliseconds: number): void {
    this.#latencies[this.#accepted.deliveries % WINDOW] = milliseconds;
    this.#accepted.deliveries += 1;
  }

  setAside(): void {
    this.#setAside += 1;
  }

  refused(reason: RefusalReason): void {
    const { count = 0 } = this.#refused.get(reason) ?? {};
    this.#refused.set(reason, { count: count + 1, last: this.#time() });
  }

  /** A delivery that was accepted here is through. */
  processed(processed: ProcessedFigures): void {
    const { events, duplicates } = toSums(processed);
    this.#accepted.events += events;
    this.#duplicates += duplicates;
    this.#unclaimed += processed.unclaimed;
    this.#valuesOff += processed.valuesOff;
  }

  /**
   * A delivery from before a restart or a deployment is through.
   *
   * @param accounts those of this address: of the others nothing is counted
   */
  redelivered(processed: ProcessedFigures, accounts: readonly Account[]): void {
    const own = new Map([...processed.accounts].filter(([account]) => accounts.includes(account)));
    if (own.size === 0) return;
    this.#redelivered.deliveries += 1;
    this.#redelivered.events += toSums({ accounts: own }).events;
  }

  /** @param waiting as the intake has it now */
  report(waiting: FiguresReport['waiting']): FiguresReport {
    return {
      since: this.#since,
      accepted: { ...this.#accepted },
      refused: this.#byReason(({ count }) => count),
      lastRefused: this.#byReason(({ last }) => last),
      duplicates: this.#duplicates,
      unclaimed: this.#unclaimed,
      valuesOff: this.#valuesOff,
      waiting: { ...waiting },
      redelivered: { ...this.#redelivered },
      setAside: this.#setAside,
      acknowledgement: this.#acknowledgement(),
    };
  }

  #byReason<T>(read: (refused: { count: number; last: string }) => T): Partial<Record<RefusalReason, T>> {
    return Object.fromEntries([...this.#refused].map(([reason, refused]) => [reason, read(refused)]));
  }

  #time(): string {
    return new Date(this.#now()).toISOString();
  }

  #acknowledgement(): FiguresReport['acknowledgement'] {
    const sorted = this.#latencies.slice(0, Math.min(this.#accepted.deliveries, WINDOW)).sort();
    return sorted.length === 0 ? null : { p50: percentile(sorted, 0.5), p99: percentile(sorted, 0.99) };
  }
}

/** Accounts of one number have the same events, which count once. */
function toSums({ accounts }: Pick<ProcessedFigures, 'accounts'>): { events: number; duplicates: number } {
  const numbers = byNumber([...accounts.keys()]).map(([account]) => accounts.get(account));
  return {
    events: numbers.reduce((sum, number) => sum + (number?.events ?? 0), 0),
    duplicates: numbers.reduce((sum, number) => sum + (number?.duplicates ?? 0), 0),
  };
}

/** The smallest value that this share of all does not exceed. */
const percentile = (sorted: Float64Array, share: number): number => sorted[Math.ceil(share * sorted.length) - 1] ?? 0;
