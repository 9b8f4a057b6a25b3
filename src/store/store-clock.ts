import type { Transaction } from './transaction';

/** The last ID that was given. */
interface LastId {
  /** Milliseconds since 1970. */
  at: number;
  count: number;
}

const KEY = 'lastId';

/** A clock that was so far ahead was wrong, and ages begin anew with the right one. Milliseconds. */
const LONGEST_CORRECTION = 31 * 86_400_000;

/**
 * Time as the order of things and their ages need it: it never goes back, although the machine's clock may be set back,
 * also while the process is down.
 */
export class StoreClock {
  readonly #now: () => number;
  /** What could not be recorded may still be in use here: it must not be given again. */
  #last: LastId = { at: 0, count: 0 };
  #latest = 0;

  /** @param now milliseconds since 1970 */
  constructor(now: () => number) {
    this.#now = now;
  }

  /** An ID that sorts after every one before it, in this process or another. */
  nextId(transaction: Transaction): string {
    const recorded = transaction.getJson<LastId>(KEY) ?? this.#last;
    const at = Math.max(recorded.at, this.#last.at, this.#now());
    const count = Math.max(recorded.count, this.#last.count) + 1;
    this.#last = { at, count };
    transaction.putJson(KEY, this.#last);
    return `${at.toString(36).padStart(9, '0')}-${count.toString(36).padStart(8, '0')}`;
  }

  /** The time by which things age, milliseconds since 1970: set back, a clock must not make the latest of them vanish. */
  age(transaction: Pick<Transaction, 'getJson'>): number {
    const now = this.#now();
    const latest = Math.max(this.#latest, transaction.getJson<LastId>(KEY)?.at ?? 0, now);
    this.#latest = latest - now > LONGEST_CORRECTION ? now : latest;
    return this.#latest;
  }
}
