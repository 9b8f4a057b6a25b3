import type { Engine, Operation } from '../../../src/store/engine';
import { createMemoryEngine } from '../../../src/store/memory-engine';

/** What becomes of a write: it is done, it fails, or the process ends before it or right after it. */
export type Fate = 'done' | 'fails' | 'endsBefore' | 'endsAfter';

/** Memory that outlives the process which writes to it, as a disk does, and fails on demand. */
export interface FaultyDisk {
  /** Opens it for another process. */
  open(): Engine;
  /** Asked before each write; what it resolves with happens. */
  fate: (operations: readonly Operation[], write: number) => Fate | Promise<Fate>;
  /** How many writes there were so far, of all processes. */
  writes: number;
  /** Resolves when the process that has it open ends by its fate. */
  ended: Promise<void>;
}

export function createFaultyDisk(): FaultyDisk {
  const memory = createMemoryEngine();
  const disk: FaultyDisk = { open, fate: () => 'done', writes: 0, ended: Promise.resolve() };

  function open(): Engine {
    let isOver = false;
    let end = (): void => undefined;
    disk.ended = new Promise((resolve) => {
      end = () => {
        isOver = true;
        resolve();
      };
    });
    /** A process that has ended hears nothing any more. */
    const orNever = <T>(result: T): T | Promise<never> => (isOver ? new Promise<never>(() => undefined) : result);
    const attempt = async (operations: readonly Operation[], work: () => Promise<void>): Promise<void> => {
      disk.writes += 1;
      const fate = await disk.fate(operations, disk.writes);
      if (isOver) return orNever(undefined);
      if (fate === 'fails') throw Object.assign(new Error('No space left on device'), { code: 'ENOSPC' });
      if (fate !== 'endsBefore') await work();
      if (fate !== 'done') end();
      return orNever(undefined);
    };
    return {
      ...memory,
      ready: async () => orNever(undefined),
      log: {
        ...memory.log,
        append: (id, record) => attempt([], () => memory.log.append(id, record)),
        drop: async (ids) => (isOver ? orNever(undefined) : memory.log.drop(ids)),
      },
      write: (operations, sync) => attempt(operations, () => memory.write(operations, sync)),
      append: (operations, sync) => attempt(operations, () => memory.append(operations, sync)),
      range: async (from, to, limit) => orNever(await memory.range(from, to, limit)),
      keys: async (from, to, limit) => orNever(await memory.keys(from, to, limit)),
      close: async () => undefined,
    };
  }
  return disk;
}
