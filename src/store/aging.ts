import type { Transaction } from './transaction';

const DAY = 86_400_000;

/**
 * Keys that are forgotten by age. They live in generations as long as they must be kept; the present and the former
 * generation count, older ones are swept in one go. A key is thus kept for at least `days` and at most twice as long.
 */
export class AgingKeys {
  readonly #prefix: string;
  readonly #days: number;

  constructor(prefix: string, days: number) {
    this.#prefix = prefix;
    this.#days = days;
  }

  get(transaction: Pick<Transaction, 'get'>, key: string, now: number): string | undefined {
    const generation = this.#generation(now);
    return transaction.get(this.#key(generation, key)) ?? transaction.get(this.#key(generation - 1, key));
  }

  put(transaction: Transaction, key: string, value: string, now: number): void {
    const generation = this.#generation(now);
    const [own, older] = [this.#key(generation, key), this.#key(generation - 1, key)];
    // A key stays in its generation while it is only updated, so that it has one place. What was put lately is found fast.
    const isOlder = transaction.get(own) === undefined && transaction.get(older) !== undefined;
    transaction.put(isOlder ? older : own, value);
  }

  /** Puts a key that certainly was never there. */
  create(transaction: Transaction, key: string, value: string, now: number): void {
    transaction.add(this.#key(this.#generation(now), key), value);
  }

  /** Puts a key that is not there yet; gives the value of one that is, and leaves that. */
  add(transaction: Transaction, key: string, value: string, now: number): string | undefined {
    const generation = this.#generation(now);
    const own = this.#key(generation, key);
    const known = transaction.get(own) ?? transaction.get(this.#key(generation - 1, key));
    if (known === undefined) transaction.put(own, value);
    return known;
  }

  remove(transaction: Transaction, key: string, now: number): void {
    const generation = this.#generation(now);
    transaction.remove(this.#key(generation, key));
    transaction.remove(this.#key(generation - 1, key));
  }

  /** The range of keys that no longer count. */
  outdated(now: number): { from: string; to: string } {
    return { from: `${this.#prefix}/`, to: this.#key(this.#generation(now) - 1, '') };
  }

  #generation(now: number): number {
    return Math.floor(now / (this.#days * DAY));
  }

  #key(generation: number, key: string): string {
    return `${this.#prefix}/${String(Math.max(0, generation)).padStart(6, '0')}/${key}`;
  }
}
