import { RecentValues } from '../recent-values';
import type { Engine, Operation } from './engine';
import type { Companion, Transaction } from './transaction';

/** A new value, as text or as what will be written as JSON; null removes the key. */
type Change = string | object | null;

interface Group {
  changes: Map<string, Change>;
  /** The keys among them that were not there before. */
  added: Set<string>;
  sync: boolean;
  /** Whether everything that waits is written with it. */
  isCheckpoint: boolean;
  written: Promise<void>;
  settle: { resolve: () => void; reject: (error: unknown) => void };
}

/** What a step changes, and what it has read. */
interface Draft {
  changes: Map<string, Change>;
  added: Set<string>;
  later: Map<string, object>;
  /** It has read what is not recorded yet. */
  isBound: boolean;
}

const newDraft = (): Draft => ({ changes: new Map(), added: new Set(), later: new Map(), isBound: false });

/** So many values are kept ready to use: the customers of the last minutes are those of the next. */
const DECODED_KEPT = 10_000;

/** Milliseconds that something may wait to be written soon. */
const SOON = 10;
/** Milliseconds that something may wait to be written later, and how many such values at the most. */
const LATER = 250;
const LATER_AT_MOST = 10_000;

/**
 * Atomic steps over an engine. A step runs at once and sees everything before it, written or not yet; steps that wait
 * for the disk share one batch and one sync. If a batch fails, its steps fail, and so do those that built on them:
 * nothing is left half recorded, and the next step starts from what the disk has.
 */
export class Transactions {
  readonly #engine: Engine;
  readonly #pending = new Map<string, { change: Change; group: Group }>();
  readonly #decoded = new RecentValues<object>(DECODED_KEPT);
  /** What may be written later. Unlike everything else it outlives a batch that fails. */
  readonly #later = new Map<string, Change>();
  /** The keys among those that no crash may lose, and that are written along with what comes next. */
  readonly #soon = new Set<string>();
  readonly #companion: Companion | undefined;
  readonly #watchers = new Set<(keys: Iterable<string>) => void>();
  #timer: NodeJS.Timeout | undefined;
  #soonTimer: NodeJS.Timeout | undefined;
  #hasFailed = false;
  #open: Group | undefined;
  #writing: Group | undefined;

  constructor(engine: Engine, companion?: Companion) {
    this.#engine = engine;
    this.#companion = companion;
  }

  /**
   * Runs one step and gives its result once everything it read and wrote is recorded.
   *
   * @param sync whether a crash of the machine must not lose it
   * @throws what `step` throws, then nothing is written; what the engine throws when it cannot write
   */
  async run<T>(step: (transaction: Transaction) => T, sync: boolean): Promise<T> {
    await this.#engine.ready();
    const draft = newDraft();
    const { changes, later } = draft;
    const result = step(this.#toTransaction(draft));
    const group = this.#open ?? this.#writing;
    this.#tellWatchers(changes, later);
    if (changes.size === 0 && group === undefined) {
      for (const [key, change] of later) {
        this.#later.set(key, change);
        this.#remember(key, change);
      }
      if (later.size > 0) this.soon();
      return result;
    }
    // It may have read what is not yet written, and be lost with it: so it becomes part of that.
    for (const [key, change] of later) if (!changes.has(key)) changes.set(key, change);
    // A step without changes waits too, lest it report what gets lost.
    if (changes.size === 0) await group?.written;
    else await this.#append(draft, sync);
    return result;
  }

  /**
   * Runs one step and gives its result at once. It is recorded along with whatever comes next, in a hundredth of a second at
   * the latest: the end of the process loses it within that moment, and only then. What depends on something that is not
   * recorded yet waits for that.
   */
  async runSoon<T>(step: (transaction: Transaction) => T): Promise<T> {
    await this.#engine.ready();
    const draft = newDraft();
    const result = step(this.#toTransaction(draft));
    const changes = new Map([...draft.later, ...draft.changes]);
    this.#tellWatchers(changes, new Map());
    if (draft.isBound || [...changes.keys()].some((key) => this.#pending.has(key))) {
      await this.#append({ ...draft, changes }, false);
      return result;
    }
    for (const [key, change] of changes) {
      this.#later.set(key, change);
      this.#soon.add(key);
      this.#remember(key, change);
    }
    this.#appendSoon();
    return result;
  }

  /**
   * Calls a watcher with the keys that a step changes, as soon as other steps see that; should the step get lost, they are
   * as before. What is returned ends it.
   */
  watch(watcher: (keys: Iterable<string>) => void): () => void {
    this.#watchers.add(watcher);
    return () => void this.#watchers.delete(watcher);
  }

  /** Resolves when all that was done up to now is written, or could not be. */
  async flushed(): Promise<void> {
    if (this.#later.size > 0) await this.checkpoint().catch(() => undefined);
    else await (this.#open ?? this.#writing)?.written.catch(() => undefined);
  }

  /** Resolves when nothing is on its way any more, whether it arrived or not. */
  async settled(): Promise<void> {
    clearTimeout(this.#timer);
    await this.checkpoint().catch(() => undefined);
    while (this.#open !== undefined || this.#writing !== undefined) {
      await (this.#open ?? this.#writing)?.written.catch(() => undefined);
    }
  }

  /** Writes what may be written later, and the companion's, a little later: all that gathers until then goes together. */
  soon(): void {
    if (this.#later.size >= LATER_AT_MOST) {
      if (this.#open === undefined) this.checkpoint().catch(() => undefined);
      return;
    }
    this.#timer ??= setTimeout(() => {
      this.checkpoint().catch(() => undefined);
    }, LATER).unref();
  }

  /**
   * Writes all that waits to be written, safe from a crash of the machine.
   *
   * @throws what the engine throws: then it still waits
   */
  async checkpoint(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    await this.#engine.ready();
    await this.#append(newDraft(), true, true);
  }

  /** Reads what there is now, outside of any step. */
  readonly reader: Pick<Transaction, 'get' | 'getJson'> = this.#toTransaction(newDraft());

  /** Whether the last batch failed: what waits to be written must not grow without end. */
  get hasFailed(): boolean {
    return this.#hasFailed;
  }

  #toTransaction(draft: Draft): Transaction {
    const { changes, later } = draft;
    const changed = (key: string): Change | undefined => {
      const change = changes.get(key) ?? (changes.has(key) ? null : later.get(key));
      if (change !== undefined) return change;
      const pending = this.#pending.get(key);
      if (pending === undefined) return this.#later.get(key);
      draft.isBound = true;
      return pending.change;
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
      add: (key, value) => {
        changes.set(key, value);
        draft.added.add(key);
      },
      putJson: (key, value) => void changes.set(key, value),
      putLater: (key, value) => void (changes.has(key) ? changes : later).set(key, value),
      remove: (key) => void changes.set(key, null),
    };
  }

  #tellWatchers(changes: ReadonlyMap<string, Change>, later: ReadonlyMap<string, object>): void {
    for (const watcher of this.#watchers) {
      if (changes.size > 0) watcher(changes.keys());
      if (later.size > 0) watcher(later.keys());
    }
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
    if (typeof change === 'object' && change !== null) this.#decoded.set(key, change);
    else this.#decoded.delete(key);
  }

  /** What nobody waits for is written along with what somebody does, if that comes within a moment. */
  #appendSoon(): void {
    this.#soonTimer ??= setTimeout(() => {
      this.#soonTimer = undefined;
      if (this.#soon.size > 0 && this.#open === undefined) this.#openGroup();
    }, SOON).unref();
  }

  #append({ changes, added }: Pick<Draft, 'changes' | 'added'>, sync: boolean, isCheckpoint = false): Promise<void> {
    const group = this.#open ?? this.#openGroup();
    for (const [key, change] of changes) {
      group.changes.set(key, change);
      this.#pending.set(key, { change, group });
      if (!added.has(key)) this.#remember(key, change);
    }
    for (const key of added) group.added.add(key);
    group.sync ||= sync;
    group.isCheckpoint ||= isCheckpoint;
    return group.written;
  }

  #openGroup(): Group {
    let settle: Group['settle'] = { resolve: () => undefined, reject: () => undefined };
    const written = new Promise<void>((resolve, reject) => {
      settle = { resolve, reject };
    });
    // Whoever waits for it hears of a failure; without anybody waiting it is no unhandled rejection.
    written.catch(() => undefined);
    const group: Group = {
      changes: new Map(),
      added: new Set(),
      sync: false,
      isCheckpoint: false,
      written,
      settle,
    };
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
    const companion = group.isCheckpoint ? this.#companion?.take() : undefined;
    try {
      if (group.isCheckpoint) await this.#writeAll(group, companion?.changes ?? new Map());
      else await this.#appendOnly(group);
      this.#hasFailed = false;
      companion?.written(group.sync);
      this.#forget(group);
      group.settle.resolve();
    } catch (error) {
      this.#hasFailed = true;
      companion?.failed();
      // What was computed on top of it is as lost as itself.
      this.#decoded.clear();
      this.#forget(group);
      group.settle.reject(error);
      this.#failOpen(error);
      if (this.#soon.size > 0) this.soon();
    }
  }

  /** With everything that waits to be written. */
  async #writeAll(group: Group, companion: ReadonlyMap<string, string>): Promise<void> {
    const later = [...this.#later];
    const operations = later
      .filter(([key]) => !group.changes.has(key))
      .map(([key, change]): Operation => ({ key, value: toText(change) }));
    for (const [key, value] of companion) operations.push({ key, value });
    for (const [key, change] of group.changes) operations.push({ key, value: toText(change) });
    if (operations.length > 0) await this.#engine.write(operations, group.sync);
    this.#written(later);
  }

  /** With what has to be written soon, and nothing else. */
  async #appendOnly({ changes, added, sync }: Group): Promise<void> {
    const soon = [...this.#soon].map((key) => [key, this.#later.get(key) ?? null] as const);
    const operations = soon
      .filter(([key]) => !changes.has(key))
      .map(([key, change]): Operation => ({ key, value: toText(change) }));
    for (const [key, change] of changes) operations.push({ key, value: toText(change), isNew: added.has(key) });
    if (operations.length > 0) await this.#engine.append(operations, sync);
    this.#written(soon);
    // What it was computed from is not to be written after it.
    for (const key of changes.keys()) {
      this.#later.delete(key);
      this.#soon.delete(key);
    }
  }

  #written(changes: readonly (readonly [key: string, change: Change])[]): void {
    for (const [key, change] of changes) {
      if (this.#later.get(key) !== change) continue;
      this.#later.delete(key);
      this.#soon.delete(key);
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
