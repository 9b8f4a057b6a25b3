import assert from 'node:assert/strict';
import fc from 'fast-check';
import { MarkTable } from '../../../src/store/mark-table';
import { Marks } from '../../../src/store/marks';

const DAY = 86_400_000;
const NUMBER = '106540352242922';

describe('the marks of duplicates', () => {
  it('are known in any history as a plain set would know them, and no longer than eight days', () => {
    const additions = fc.array(fc.record({ key: fc.nat(30), days: fc.nat(3) }), { maxLength: 200 });
    fc.assert(
      fc.property(additions, (history) => {
        const marks = new Marks();
        const known = new Map<number, number>();
        let day = 20_000;
        for (const [index, { key, days }] of history.entries()) {
          day += days === 3 ? 3 : 0;
          const at = known.get(key);
          const isKnown = at !== undefined && day - at <= 8;
          assert.deepEqual(marks.add(NUMBER, `delivery ${index}`, [String(key)], day * DAY), [isKnown]);
          if (!isKnown) known.set(key, day);
        }
      }),
    );
  });

  it('are their own delivery\u2019s until it is finished', () => {
    const marks = new Marks();
    const now = 20_000 * DAY;
    assert.deepEqual(marks.add(NUMBER, 'first', ['a', 'b', 'a'], now), [false, false, true]);
    assert.deepEqual(marks.add(NUMBER, 'first', ['a', 'b', 'a'], now), [false, false, true]);
    assert.deepEqual(marks.add(NUMBER, 'second', ['b', 'c'], now), [true, false]);
    marks.release('first');
    assert.deepEqual(marks.add(NUMBER, 'first', ['a'], now), [true]);
  });

  it('come back from what was written down, with the deliveries that are not finished', () => {
    const [before, after] = [new Marks(), new Marks()];
    const now = 20_000 * DAY;
    before.add(NUMBER, 'finished', ['a', 'b'], now);
    before.add(NUMBER, 'unfinished', ['c'], now);
    before.add('another number', 'unfinished', ['a'], now);
    const bundle = before.take(now);
    assert.ok(bundle !== undefined);
    assert.equal(before.take(now), undefined);
    after.load(bundle.key, bundle.value, now, (id) => id === 'unfinished');
    assert.deepEqual(after.add(NUMBER, 'unfinished', ['a', 'c', 'd'], now), [true, false, false]);
    assert.deepEqual(after.add(NUMBER, 'new', ['a', 'b', 'c', 'd'], now), [true, true, true, true]);
    assert.deepEqual(after.add('another number', 'new', ['a', 'b'], now), [true, false]);
  });

  it('are not written down before that is known: what is being written is noted all the same', () => {
    const marks = new Marks();
    marks.add('1', 'delivery', ['one'], 20_000 * DAY);
    const noted = marks.unwrittenOf('delivery');
    assert.ok(noted);
    const bundle = marks.take(20_000 * DAY);
    assert.equal(marks.unwrittenOf('delivery'), noted);
    marks.add('2', 'delivery', ['two'], 20_000 * DAY);
    assert.equal(marks.unwrittenOf('delivery')?.split(' ').length, 2);
    bundle?.written();
    assert.equal(marks.unwrittenOf('delivery')?.split(' ').length, 1);
    marks.take(20_000 * DAY)?.giveBack();
    assert.ok(marks.unwrittenOf('delivery'));
    marks.take(20_000 * DAY)?.written();
    assert.equal(marks.unwrittenOf('delivery'), undefined);
  });

  it('are written down with the next bundle when one could not be', () => {
    const marks = new Marks();
    const now = 20_000 * DAY;
    marks.add(NUMBER, 'first', ['a'], now);
    marks.take(now)?.giveBack();
    marks.add(NUMBER, 'second', ['b'], now);
    const restored = new Marks();
    const bundle = marks.take(now);
    restored.load(bundle?.key ?? '', bundle?.value ?? '', now, () => false);
    assert.deepEqual(restored.add(NUMBER, 'again', ['a', 'b', 'c'], now), [true, true, false]);
  });

  it('say nothing about the customer', () => {
    const marks = new Marks();
    marks.add(NUMBER, 'delivery', ['message:16315551001'], 20_000 * DAY);
    const { key, value } = marks.take(20_000 * DAY) ?? assert.fail('there is something to write');
    assert.ok(!`${key}${value}${Buffer.from(value, 'base64').toString('latin1')}`.includes('16315551001'));
  });

  it('take a fraction of what a set of strings takes, and forget the old ones when they need room', () => {
    const table = new MarkTable();
    let state = 1;
    // Xorshift: as good as a digest for this.
    const next = (): number => {
      state ^= state << 13;
      state ^= state >>> 17;
      state ^= state << 5;
      return state >>> 0;
    };
    for (let index = 0; index < 50_000; index += 1) assert.ok(table.add(next(), next(), index, 1, 0));
    assert.equal(table.size, 50_000);
    for (let index = 0; index < 50_000; index += 1) table.add(next(), next(), index, 20, 12);
    assert.ok(table.size < 60_000, `${table.size}`);
  });
});
