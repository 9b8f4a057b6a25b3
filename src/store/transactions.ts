import type { Engine, Operation } from './engine';

/** Reads and writes of one atomic step. */
export interface Transaction {
  get(key: string): string | undefined;
  put(key: string, value: string): void;
  remove(key: string): void;
}

interface Group {
  operations: Operation[];
  sync: boolean;
  written: Promise<void>;
  settle: { resolve: () => void; reject: (error: unknown) => void };
}

/**
 * Atomic steps over an engine. A step runs at once and sees everything before it, written or not yet; steps that wait
 * for the disk share one batch and one sync. If a batch fails, its steps fail, and so do those that built on them:
 * nothing is left half recorded, and the next step starts from what the disk has.
 */
export class Transactions {
  readonly #engine: Engine;
  readonly #pending = new Map<string, { value: string | null; group: Group }>();
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
    const changes = new Map<string, string | null>();
    const result = step({
      get: (key) => {
        const changed = changes.get(key);
        if (changed !== undefined) return changed ?? undefined;
        return changes.has(key) ? undefined : this.get(key);
      },
      put: (key, value) => void changes.set(key, value),
      remove: (key) => void changes.set(key, null),
    });
    // A step without changes may have read what is not yet written: it waits too, lest it report what gets lost.
    if (changes.size === 0) await (this.#open ?? this.#writing)?.written;
    else await this.#append(changes, sync);
    return result;
  }

  /** The newest value of a key, recorded or on its way. */
  get(key: string): string | undefined {
    const pending = this.#pending.get(key);
    return pending === undefined ? this.#engine.get(key) : (pending.value ?? undefined);
  }

  /** Resolves when nothing is on its way any more, whether it arrived or not. */
  async settled(): Promise<void> {
    while (this.#open !== undefined || this.#writing !== undefined) {
      await (this.#open ?? this.#writing)?.written.catch(() => undefined);
    }
  }

  #append(changes: Map<string, string | null>, sync: boolean): Promise<void> {
    const group = this.#open ?? this.#openGroup();
    for (const [key, value] of changes) {
      group.operations.push({ key, value });
      this.#pending.set(key, { value, group });
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
    const group: Group = { operations: [], sync: false, written, settle };
    this.#open = group;
    // One turn later, so that everything which arrived together shares the batch.
    if (this.#writing === undefined) setImmediate(() => void this.#writeOpen());
    return group;
  }

  async #writeOpen(): Promise<void> {
    const group = this.#open;
    if (group === undefined || this.#writing !== undefined) return;
    this.#open = undefined;
    this.#writing = group;
    try {
      await this.#engine.write(group.operations, group.sync);
      this.#forget(group);
      group.settle.resolve();
    } catch (error) {
      this.#forget(group);
      group.settle.reject(error);
      this.#failOpen(error);
    } finally {
      this.#writing = undefined;
    }
    if (this.#open !== undefined) await this.#writeOpen();
  }

  #failOpen(error: unknown): void {
    const group = this.#open;
    if (group === undefined) return;
    this.#open = undefined;
    this.#forget(group);
    group.settle.reject(error);
  }

  #forget(group: Group): void {
    for (const { key } of group.operations) {
      if (this.#pending.get(key)?.group === group) this.#pending.delete(key);
    }
  }
}
