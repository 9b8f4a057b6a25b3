import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { Engine, Operation } from '../../../src/store/engine';
import { readJournalRecord, toJournalRecord } from '../../../src/store/journal-record';
import { JournaledEngine } from '../../../src/store/journaled-engine';
import type { Log } from '../../../src/store/log';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { waitUntil } from '../../harness/wait';

const RUNS = Number(process.env.STORE_RUNS ?? 200);
const FULL = new Error('No space left on device');

const put = (key: string, value: string | null, isNew = false): Operation => ({ key, value, isNew });

/** An engine and a journal that outlive the process, and what is written to them. */
class Disk {
  readonly kept = createMemoryEngine();
  readonly journal: Log = createMemoryEngine().log;
  readonly batches: Operation[][] = [];
  /** Told before each write; what it throws is what the disk says. */
  onWrite: (to: 'engine' | 'journal' | 'drop') => void = () => undefined;

  open(options = {}): JournaledEngine {
    const { kept, journal } = this;
    const engine: Engine = {
      ...kept,
      write: async (operations, sync) => {
        this.onWrite('engine');
        this.batches.push([...operations]);
        await kept.write(operations, sync);
      },
      close: async () => undefined,
    };
    const log: Log = {
      ...journal,
      append: async (id, record) => {
        this.onWrite('journal');
        await journal.append(id, record);
      },
      drop: async (ids) => {
        this.onWrite('drop');
        await journal.drop(ids);
      },
    };
    return new JournaledEngine(engine, log, { mergeAfter: 60_000, ...options });
  }
}

describe('an engine with a journal before it', () => {
  let disk: Disk;
  beforeEach(() => {
    disk = new Disk();
  });

  const all = (engine: Engine): Promise<[string, string][]> => engine.range('', '\uffff', 100);

  it('has what was appended at once, and merges it later, each key once', async () => {
    const engine = disk.open({ mergeAfter: 10 });
    await engine.append([put('a', '1'), put('b', '1')], true);
    await engine.append([put('a', '2'), put('b', null)], false);
    assert.deepEqual([engine.get('a'), engine.get('b'), disk.kept.get('a')], ['2', undefined, undefined]);
    await waitUntil(() => disk.kept.get('a') === '2');
    const [batch = []] = disk.batches;
    assert.deepEqual([batch.length, disk.batches.length], [3, 1]);
    assert.equal(engine.get('a'), '2');
    await waitUntil(async () => (await disk.journal.ids()).length === 0);
    await engine.close();
  });

  it('merges without waiting when there is much', async () => {
    const engine = disk.open({ mergeAt: 3 });
    await engine.append([put('a', '1'), put('b', '1'), put('c', '1')], true);
    await waitUntil(() => disk.kept.get('c') === '1');
    await engine.close();
  });

  it('never writes what has come and gone meanwhile', async () => {
    const engine = disk.open();
    await engine.append([put('passing', '1', true), put('known', '1')], true);
    await engine.append([put('passing', null), put('known', null)], true);
    assert.deepEqual(await all(engine), [['journal', '000000000002']]);
    assert.deepEqual(
      disk.batches.flat().map(({ key }) => key),
      ['known', 'journal'],
    );
    await engine.append([put('late', '1', true)], true);
    await all(engine);
    // It was merged: now it has to be removed there, too.
    await engine.append([put('late', null)], true);
    await all(engine);
    assert.equal(disk.kept.get('late'), undefined);
    await engine.close();
  });

  it('finds after a crash what was not merged, and does not undo what was written since', async () => {
    const engine = disk.open();
    await engine.append([put('a', '1'), put('b', '1')], true);
    disk.onWrite = (to) => {
      if (to === 'drop') throw FULL;
    };
    await engine.write([put('a', '2')], true);
    await engine.append([put('c', '3')], true);
    disk.onWrite = () => undefined;
    const next = disk.open();
    await next.ready();
    assert.deepEqual([next.get('a'), next.get('b'), next.get('c')], ['2', '1', '3']);
    await next.append([put('b', '4')], true);
    const last = disk.open();
    await last.ready();
    assert.deepEqual([last.get('a'), last.get('b'), last.get('c')], ['2', '4', '3']);
  });

  it('takes nothing more while it cannot merge, and works again by itself', async () => {
    const engine = disk.open();
    await engine.append([put('a', '1')], true);
    disk.onWrite = (to) => {
      if (to === 'engine') throw FULL;
    };
    await assert.rejects(all(engine), FULL);
    await assert.rejects(engine.append([put('b', '1')], true), FULL);
    assert.deepEqual([engine.get('a'), engine.get('b')], ['1', undefined]);
    disk.onWrite = () => undefined;
    await engine.append([put('b', '2')], true);
    assert.deepEqual(
      (await all(engine)).map(([key]) => key),
      ['a', 'b', 'journal'],
    );
    await engine.close();
  });

  it('knows nothing of what could not be appended', async () => {
    const engine = disk.open();
    disk.onWrite = () => {
      throw FULL;
    };
    await assert.rejects(engine.append([put('a', '1')], true), FULL);
    assert.equal(engine.get('a'), undefined);
    disk.onWrite = () => undefined;
    await engine.append([put('a', '2')], true);
    const next = disk.open();
    await next.ready();
    assert.equal(next.get('a'), '2');
  });

  it('has after a crash at any write what was acknowledged, and all or nothing of what was not', async () => {
    const operations = fc.array(
      fc.tuple(fc.constantFrom('a', 'b', 'c', 'd'), fc.option(fc.string({ unit: 'binary', maxLength: 4 }))),
      { minLength: 1, maxLength: 4 },
    );
    const steps = fc.array(
      fc.tuple(fc.constantFrom('append' as const, 'write' as const, 'merge' as const), operations),
      {
        minLength: 1,
        maxLength: 15,
      },
    );
    const plan = fc.array(fc.tuple(steps, fc.nat(20)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(plan, async (lives) => {
        const world = new Disk();
        let known = new Map<string, string>();
        for (const [life, crashAt] of lives) {
          let writes = 0;
          world.onWrite = () => {
            writes += 1;
            if (writes > crashAt) throw FULL;
          };
          const engine = world.open();
          const doubtful: Map<string, string>[] = [known];
          for (const [kind, changes] of life) {
            const next = new Map(known);
            for (const [key, value] of changes) {
              if (value === null) next.delete(key);
              else next.set(key, value);
            }
            const batch = changes.map(([key, value]) => put(key, value));
            const work =
              kind === 'merge'
                ? all(engine)
                : kind === 'append'
                  ? engine.append(batch, true)
                  : engine.write(batch, true);
            const isDone = await work.then(
              () => true,
              () => false,
            );
            if (!isDone) {
              if (kind !== 'merge') doubtful.push(next);
              break;
            }
            if (kind === 'merge') continue;
            known = next;
            doubtful.splice(0, doubtful.length, known);
          }
          world.onWrite = () => undefined;
          const after = new Map((await all(world.open())).filter(([key]) => key !== 'journal'));
          const matching = doubtful.find(
            (one) => JSON.stringify([...one].sort()) === JSON.stringify([...after].sort()),
          );
          assert.ok(
            matching !== undefined,
            `${JSON.stringify([...after])} is none of ${JSON.stringify(doubtful.map((one) => [...one]))}`,
          );
          known = matching;
        }
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a record of the journal', () => {
  it('gives back what it was made from', () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.record(
            { key: fc.string({ unit: 'binary' }), value: fc.option(fc.string({ unit: 'binary' })) },
            { noNullPrototype: true },
          ),
        ),
        (operations) => assert.deepEqual(readJournalRecord(toJournalRecord(operations)), operations),
      ),
    );
  });
});
