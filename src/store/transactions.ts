import type { Engine } from './engine';

/** Reads and writes of one atomic step. */
export interface Transaction {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  remove(key: string): void;
  /** The value as JSON. What comes back is shared: it must not be changed. */
  getJson<T extends object>(key: string): T | undefined;
  /** Puts a value as JSON. It is kept as it is: it must not be changed afterwards. */
  putJson(key: string, value: object): void;
}

/** A new value, as text or as what will be written as JSON; null removes the key. */
type Change = string | object | null;

interface Group {
  changes: Map<string, Change>;
  sync: boolean;
  written: Promise<void>;
  settle: { resolve: () => void; reject: (error: unknown) => void };
}

/** So many values are kept ready to use: the customers of the last minutes are those of the next. */
const DECODED_KEPT = 20_000;

/**
 * Atomic steps over an engine. A step runs at once and sees everything before it, written or not yet; steps that wait
 * for the disk share one batch and one sync. If a batch fails, its steps fail, and so do those that built on them:
 * nothing is left half recorded, and the next step starts from what the disk has.
 */
export class Transactions {
  readonly #engine: Engine;
  readonly #pending = new Map<string, { change: Change; group: Group }>();
  readonly #decoded = new Map<string, object>();
  #open: Group | undefined;
  #writing: Group | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /**
   * Runs one step and gives its result once everything it read and wrote is recorded.
   *
   * @param sync whether a crash of the machine must not lose it
   * @throws what `step` throws, then nothing is written; what the engine throws when it cannot write
   */
  async run<T>(step: (transaction: Transaction) => T, sync: boolean): Promise<T> {
    await this.#engine.ready();
    const changes = new Map<string, Change>();
    const result = step(this.#toTransaction(changes));
    // A step without changes may have read what is not yet written: it waits too, lest it report what gets lost.
    if (changes.size === 0) await (this.#open ?? this.#writing)?.written;
    else await this.#append(changes, sync);
    return result;
  }

  /** Resolves when what is on its way now has arrived, or failed. */
  async flushed(): Promise<void> {
    await (this.#open ?? this.#writing)?.written.catch(() => undefined);
  }

  /** Resolves when nothing is on its way any more, whether it arrived or not. */
  async settled(): Promise<void> {
    while (this.#open !== undefined || this.#writing !== undefined) await this.flushed();
  }

  #toTransaction(changes: Map<string, Change>): Transaction {
    const changed = (key: string): Change | undefined => {
      const change = changes.get(key);
      return change === undefined ? this.#pending.get(key)?.change : change;
    };
    return {
      get: (key) => {
        const change = changed(key);
        return change === undefined ? this.#engine.get(key) : (toText(change) ?? undefined);
      },
      getJson: <T extends object>(key: string): T | undefined => {
        const change = changed(key);
        if (change === null) return undefined;
        if (typeof change === 'object') return change as T;
        return change === undefined ? this.#decode<T>(key) : (JSON.parse(change) as T);
      },
      put: (key, value) => void changes.set(key, value),
      putJson: (key, value) => void changes.set(key, value),
      remove: (key) => void changes.set(key, null),
    };
  }

  #decode<T extends object>(key: string): T | undefined {
    const known = this.#decoded.get(key);
    if (known !== undefined) return known as T;
    const text = this.#engine.get(key);
    if (text === undefined) return undefined;
    const value = JSON.parse(text) as T;
    this.#remember(key, value);
    return value;
  }

  #remember(key: string, change: Change): void {
    this.#decoded.delete(key);
    if (typeof change !== 'object' || change === null) return;
    this.#decoded.set(key, change);
    const [oldest] = this.#decoded.size > DECODED_KEPT ? this.#decoded.keys() : [];
    if (oldest !== undefined) this.#decoded.delete(oldest);
  }

  #append(changes: Map<string, Change>, sync: boolean): Promise<void> {
    const group = this.#open ?? this.#openGroup();
    for (const [key, change] of changes) {
      group.changes.set(key, change);
      this.#pending.set(key, { change, group });
      this.#remember(key, change);
    }
    group.sync ||= sync;
    return group.written;
  }

  #openGroup(): Group {
    let settle: Group['settle'] = { resolve: () => undefined, reject: () => undefined };
    const written = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever waits for it hears of a failure; without anybody waiting it is no unhandled rejection.
    written.catch(() => undefined);
    const group: Group = { changes: new Map(), sync: false, written, settle };
    this.#open = group;
    // One turn later, so that everything which arrived together shares the batch.
    if (this.#writing === undefined) setImmediate(() => void this.#writeOpen());
    return group;
  }

  async #writeOpen(): Promise<void> {
    if (this.#writing !== undefined) return;
    for (let group = this.#open; group !== undefined; group = this.#open) {
      this.#open = undefined;
      this.#writing = group;
      await this.#write(group);
      this.#writing = undefined;
    }
  }

  async #write(group: Group): Promise<void> {
    try {
      const operations = [...group.changes].map(([key, change]) => ({ key, value: toText(change) }));
      await this.#engine.write(operations, group.sync);
      this.#forget(group);
      group.settle.resolve();
    } catch (error) {
      // What was computed on top of it is as lost as itself.
      this.#decoded.clear();
      this.#forget(group);
      group.settle.reject(error);
      this.#failOpen(error);
    }
  }

  #failOpen(error: unknown): void {
    const group = this.#open;
    if (group === undefined) return;
    this.#open = undefined;
    this.#forget(group);
    group.settle.reject(error);
  }

  #forget(group: Group): void {
    for (const key of group.changes.keys()) {
      if (this.#pending.get(key)?.group === group) this.#pending.delete(key);
    }
  }
}

const toText = (change: Change): string | null =>
  typeof change === 'object' && change !== null ? JSON.stringify(change) : change;
