import { rateOf } from '../../numbers/throughput';
import type { NumberOperations } from '../../platform/number';

/** The platform raises a number's throughput by itself. Milliseconds. */
const HOUR = 3_600_000;

/**
 * How many messages a second the platform grants a number. It is asked in the background when messages pile up, for nobody
 * else has to know, and once an hour at most.
 */
export class GrantedRate {
  readonly #platform: Pick<NumberOperations, 'numberInfo'>;
  readonly #onRate: (messagesPerSecond: number) => void;
  readonly #now: () => number;
  #askedAt = Number.NEGATIVE_INFINITY;

  /**
   * @param onRate told what the platform grants, where it says so
   * @param now milliseconds since 1970
   */
  constructor(
    platform: Pick<NumberOperations, 'numberInfo'>,
    onRate: (messagesPerSecond: number) => void,
    now: () => number = Date.now,
  ) {
    this.#platform = platform;
    this.#onRate = onRate;
    this.#now = now;
  }

  /** Asks, unless that was done a short while ago. */
  ask(): void {
    if (this.#now() - this.#askedAt < HOUR) return;
    this.#askedAt = this.#now();
    this.#platform.numberInfo(['throughput']).then(
      (info) => {
        const rate = rateOf(info);
        if (rate !== undefined) this.#onRate(rate);
      },
      // The messages go on at the rate that every number has; whatever is wrong with the account, they tell it.
      () => undefined,
    );
  }
}
