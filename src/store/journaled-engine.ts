import type { Engine, Operation } from './engine';
import { readJournalRecord, toJournalRecord } from './journal-record';
import type { Log } from './log';

/** What the journal has and the engine behind it has not. */
interface Change {
  value: string | null;
  /** The engine behind has nothing under this key. */
  isNew: boolean;
}

export interface JournaledEngineOptions {
  /** How long what is in the journal may wait until it is merged, milliseconds. */
  mergeAfter?: number;
  /** So many keys are merged without waiting: each merge is short then. */
  mergeAt?: number;
}

/** Under this key the engine behind has the ID of the last record of the journal that was merged. */
const MERGED = 'journal';
/** So many keys may wait to be merged before what is appended waits for that. */
const MOST_UNMERGED = 50_000;
const ID_DIGITS = 12;

/**
 * Puts a journal before an engine. Small steps that follow each other closely are appended to it, which takes one write for
 * all that wait, and are merged into the engine later, many at a time: a key that was changed twice is then written once,
 * and one that came and went not at all.
 *
 * The engine has, in the same batch as what was merged, up to which record that was: after a crash the rest is done again.
 */
export class JournaledEngine implements Engine {
  readonly name: Engine['name'];
  readonly log: Log;
  readonly #kept: Engine;
  readonly #journal: Log;
  readonly #mergeAfter: number;
  readonly #mergeAt: number;
  readonly #changes = new Map<string, Change>();
  /** IDs of the records that these changes come from. */
  #records: string[] = [];
  #last = 0;
  #opening: Promise<void> | undefined;
  #isOpen = false;
  #timer: NodeJS.Timeout | undefined;
  #hasFailed = false;
  #merging: Promise<void> = Promise.resolve();
  #waitingMerge: Promise<void> | undefined;
  #dropping: Promise<void> = Promise.resolve();

  /** @param journal usable once the engine behind is ready */
  constructor(kept: Engine, journal: Log, { mergeAfter = 250, mergeAt = 1_000 }: JournaledEngineOptions = {}) {
    this.name = kept.name;
    this.log = kept.log;
    this.#kept = kept;
    this.#journal = journal;
    this.#mergeAfter = mergeAfter;
    this.#mergeAt = mergeAt;
  }

  async ready(): Promise<void> {
    await this.#kept.ready();
    if (this.#isOpen) return;
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    await this.#opening;
  }

  get(key: string): string | undefined {
    const change = this.#changes.get(key);
    return change === undefined ? this.#kept.get(key) : (change.value ?? undefined);
  }

  async append(operations: readonly Operation[], sync: boolean): Promise<void> {
    await this.ready();
    // What can be appended and not merged would grow without end.
    if (this.#hasFailed || this.#changes.size > MOST_UNMERGED) await this.#merge();
    // An ID counts once its record is there: one that was cut off is replaced by the next.
    const id = (this.#last + 1).toString(36).padStart(ID_DIGITS, '0');
    await this.#journal.append(id, toJournalRecord(operations), sync);
    this.#last += 1;
    this.#records.push(id);
    this.#apply(operations);
    this.#mergeSoon();
  }

  async write(operations: readonly Operation[], sync: boolean): Promise<void> {
    await this.ready();
    await this.#merge(operations, sync);
  }

  async range(from: string, to: string, limit: number): Promise<[string, string][]> {
    await this.#mergeAll();
    return this.#kept.range(from, to, limit);
  }

  async keys(from: string, to: string, limit: number): Promise<string[]> {
    await this.#mergeAll();
    return this.#kept.keys(from, to, limit);
  }

  async clear(from: string, to: string): Promise<void> {
    await this.#mergeAll();
    await this.#kept.clear(from, to);
  }

  async purge(): Promise<void> {
    await this.#mergeAll();
    await this.#dropping;
    await Promise.all([this.#journal.purge(), this.#kept.purge()]);
  }

  async close(): Promise<void> {
    clearTimeout(this.#timer);
    // What cannot be merged now stays in the journal.
    if (this.#isOpen) await this.#mergeAll().catch(() => undefined);
    await this.#dropping;
    await this.#kept.close();
  }

  /** Finds what a process that ended had not merged. */
  async #open(): Promise<void> {
    const merged = this.#kept.get(MERGED) ?? '';
    const ids = await this.#journal.ids();
    for (const id of ids.filter((one) => one > merged)) {
      const record = await this.#journal.read(id);
      if (record !== undefined) this.#apply(readJournalRecord(record));
      this.#records.push(id);
    }
    this.#last = Math.max(...[merged, ...ids].map((id) => Number.parseInt(id || '0', 36)));
    this.#isOpen = true;
    this.#drop(ids.filter((id) => id <= merged));
    this.#mergeSoon();
  }

  #apply(operations: readonly Operation[]): void {
    for (const { key, value, isNew = false } of operations) {
      // What has come and gone meanwhile was never there.
      if (value === null && this.#changes.get(key)?.isNew) this.#changes.delete(key);
      else this.#changes.set(key, { value, isNew });
    }
  }

  #mergeSoon(): void {
    if (this.#records.length === 0) return;
    if (this.#changes.size >= this.#mergeAt) this.#mergeAll().catch(() => undefined);
    else this.#mergeLater();
  }

  #mergeLater(): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = undefined;
      this.#mergeAll().catch(() => undefined);
    }, this.#mergeAfter).unref();
  }

  /** One merge for all who wait for one. */
  async #mergeAll(): Promise<void> {
    await this.ready();
    this.#waitingMerge ??= this.#merge();
    await this.#waitingMerge;
  }

  #merge(operations: readonly Operation[] = [], sync = false): Promise<void> {
    const merged = this.#merging.then(async () => {
      this.#waitingMerge = undefined;
      try {
        await this.#kept.ready();
        await this.#mergeNow(operations, sync);
        this.#hasFailed = false;
      } catch (error) {
        this.#hasFailed = true;
        if (this.#records.length > 0) this.#mergeLater();
        throw error;
      }
    });
    this.#merging = merged.catch(() => undefined);
    return merged;
  }

  /** @param operations what is written with it, and after it */
  async #mergeNow(operations: readonly Operation[], sync: boolean): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    const changes = [...this.#changes];
    const records = [...this.#records];
    const last = records.at(-1);
    const later = new Set(operations.map(({ key }) => key));
    const batch: Operation[] = [];
    for (const [key, change] of changes) {
      // From now on it may be there.
      change.isNew = false;
      if (!later.has(key)) batch.push({ key, value: change.value });
    }
    if (last !== undefined) batch.push({ key: MERGED, value: last });
    batch.push(...operations);
    if (batch.length === 0) return;
    await this.#kept.write(batch, sync || last !== undefined);
    for (const [key, change] of changes) if (this.#changes.get(key) === change) this.#changes.delete(key);
    this.#records = this.#records.slice(records.length);
    this.#drop(records);
    this.#mergeSoon();
  }

  #drop(ids: readonly string[]): void {
    // What could not be dropped is passed over when the journal is opened again.
    this.#dropping = this.#journal.drop(ids).catch(() => undefined);
  }
}
