import assert from 'node:assert/strict';
import fc from 'fast-check';
import { AgingKeys } from '../../../src/store/aging';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Transaction } from '../../../src/store/transaction';
import { Transactions } from '../../../src/store/transactions';

const DAY = 86_400_000;
const START = 20_000 * DAY;

describe('aging keys', () => {
  const keys = new AgingKeys('seen', 3);
  const engine = createMemoryEngine();
  const transactions = new Transactions(engine);
  const at = <T>(time: number, step: (transaction: Transaction, now: number) => T): Promise<T> =>
    transactions.run((transaction) => step(transaction, time), false);

  const sweep = async (now: number): Promise<void> => {
    const { from, to } = keys.outdated(now);
    await engine.clear(from, to);
  };

  afterEach(() => engine.clear('', '\uffff'));

  it('are there for as long as they have to be, and gone after twice as long', async () => {
    const age = fc.integer({ min: 0, max: 10 * DAY });
    const start = fc.integer({ min: 0, max: 7 * DAY });
    await fc.assert(
      fc.asyncProperty(start, age, async (from, later) => {
        await engine.clear('', '\uffff');
        await at(START + from, (transaction, now) => keys.put(transaction, 'k', 'v', now));
        await sweep(START + from + later);
        const found = await at(START + from + later, (transaction, now) => keys.get(transaction, 'k', now));
        if (later < 3 * DAY) assert.equal(found, 'v');
        if (later >= 6 * DAY) assert.equal(found, undefined);
      }),
    );
  });

  it('are swept: nothing of them stays', async () => {
    await at(START, (transaction, now) => keys.put(transaction, 'k', 'v', now));
    await sweep(START + 6 * DAY);
    assert.deepEqual(await engine.range('', '\uffff', 10), []);
  });

  it('have one value, the newest', async () => {
    await at(START, (transaction, now) => keys.put(transaction, 'k', 'old', now));
    await at(START + 3 * DAY, (transaction, now) => keys.put(transaction, 'k', 'new', now));
    assert.equal(await at(START + 3 * DAY, (transaction, now) => keys.get(transaction, 'k', now)), 'new');
    assert.equal((await engine.range('', '\uffff', 10)).length, 1);
  });

  it('can be added but once', async () => {
    const add = (time: number, value: string) => at(time, (transaction, now) => keys.add(transaction, 'k', value, now));
    assert.equal(await add(START, 'first'), undefined);
    assert.equal(await add(START + 2 * DAY, 'second'), 'first');
    assert.equal(await add(START + 9 * DAY, 'third'), undefined);
  });

  it('can be removed, wherever they are', async () => {
    await at(START, (transaction, now) => keys.put(transaction, 'k', 'v', now));
    await at(START + 3 * DAY, (transaction, now) => keys.remove(transaction, 'k', now));
    assert.deepEqual(await engine.range('', '\uffff', 10), []);
  });

  it('are swept without touching others whose names begin alike', async () => {
    await transactions.run((transaction) => transaction.put('seeing/000000/k', 'v'), false);
    await sweep(START);
    assert.equal(engine.get('seeing/000000/k'), 'v');
  });
});
