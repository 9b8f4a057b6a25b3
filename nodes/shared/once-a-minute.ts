/**
 * Lets one report of each kind through a minute, so that a stranger who tries addresses cannot fill the log. What was
 * kept back is counted into the next one.
 */
export class OnceAMinute {
  readonly #now: () => number;
  readonly #kinds = new Map<string, { at: number; skipped: number }>();

  constructor(now: () => number = Date.now) {
    this.#now = now;
  }

  /** Calls `report` with how many of this kind were kept back since the last one, or keeps this one back. */
  report(kind: string, report: (skipped: number) => void): void {
    const known = this.#kinds.get(kind);
    if (known !== undefined && this.#now() - known.at < 60_000) {
      known.skipped += 1;
      return;
    }
    this.#kinds.set(kind, { at: this.#now(), skipped: 0 });
    report(known?.skipped ?? 0);
  }
}
