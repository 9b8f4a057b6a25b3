import assert from 'node:assert/strict';
import { RecentValues } from '../../src/recent-values';

describe('values that were used lately', () => {
  it('are the latest ones, at least as many as told and at most twice as many', () => {
    const values = new RecentValues<number>(10);
    for (let index = 0; index < 1_000; index += 1) {
      values.set(String(index), index);
      for (let back = 0; back < Math.min(index + 1, 10); back += 1) {
        assert.equal(values.get(String(index - back)), index - back);
      }
    }
    const kept = Array.from({ length: 1_000 }, (_, index) => values.get(String(index))).filter((n) => n !== undefined);
    assert.ok(kept.length >= 10 && kept.length <= 20, `${kept.length}`);
  });

  it('stay while they are used', () => {
    const values = new RecentValues<string>(10);
    values.set('in use', 'here');
    for (let index = 0; index < 500; index += 1) {
      values.set(String(index), '');
      assert.equal(values.get('in use'), 'here');
    }
  });

  it('are gone when they are deleted, whatever their age', () => {
    const values = new RecentValues<number>(2);
    for (const [index, key] of ['a', 'b', 'c'].entries()) values.set(key, index);
    for (const key of ['a', 'c']) values.delete(key);
    assert.deepEqual(
      ['a', 'b', 'c'].map((key) => values.get(key)),
      [undefined, 1, undefined],
    );
    values.clear();
    assert.equal(values.get('b'), undefined);
  });
});
