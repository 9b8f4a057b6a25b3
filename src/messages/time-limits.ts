/** Milliseconds after which it is tried again when the store has failed. */
const STORE_PAUSE = 5_000;
/** The longest time that a timer can take. */
const LONGEST = 2 ** 31 - 1;

/** One timer for all that has a time limit, set to the earliest. */
export class TimeLimits {
  readonly #expire: () => Promise<number | undefined>;
  #timer: NodeJS.Timeout | undefined;
  #due = Number.POSITIVE_INFINITY;
  #isStopped = false;

  /** @param expire does what is due, and tells when the next is, in milliseconds since 1970 */
  constructor(expire: () => Promise<number | undefined>) {
    this.#expire = expire;
  }

  /** Something is due at that time, in milliseconds since 1970. */
  arm(at: number): void {
    if (this.#isStopped || at >= this.#due) return;
    clearTimeout(this.#timer);
    this.#due = at;
    this.#timer = setTimeout(
      () => {
        this.expire().catch(() => this.arm(Date.now() + STORE_PAUSE));
      },
      Math.min(LONGEST, Math.max(0, at - Date.now())),
    );
    this.#timer.unref();
  }

  /** Does what is due now. @throws what `expire` throws */
  async expire(): Promise<void> {
    this.#due = Number.POSITIVE_INFINITY;
    const next = await this.#expire();
    if (next !== undefined) this.arm(next);
  }

  stop(): void {
    this.#isStopped = true;
    clearTimeout(this.#timer);
  }
}
