/** One message in so many milliseconds may go to one customer; more go as a burst, which has to be paid for. */
const INTERVAL = 6000;
const LONGEST_BURST = 45;
/** The platform counts from when messages arrive, some of them sooner than others: so much is left for that. */
const MARGIN = 1000;
/** So many customers are remembered, at least, before those that have paid are looked for. */
const SWEPT_AT = 10_000;

interface Burst {
  /** Milliseconds since 1970. */
  startedAt: number;
  count: number;
}

/**
 * How fast messages may go to one customer: one in six seconds, or up to 45 within six seconds, after which nothing more may
 * go until each of them has had its six seconds (facts, section 10). It lends, which is more than a window of a fixed
 * length can express. Times are milliseconds since 1970.
 */
export class PairPace {
  readonly #bursts = new Map<string, Burst>();
  #sweptAt = SWEPT_AT;

  /** How long a message to this customer has to wait; 0 if it may leave now. */
  delayOf(customer: string, now: number): number {
    const burst = this.#bursts.get(customer);
    if (burst === undefined) return 0;
    const { startedAt, count } = burst;
    const isInBurst = now < startedAt + INTERVAL - MARGIN && count < LONGEST_BURST;
    return isInBurst ? 0 : Math.max(0, startedAt + count * INTERVAL + MARGIN - now);
  }

  /** A message to this customer leaves. */
  take(customer: string, now: number): void {
    const burst = this.#bursts.get(customer);
    if (burst !== undefined && now < burst.startedAt + burst.count * INTERVAL + MARGIN) {
      burst.count += 1;
      return;
    }
    if (burst === undefined && this.#bursts.size >= this.#sweptAt) this.#sweep(now);
    this.#bursts.set(customer, { startedAt: now, count: 1 });
  }

  /** The message did not leave after all. */
  giveBack(customer: string): void {
    const burst = this.#bursts.get(customer);
    if (burst === undefined) return;
    burst.count -= 1;
    if (burst.count === 0) this.#bursts.delete(customer);
  }

  #sweep(now: number): void {
    for (const [customer, { startedAt, count }] of this.#bursts) {
      if (now >= startedAt + count * INTERVAL + MARGIN) this.#bursts.delete(customer);
    }
    // Not at every message, when few of many have paid.
    this.#sweptAt = Math.max(SWEPT_AT, 2 * this.#bursts.size);
  }
}
