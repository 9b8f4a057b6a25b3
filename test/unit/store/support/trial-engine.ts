import type { Engine, Operation } from '../../../../src/store/engine';
import type { Log } from '../../../../src/store/log';
import { createMemoryEngine } from '../../../../src/store/memory-engine';

/** An engine whose writes wait, fail or are watched, over one that keeps what was written. */
export class TrialEngine implements Engine {
  readonly name = 'memory';
  readonly log: Log;
  readonly batches: { keys: string[]; sync: boolean }[] = [];
  /** Told before each write, with its number from 0; what it throws is what the disk says. */
  onWrite: (batch: number) => void | Promise<void> = () => undefined;
  readonly #kept: Engine;

  constructor(kept: Engine = createMemoryEngine()) {
    this.#kept = kept;
    this.log = {
      ...kept.log,
      append: async (id, record) => {
        this.batches.push({ keys: [`log/${id}`], sync: true });
        await this.onWrite(this.batches.length - 1);
        await kept.log.append(id, record);
      },
    };
  }

  ready = (): Promise<void> => this.#kept.ready();
  get = (key: string): string | undefined => this.#kept.get(key);
  range = (from: string, to: string, limit: number): Promise<[string, string][]> => this.#kept.range(from, to, limit);
  keys = (from: string, to: string, limit: number): Promise<string[]> => this.#kept.keys(from, to, limit);
  clear = (from: string, to: string): Promise<void> => this.#kept.clear(from, to);
  purge = (): Promise<void> => this.#kept.purge();
  close = (): Promise<void> => this.#kept.close();

  append(operations: readonly Operation[], sync: boolean): Promise<void> {
    return this.write(operations, sync);
  }

  async write(operations: readonly Operation[], sync: boolean): Promise<void> {
    this.batches.push({ keys: operations.map(({ key }) => key), sync });
    await this.onWrite(this.batches.length - 1);
    await this.#kept.write(operations, sync);
  }
}
