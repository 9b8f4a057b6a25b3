import type { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';

/** Messages a second of a number about which nothing else is known (facts, section 10). */
export const DEFAULT_RATE = 80;

/** Milliseconds. */
const SECOND = 1000;
const SLICE = 50;
/** Any second touches at most so many slices, the first and the last of them in part. */
const SLICES_IN_A_SECOND = SECOND / SLICE + 1;

/**
 * The rest makes up for what arrives later than it left, when the network or this process was busy for a moment, together
 * with what left later.
 */
const SHARE = 0.9;

const KEY = 'number';

/**
 * How fast messages may leave one business number. A platform that counts strictly allows so many in *any* second, wherever
 * it begins, so time is cut finer than seconds: all slices that a second can touch hold no more than its rate.
 */
export class NumberPace {
  #limiter: RateLimiterMemory | undefined;
  #rate: number;

  /** @param rate messages a second */
  constructor(rate: number) {
    this.#rate = rate;
  }

  get rate(): number {
    return this.#rate;
  }

  set rate(rate: number) {
    if (rate === this.#rate) return;
    this.#rate = rate;
    this.#limiter = undefined;
  }

  /** Takes the right to send one message. @returns 0, or the milliseconds after which it can be tried again */
  async take(): Promise<number> {
    this.#limiter ??= createLimiter(this.#rate);
    try {
      await this.#limiter.consume(KEY);
      return 0;
    } catch (refusal) {
      if (refusal instanceof Error) throw refusal;
      return Math.max(1, (refusal as RateLimiterRes).msBeforeNext);
    }
  }

  /** The message did not leave after all. */
  giveBack(): void {
    void this.#limiter?.reward(KEY);
  }
}

function createLimiter(rate: number): RateLimiterMemory {
  // Loaded when first needed: 20 ms and 10 MB that a flow which only receives can do without.
  const { RateLimiterMemory: Limiter } = require('rate-limiter-flexible') as typeof import('rate-limiter-flexible');
  const points = Math.floor((SHARE * rate) / SLICES_IN_A_SECOND);
  // Where a slice would hold next to nothing, messages leave one by one.
  if (points < 10) return new Limiter({ points: 1, duration: Math.ceil(SECOND / (SHARE * rate)) / SECOND });
  return new Limiter({ points, duration: SLICE / SECOND });
}
