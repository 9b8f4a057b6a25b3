import type { Log } from './log';

/** One change of a key. */
export interface Operation {
  key: string;
  /** The new value, or null to remove the key. */
  value: string | null;
  /** It certainly was not there before. */
  isNew?: boolean;
}

/**
 * Ordered keys and values: what an embedded database gives. Only the stores in this folder see it; everything else
 * talks to `Store`, which speaks the domain.
 */
export interface Engine {
  readonly name: 'memory' | 'disk';
  /** What must be safe at once, and is soon done with. Usable once the engine is ready. */
  readonly log: Log;
  /** Resolves when it can be read and written; after a failure this tries again. */
  ready(): Promise<void>;
  /** Synchronous, so that a step that reads and then writes cannot be interleaved with another. */
  get(key: string): string | undefined;
  /**
   * Writes all or none.
   * @param sync resolve only when a crash of the machine cannot lose it any more
   */
  write(operations: readonly Operation[], sync: boolean): Promise<void>;
  /** The same for few operations that follow others closely: however often a key is changed, not every change may last. */
  append(operations: readonly Operation[], sync: boolean): Promise<void>;
  /** Entries with `from <= key < to` in the order of their keys. */
  range(from: string, to: string, limit: number): Promise<[key: string, value: string][]>;
  /** The keys alone: what is kept under them may be large. */
  keys(from: string, to: string, limit: number): Promise<string[]>;
  /** Removes every key with `from <= key < to`. */
  clear(from: string, to: string): Promise<void>;
  /** Makes what was removed unreadable in the engine's files too, where it has any. */
  purge(): Promise<void>;
  close(): Promise<void>;
}
