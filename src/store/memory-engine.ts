import type { Engine } from './engine';
import type { Log } from './log';

/** Keeps everything in this process: fast, and gone with it. */
export function createMemoryEngine(): Engine {
  const entries = new Map<string, string>();
  const keysBetween = (from: string, to: string): string[] =>
    [...entries.keys()].filter((key) => key >= from && key < to);
  return {
    name: 'memory',
    log: createMemoryLog(),
    ready: async () => undefined,
    get: (key) => entries.get(key),
    write: async (operations) => {
      for (const { key, value } of operations) {
        if (value === null) entries.delete(key);
        else entries.set(key, value);
      }
    },
    range: async (from, to, limit) =>
      keysBetween(from, to)
        .sort()
        .slice(0, limit)
        .map((key) => [key, entries.get(key) ?? '']),
    clear: async (from, to) => {
      for (const key of keysBetween(from, to)) entries.delete(key);
    },
    purge: async () => undefined,
    close: async () => entries.clear(),
  };
}

function createMemoryLog(): Log {
  const records = new Map<string, Buffer>();
  let notes: string[] = [];
  return {
    ids: async () => [...records.keys()],
    append: async (id, record) => void records.set(id, record),
    note: async (text) => void notes.push(text),
    notes: async () => notes,
    read: async (id) => records.get(id),
    drop: async (ids) => {
      for (const id of ids) records.delete(id);
      if (records.size === 0) notes = [];
    },
    purge: async () => undefined,
  };
}
