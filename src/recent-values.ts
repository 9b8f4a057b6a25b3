/**
 * Values that were used lately, at most twice as many as told. Two generations instead of an order: a `Map` that keeps
 * losing its oldest key takes ever longer to find it.
 */
export class RecentValues<Value> {
  readonly #atLeast: number;
  #young = new Map<string, Value>();
  #old = new Map<string, Value>();

  /** @param atLeast so many of the latest are kept */
  constructor(atLeast: number) {
    this.#atLeast = atLeast;
  }

  get(key: string): Value | undefined {
    const young = this.#young.get(key);
    if (young !== undefined) return young;
    const old = this.#old.get(key);
    if (old !== undefined) this.set(key, old);
    return old;
  }

  set(key: string, value: Value): void {
    this.#young.set(key, value);
    if (this.#young.size < this.#atLeast) return;
    this.#old = this.#young;
    this.#young = new Map();
  }

  delete(key: string): void {
    this.#young.delete(key);
    this.#old.delete(key);
  }

  clear(): void {
    this.#young.clear();
    this.#old.clear();
  }
}
