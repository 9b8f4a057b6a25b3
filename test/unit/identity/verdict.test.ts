import assert from 'node:assert/strict';
import type { Evidence } from '../../../src/identity/evidence';
import { emptySummary, withEvidence } from '../../../src/identity/summary';
import { judge } from '../../../src/identity/verdict';
import { announced, change, message, mismatch, status } from './support/ledger';

const summaryOf = (...evidence: Evidence[]) => evidence.reduce(withEvidence, emptySummary());

/** State and current hash after some evidence, without anybody's approval. */
function verdictOf(...evidence: Evidence[]): string {
  const { state, hash } = judge(summaryOf(...evidence), 'key');
  return hash === null ? state : `${state} ${hash}`;
}

describe('the verdict on a customer', () => {
  const cases: [name: string, verdict: string, evidence: Evidence[]][] = [
    ['nothing is known', 'unknown', []],
    ['a first hash came with a message', 'seen A', [message('A', 10)]],
    ['a first hash came with a status', 'seen A', [status('A', 5, 10)]],
    ['the same hash came again', 'seen A', [message('A', 10), message('A', 20)]],
    ['a second hash came with a message', 'changed B', [message('A', 10), message('B', 20)]],
    ['a second hash came with a status', 'changed B', [message('A', 10), status('B', 15, 20)]],
    ['A came, then B, then A', 'changed A', [message('A', 10), message('B', 20), message('A', 30)]],
    ['two hashes came within one second', 'changed', [message('A', 10), message('B', 10)]],
    ['the tie is decided by a later message', 'changed B', [message('A', 10), message('B', 10), message('B', 11)]],
    ['a change without a hash came', 'changed', [message('A', 10), change(20)]],
    ['a change without a hash is all there is', 'changed', [change(20)]],
    ['a hash came in the second of a change', 'changed', [change(20), message('B', 20)]],
    ['a hash came after a change', 'changed B', [change(20), message('B', 21)]],
    ['a change came late, from before the first hash', 'changed A', [message('A', 10), change(5)]],
    ['the change itself named the hash', 'changed B', [announced('B', 20)]],
    ['the current hash was refused', 'changed', [message('A', 10), mismatch('A', 20)]],
    ['the current hash was refused within the second it was seen', 'changed', [message('A', 10), mismatch('A', 10)]],
    ['the refused hash was seen again later', 'changed A', [message('A', 10), mismatch('A', 20), message('A', 30)]],
    ['a hash that nobody saw was refused', 'changed', [mismatch('A', 20)]],
    // A status shows the hash of any moment between sending and itself.
    ['a status came that may be older than the current hash', 'changed', [message('A', 10), status('B', 5, 15)]],
    [
      'a replaced hash came on a status of a message sent before',
      'changed B',
      [message('A', 1), message('B', 10), status('A', 5, 15)],
    ],
    [
      'a replaced hash came on a status of a message sent after',
      'changed A',
      [message('A', 1), message('B', 10), status('A', 11, 15)],
    ],
    [
      'a replaced hash came on a status of a message sent in the very second',
      'changed',
      [message('A', 1), message('B', 10), status('A', 10, 15)],
    ],
  ];
  for (const [name, expected, evidence] of cases) {
    it(`is ${expected} when ${name}`, () => {
      assert.equal(verdictOf(...evidence), expected);
      assert.equal(verdictOf(...evidence.toReversed()), expected, 'in any order');
      assert.equal(verdictOf(...evidence, ...evidence), expected, 'however often');
    });
  }

  it('names what an approval has to cover: it grows with newer evidence', () => {
    const before = judge(summaryOf(message('A', 10), message('B', 20)), 'key').contents;
    const same = judge(summaryOf(message('A', 10), message('B', 20), message('B', 30), status('A', 5, 25)), 'key');
    assert.deepEqual(same.contents, before, 'stale statuses and the same hash are no news');
    const after = judge(summaryOf(message('A', 10), message('B', 20), message('A', 25), message('B', 30)), 'key');
    assert.notDeepEqual(after.contents, before);
  });

  it('never compares hashes of different kinds', () => {
    const identity: Evidence = { type: 'hash', kind: 'identity', hash: 'X', notBefore: 20, at: 20 };
    const summary = summaryOf(message('A', 10), identity);
    assert.deepEqual([judge(summary, 'key').state, judge(summary, 'key').hash], ['seen', 'A']);
    assert.deepEqual([judge(summary, 'identity').state, judge(summary, 'identity').hash], ['seen', 'X']);
    assert.deepEqual(judge(summary, 'key').due, []);
  });

  it('is unknown to send with while only a hash of the other kind is known', () => {
    const summary = summaryOf({ type: 'hash', kind: 'identity', hash: 'X', notBefore: 20, at: 20 });
    assert.deepEqual([judge(summary, 'key').state, judge(summary, 'key').hash], ['unknown', null]);
  });

  it('is changed without a hash when the other kind announces a change', () => {
    const summary = summaryOf(message('A', 10), announced('X', 20, 'identity'));
    assert.deepEqual([judge(summary, 'key').state, judge(summary, 'key').hash], ['changed', null]);
  });

  it('is changed when the other kind changed, whatever its own hash', () => {
    const other = (hash: string, at: number): Evidence => ({ type: 'hash', kind: 'identity', hash, notBefore: at, at });
    const summary = summaryOf(message('A', 10), other('X', 11), other('Y', 20));
    assert.equal(judge(summary, 'key').state, 'changed');
  });

  describe('on what is due to be reported', () => {
    const dueOf = (...evidence: Evidence[]): string[] =>
      judge(summaryOf(...evidence), 'key').due.map((key) => key.slice('key:'.length));

    it('is nothing for a first hash, however often it is seen', () => {
      assert.deepEqual(dueOf(message('A', 10), message('A', 20)), []);
    });

    it('is each hash that came after another one', () => {
      assert.deepEqual(dueOf(message('C', 30), message('A', 10), message('B', 20)), ['B', 'C']);
    });

    it('is a first hash that came after a change, or that was announced', () => {
      assert.deepEqual(dueOf(change(5), message('A', 10)), ['A']);
      assert.deepEqual(dueOf(announced('A', 10)), ['A']);
    });

    it('is a hash that was there first and came back', () => {
      assert.deepEqual(dueOf(message('A', 10), message('B', 20), message('A', 30)), ['B', 'A']);
    });

    it('is nothing for two hashes of one second', () => {
      assert.deepEqual(dueOf(message('A', 10), message('B', 10)), []);
    });

    it('is a hash that comes after one that was only refused', () => {
      assert.deepEqual(dueOf(mismatch('A', 10), message('B', 20)), ['B']);
    });
  });
});
