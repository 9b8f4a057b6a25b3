/** Slots at first, and then always a power of two. */
const SMALLEST = 1_024;
const FULLEST = 0.7;
/** Of a table that was just made larger. */
const FULL_AT_FIRST = 0.4;

/**
 * A set of marks of 96 bits with the day of each, in typed arrays: a million take 28 MB, where a `Set` of strings takes
 * 150. Marks are bits of a digest, so they are their own hash.
 */
export class MarkTable {
  #words = new Uint32Array(3 * SMALLEST);
  /** Days since 1970 plus one; 0 where a slot is free. */
  #days = new Uint16Array(SMALLEST);
  #count = 0;

  /**
   * Adds a mark, and tells whether it is new: not there, or of the day `oldest` or before.
   *
   * @param day since 1970
   */
  add(a: number, b: number, c: number, day: number, oldest: number): boolean {
    const slot = this.#find(a, b, c);
    const known = this.#days[slot] ?? 0;
    const isNew = known === 0 || known - 1 < oldest;
    if (!isNew) return false;
    this.#put(slot, a, b, c, day + 1);
    if (known === 0) {
      this.#count += 1;
      if (this.#count > FULLEST * this.#days.length) this.#grow(oldest);
    }
    return true;
  }

  get size(): number {
    return this.#count;
  }

  #find(a: number, b: number, c: number): number {
    const last = this.#days.length - 1;
    for (let slot = a & last; ; slot = (slot + 1) & last) {
      if (this.#days[slot] === 0) return slot;
      const at = 3 * slot;
      if (this.#words[at] === a && this.#words[at + 1] === b && this.#words[at + 2] === c) return slot;
    }
  }

  #put(slot: number, a: number, b: number, c: number, day: number): void {
    this.#words[3 * slot] = a;
    this.#words[3 * slot + 1] = b;
    this.#words[3 * slot + 2] = c;
    this.#days[slot] = day;
  }

  /** Makes room, and forgets what is too old on the way. */
  #grow(oldest: number): void {
    const [words, days] = [this.#words, this.#days];
    const young = days.reduce((sum, day) => sum + (day !== 0 && day - 1 >= oldest ? 1 : 0), 0);
    let slots = SMALLEST;
    while (young > FULL_AT_FIRST * slots) slots *= 2;
    this.#words = new Uint32Array(3 * slots);
    this.#days = new Uint16Array(slots);
    this.#count = young;
    for (let slot = 0; slot < days.length; slot += 1) {
      const day = days[slot] ?? 0;
      if (day === 0 || day - 1 < oldest) continue;
      const [a = 0, b = 0, c = 0] = words.subarray(3 * slot, 3 * slot + 3);
      this.#put(this.#find(a, b, c), a, b, c, day);
    }
  }
}
