/** Reads and writes of one atomic step. */
export interface Transaction {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  /** Puts a key that certainly was never there. */
  add(key: string, value: string): void;
  remove(key: string): void;
  /** The value as JSON. What comes back is shared: it must not be changed. */
  getJson<T extends object>(key: string): T | undefined;
  /** Puts a value as JSON. It is kept as it is: it must not be changed afterwards. */
  putJson(key: string, value: object): void;
  /**
   * Puts a value as JSON that may be written some time later, and that a crash may lose until then: it can be worked out
   * again from what is safe. Every read sees it at once, and whatever is written later comes after it.
   */
  putLater(key: string, value: object): void;
}

/** What is written along with the next batch, whatever that is for. */
export interface Companion {
  /** Gives changes, and is told what became of them. */
  take(): { changes: ReadonlyMap<string, string>; written: (sync: boolean) => void; failed: () => void };
}
