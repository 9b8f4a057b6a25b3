import type { Clock } from '../clock';

/** Counts attempts; one too many closes the way for a whole window. */
export class AttemptLimit {
  readonly #clock: Clock;
  readonly #windowMs: number;
  #times: number[] = [];
  #closedUntil = 0;

  constructor(clock: Clock, windowMs: number) {
    this.#clock = clock;
    this.#windowMs = windowMs;
  }

  /**
   * Makes an attempt.
   *
   * @param count attempts that are allowed within any window
   * @returns whether this one is
   */
  take(count: number): boolean {
    const now = this.#clock.now();
    if (now < this.#closedUntil) return false;
    this.#times = this.#times.filter((time) => time > now - this.#windowMs);
    if (this.#times.length >= count) {
      this.#closedUntil = now + this.#windowMs;
      return false;
    }
    this.#times.push(now);
    return true;
  }
}
