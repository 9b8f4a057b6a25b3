import assert from 'node:assert/strict';
import type { Transaction } from '../../../src/store/transaction';
import { Transactions } from '../../../src/store/transactions';
import { TrialEngine } from './support/trial-engine';

const FULL = new Error('No space left on device');
const put =
  (key: string, value: string) =>
  (transaction: Transaction): void =>
    transaction.put(key, value);
const get =
  (key: string) =>
  (transaction: Transaction): string | undefined =>
    transaction.get(key);

/** A promise that somebody else settles. */
function toGate(): { opened: Promise<void>; open: () => void } {
  let open: () => void = () => undefined;
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { opened, open };
}

describe('transactions', () => {
  let engine: TrialEngine;
  let transactions: Transactions;
  const failAt = (batch: number): void => {
    engine.onWrite = (n) => {
      if (n === batch) throw FULL;
    };
  };

  beforeEach(() => {
    engine = new TrialEngine();
    transactions = new Transactions(engine);
  });

  it('give the result once everything is recorded', async () => {
    const gate = toGate();
    engine.onWrite = () => gate.opened;
    let isDone = false;
    const done = transactions.run(put('k', 'v'), true).then(() => {
      isDone = true;
    });
    const { batches } = engine;
    while (batches.length === 0) await new Promise(setImmediate);
    assert.equal(isDone, false);
    assert.equal(engine.get('k'), undefined);
    gate.open();
    await done;
    assert.equal(engine.get('k'), 'v');
  });

  it('that arrive together share one batch, which is synced if one of them wants it', async () => {
    const all = ['a', 'b', 'c'].map((key) => transactions.run(put(key, key), key === 'b'));
    await Promise.all(all);
    assert.deepEqual(engine.batches, [{ keys: ['a', 'b', 'c'], sync: true }]);
    await transactions.run(put('d', 'd'), false);
    assert.deepEqual(engine.batches.at(-1), { keys: ['d'], sync: false });
  });

  it('see everything before them, written or not yet', async () => {
    const gate = toGate();
    engine.onWrite = () => gate.opened;
    const first = transactions.run(put('k', '1'), true);
    while (engine.batches.length === 0) await new Promise(setImmediate);
    const second = transactions.run((transaction) => {
      const seen = transaction.get('k');
      transaction.put('k', `${seen}2`);
      return transaction.get('k');
    }, true);
    const third = transactions.run((transaction) => {
      transaction.remove('k');
      return transaction.get('k');
    }, true);
    const fourth = transactions.run(get('k'), false);
    gate.open();
    assert.deepEqual(await Promise.all([first, second, third, fourth]), [undefined, '12', undefined, undefined]);
    assert.equal(engine.get('k'), undefined);
  });

  it('keep objects, which are shared and read from the disk but once', async () => {
    await transactions.run((transaction) => transaction.putJson('k', { n: 1 }), false);
    assert.equal(engine.get('k'), '{"n":1}');
    const other = new Transactions(engine);
    const read = (transaction: Transaction): { n: number } | undefined => transaction.getJson<{ n: number }>('k');
    const [first, second] = [await other.run(read, false), await other.run(read, false)];
    assert.deepEqual(first, { n: 1 });
    assert.equal(first, second);
    await other.run((transaction) => transaction.remove('k'), false);
    assert.equal(await other.run(read, false), undefined);
    assert.equal(await other.run(get('k'), false), undefined);
  });

  it('that throw write nothing, and do no harm to others', async () => {
    const failing = transactions.run((transaction) => {
      transaction.put('k', 'wrong');
      throw new TypeError('a mistake of ours');
    }, true);
    const other = transactions.run(put('other', 'right'), true);
    await assert.rejects(failing, TypeError);
    await other;
    assert.equal(engine.get('k'), undefined);
    assert.equal(await transactions.run(get('k'), false), undefined);
    assert.equal(engine.get('other'), 'right');
  });

  describe('whose batch cannot be written', () => {
    it('fail, and leave nothing half recorded', async () => {
      await transactions.run(put('k', 'before'), true);
      failAt(1);
      const steps = [transactions.run(put('k', 'after'), true), transactions.run(put('l', 'after'), true)];
      for (const step of steps) await assert.rejects(step, FULL);
      assert.deepEqual([engine.get('k'), engine.get('l')], ['before', undefined]);
      assert.equal(await transactions.run(get('k'), false), 'before');
    });

    it('take those along that built on them, or only looked', async () => {
      const gate = toGate();
      engine.onWrite = async () => {
        await gate.opened;
        throw FULL;
      };
      const first = transactions.run(put('k', '1'), true);
      while (engine.batches.length === 0) await new Promise(setImmediate);
      const looking = transactions.run(get('k'), false);
      const building = transactions.run((transaction) => transaction.put('k', `${transaction.get('k')}2`), true);
      const lookingAgain = transactions.run(get('k'), false);
      const all = Promise.allSettled([first, looking, building, lookingAgain]);
      gate.open();
      for (const { status } of await all) assert.equal(status, 'rejected');
      assert.equal(engine.batches.length, 1, 'what built on it was never written');
      assert.equal(engine.get('k'), undefined);
    });

    it('are forgotten: the next one starts from what the disk has, and works', async () => {
      await transactions.run((transaction) => transaction.putJson('k', { n: 1 }), true);
      failAt(1);
      await assert.rejects(
        transactions.run((transaction) => transaction.putJson('k', { n: 2 }), true),
        FULL,
      );
      const next = await transactions.run((transaction) => {
        const known = transaction.getJson<{ n: number }>('k');
        transaction.putJson('k', { n: (known?.n ?? 0) + 10 });
        return known;
      }, true);
      assert.deepEqual(next, { n: 1 });
      assert.equal(engine.get('k'), '{"n":11}');
    });

    it('are no unhandled rejection where nobody waits', async () => {
      failAt(0);
      transactions.run(put('k', 'v'), true).catch(() => undefined);
      await transactions.settled();
      assert.equal(engine.get('k'), undefined);
    });
  });

  it('that cannot start because the engine is not ready fail, and change nothing', async () => {
    engine.ready = () => Promise.reject(FULL);
    await assert.rejects(transactions.run(put('k', 'v'), true), FULL);
    engine.ready = async () => undefined;
    assert.equal(await transactions.run(get('k'), false), undefined);
  });

  it('are waited for as far as they are on their way, though more and more come', async () => {
    let isOver = false;
    let count = 0;
    const keepBusy = async (): Promise<void> => {
      while (!isOver) {
        count += 1;
        await transactions.run(put('busy', String(count)), false);
      }
    };
    const busy = [keepBusy(), keepBusy(), keepBusy()];
    while (engine.batches.length < 3) await new Promise(setImmediate);
    await transactions.flushed();
    isOver = true;
    await Promise.all(busy);
    await transactions.settled();
    assert.equal(engine.get('busy'), String(count));
  });
});
