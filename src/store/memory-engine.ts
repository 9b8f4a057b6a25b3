import type { Engine } from './engine';
import type { Log } from './log';

/** Keeps everything in this process: fast, and gone with it. */
export function createMemoryEngine(): Engine {
  const entries = new Map<string, string>();
  /** All keys in their order, while no key has come or gone since somebody asked for it. */
  let ordered: string[] | undefined;
  const keysBetween = (from: string, to: string, limit = Number.MAX_SAFE_INTEGER): string[] => {
    ordered ??= [...entries.keys()].sort();
    const start = firstFrom(ordered, from);
    return ordered.slice(start, Math.min(start + limit, firstFrom(ordered, to)));
  };
  const set = (key: string, value: string): void => {
    if (!entries.has(key)) ordered = undefined;
    entries.set(key, value);
  };
  const remove = (key: string): void => {
    if (entries.delete(key)) ordered = undefined;
  };
  const write: Engine['write'] = async (operations) => {
    for (const { key, value } of operations) {
      if (value === null) remove(key);
      else set(key, value);
    }
  };
  return {
    name: 'memory',
    log: createMemoryLog(),
    ready: async () => undefined,
    get: (key) => entries.get(key),
    write,
    append: write,
    range: async (from, to, limit) => keysBetween(from, to, limit).map((key) => [key, entries.get(key) ?? '']),
    keys: async (from, to, limit) => keysBetween(from, to, limit),
    clear: async (from, to) => {
      for (const key of keysBetween(from, to)) remove(key);
    },
    purge: async () => undefined,
    close: async () => {
      entries.clear();
      ordered = undefined;
    },
  };
}

/** Where the first key that is not before `limit` stands among ordered keys, or would stand. */
function firstFrom(ordered: readonly string[], limit: string): number {
  let [low, high] = [0, ordered.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ordered[middle] ?? '') < limit) low = middle + 1;
    else high = middle;
  }
  return low;
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
