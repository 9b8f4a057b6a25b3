import assert from 'node:assert/strict';
import type { Engine } from '../../../src/store/engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Scope, Store } from '../../../src/store/store';

const SCOPE: Scope = { number: '200300400500600', kind: 'key' };
const MANY = 3_000;
const waIdOf = (n: number): string => String(4_915_100_000_000 + n);

describe('looking for customers among many', () => {
  let store: Store;
  const done = { reads: 0, ranges: 0 };
  const costOf = async (work: () => Promise<unknown>): Promise<typeof done> => {
    Object.assign(done, { reads: 0, ranges: 0 });
    await work();
    return { ...done };
  };

  before(async () => {
    const kept = createMemoryEngine();
    const former = createKeyedStore({ ...kept, close: async () => undefined });
    const customers = Array.from({ length: MANY }, (_, n) => ({ waId: waIdOf(n) }));
    await Promise.all(customers.map((names, n) => former.reveal(SCOPE, names, 'A', 1_760_000_000 + n)));
    await former.close();
    const counted: Engine = {
      ...kept,
      get: (key) => {
        if (key.startsWith('customer/')) done.reads += 1;
        return kept.get(key);
      },
      range: (from, to, limit) => {
        if (from.startsWith('customer/')) done.ranges += 1;
        return kept.range(from, to, limit);
      },
      keys: (from, to, limit) => {
        if (from.startsWith('customer/')) done.ranges += 1;
        return kept.keys(from, to, limit);
      },
    };
    // Nothing is left of what the process before had in memory.
    store = createKeyedStore(counted);
  });
  after(() => store.close());

  it('reads all of them once, and after that only what is shown, or has changed', async () => {
    const first = await costOf(() => store.find(SCOPE, { offset: 0, limit: 50 }));
    assert.deepEqual([first.ranges, first.reads], [Math.floor(MANY / 500) + 1, 50]);
    for (const search of [
      { text: '0999' },
      { state: 'changed' as const },
      { offset: MANY - 50 },
      { isWaiting: true },
    ]) {
      const { ranges, reads } = await costOf(() => store.find(SCOPE, { offset: 0, limit: 50, ...search }));
      assert.equal(ranges, 0, JSON.stringify(search));
      assert.ok(reads <= 50, `${reads} for ${JSON.stringify(search)}`);
    }
    await store.reveal(SCOPE, { waId: waIdOf(7) }, 'B', 1_770_000_000);
    const { ranges, reads } = await costOf(async () => {
      const { customers, counts } = await store.find(SCOPE, { state: 'changed', offset: 0, limit: 50 });
      assert.deepEqual([customers[0]?.names.waId, counts.changed, counts.seen], [waIdOf(7), 1, MANY - 1]);
    });
    assert.deepEqual([ranges, reads <= 2], [0, true]);
  });

  it('lists those in a state with as many looks as there are chunks, however few are found', async () => {
    const { ranges } = await costOf(() => store.list(SCOPE, { state: 'trusted', limit: 1 }));
    assert.ok(ranges <= MANY / 250 + 1, String(ranges));
  });
});
