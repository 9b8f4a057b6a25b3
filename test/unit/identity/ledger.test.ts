import assert from 'node:assert/strict';
import type { Evidence } from '../../../src/identity/evidence';
import { ADA, announced, change, message, mismatch, status, TestLedger } from './support/ledger';

/** A ledger in which somebody with hash A was authenticated at 10. */
function trusting(): TestLedger {
  const ledger = new TestLedger();
  ledger.see(message('A', 10));
  assert.equal(ledger.acknowledge(), 'acknowledged');
  assert.equal(ledger.state(), 'trusted A');
  return ledger;
}

/** A ledger in which somebody was approved at 20 while the new hash was not known. */
function waiting(): { ledger: TestLedger; answer: (hash: string, sent: number, at: number) => Evidence } {
  const ledger = trusting();
  ledger.see(change(20));
  assert.equal(ledger.acknowledge(), 'acknowledged');
  assert.equal(ledger.state(), 'acknowledged');
  const probe = ledger.entry().summary.blind?.key?.at(-1)?.id;
  assert.ok(probe !== undefined);
  return { ledger, answer: (hash, sent, at) => ({ ...status(hash, sent, at), probe }) as Evidence };
}

describe('the states of trust', () => {
  it('begin with unknown, which nothing can name', () => {
    const ledger = new TestLedger();
    assert.deepEqual(ledger.look(), { state: 'unknown', hash: null, since: null, changeId: null });
  });

  it('go from unknown to seen with the first hash: seeing is not trusting', () => {
    const ledger = new TestLedger();
    assert.deepEqual(ledger.see(message('A', 10)), []);
    const { state, hash, since } = ledger.look();
    assert.deepEqual([state, hash, since], ['seen', 'A', '1970-01-01T00:00:10.000Z']);
  });

  it('go from seen to trusted by acknowledging, by change ID or by hash', () => {
    for (const name of ['id', 'hash']) {
      const ledger = new TestLedger();
      ledger.see(message('A', 10));
      assert.equal(ledger.acknowledge(name === 'id' ? undefined : { hash: 'A' }), 'acknowledged');
      assert.equal(ledger.state(), 'trusted A');
    }
  });

  it('stay trusted with the same hash', () => {
    const ledger = trusting();
    assert.deepEqual(ledger.see([message('A', 20), status('A', 15, 25)]), []);
    assert.equal(ledger.state(), 'trusted A');
  });

  const news: [name: string, state: string, evidence: Evidence][] = [
    ['another hash of a message', 'changed B', message('B', 20)],
    ['another hash of a status', 'changed B', status('B', 15, 20)],
    ['a change without a hash', 'changed', change(20)],
    ['an announced hash', 'changed B', announced('B', 20)],
    ['the announcement of the very same hash', 'changed A', announced('A', 20)],
    ['a refusal of the current hash', 'changed', mismatch('A', 20)],
    ['a hash of the same second', 'changed', message('B', 10)],
  ];
  for (const [name, state, evidence] of news) {
    it(`go from trusted to changed with ${name}`, () => {
      const ledger = trusting();
      const reports = ledger.see(evidence);
      assert.equal(ledger.state(), state);
      assert.deepEqual(
        reports.map(({ changeId }) => changeId),
        [ledger.look().changeId],
      );
    });

    it(`go from seen to changed with ${name}, or stay changed`, () => {
      const ledger = new TestLedger();
      ledger.see(message('A', 10));
      ledger.see(evidence);
      assert.equal(ledger.state(), state);
      ledger.see(change(50));
      ledger.see({ ...evidence, at: 70, ...(evidence.type === 'hash' ? { notBefore: 60 } : {}) });
      assert.match(ledger.state(), /^changed/);
    });
  }

  it('go from changed to trusted with the current hash', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    assert.equal(ledger.acknowledge(), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
  });

  it('go from changed to acknowledged while no hash is known, and from unknown', () => {
    const ledger = trusting();
    ledger.see(change(20));
    assert.equal(ledger.acknowledge(), 'acknowledged');
    assert.equal(ledger.state(), 'acknowledged');
    const stranger = new TestLedger();
    assert.equal(stranger.acknowledge({ newest: true }), 'acknowledged');
    assert.equal(stranger.state(), 'acknowledged');
  });

  it('go from any state to changed by revoking, and stay until somebody is approved again', () => {
    const seen = new TestLedger();
    seen.see(message('A', 10));
    for (const ledger of [new TestLedger(), seen, trusting(), waiting().ledger]) {
      ledger.revoke();
      assert.match(ledger.state(), /^changed/);
      ledger.see(message('A', 100));
      assert.equal(ledger.state(), 'changed A', 'a hash that is seen again is no approval');
      assert.equal(ledger.acknowledge(), 'acknowledged');
      assert.equal(ledger.state(), 'trusted A');
    }
  });

  it('never come out of the platform’s own `acknowledged`', () => {
    const ledger = new TestLedger();
    ledger.see(announced('A', 10));
    assert.equal(ledger.state(), 'changed A');
  });
});

describe('an acknowledgement', () => {
  it('is idempotent', () => {
    const ledger = trusting();
    const before = ledger.look();
    assert.equal(ledger.acknowledge(), 'acknowledged');
    assert.deepEqual(ledger.look(), before);
  });

  it('of an older change changes nothing', () => {
    const ledger = trusting();
    const [first] = ledger.see(message('B', 20));
    ledger.see(message('C', 30));
    assert.ok(first !== undefined);
    assert.equal(ledger.acknowledge({ changeId: first.changeId }), 'identity_changed_again');
    assert.equal(ledger.acknowledge({ hash: 'B' }), 'identity_changed_again');
    assert.equal(ledger.state(), 'changed C');
  });

  it('of a change after which the same came back changes nothing: A, B, A, B', () => {
    const ledger = trusting();
    const [first] = ledger.see(message('B', 20));
    ledger.see(message('A', 30));
    ledger.see(message('B', 40));
    assert.ok(first !== undefined);
    assert.equal(ledger.acknowledge({ changeId: first.changeId }), 'identity_changed_again');
    assert.equal(ledger.state(), 'changed B');
  });

  it('survives evidence of before that comes late', () => {
    const ledger = trusting();
    const [report] = ledger.see(message('B', 20));
    assert.ok(report !== undefined);
    ledger.see([message('A', 15), status('A', 8, 25), mismatch('A', 22)]);
    assert.equal(ledger.acknowledge({ changeId: report.changeId }), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
    ledger.see([message('A', 19), status('A', 9, 60), mismatch('A', 70)]);
    assert.equal(ledger.state(), 'trusted B');
  });

  it('by a hash says nothing about the other kind of hash', () => {
    const ledger = trusting();
    ledger.see(announced('X', 10, 'identity'));
    ledger.see(message('A', 30));
    assert.equal(ledger.state(), 'changed A');
    assert.equal(ledger.acknowledge({ hash: 'A' }), 'identity_changed_again');
    assert.equal(ledger.state(), 'changed A');
    assert.equal(ledger.acknowledge(), 'acknowledged');
    assert.equal(ledger.state(), 'trusted A');
  });

  it('without a name approves whatever is newest', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    assert.equal(ledger.acknowledge({ newest: true }), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
  });
});

describe('an approval', () => {
  it('ends for good: the approved hash that comes back is approved no more', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    ledger.see(message('A', 30));
    assert.equal(ledger.state(), 'changed A');
  });

  it('ends for good with a change or a refusal after which the same hash is seen', () => {
    for (const evidence of [change(20), mismatch('A', 20)]) {
      const ledger = trusting();
      ledger.see(evidence);
      ledger.see(message('A', 30));
      assert.equal(ledger.state(), 'changed A');
    }
  });

  it('is not restored by a delayed old hash', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    ledger.see([message('A', 15), status('A', 12, 18)]);
    assert.equal(ledger.state(), 'changed B');
  });

  it('ends with a status that may be newer, and is not restored by what is seen later', () => {
    const ledger = new TestLedger();
    ledger.see(message('A', 10));
    ledger.acknowledge();
    // Sent before A was seen, delivered long after: nobody can tell whether B came before A or after.
    ledger.see(status('B', 5, 40));
    assert.equal(ledger.state(), 'changed');
    ledger.see(message('A', 50));
    assert.equal(ledger.state(), 'changed A');
  });

  it('of a hash known by a status alone ends with a change during its way', () => {
    const ledger = new TestLedger();
    ledger.see(status('A', 5, 30));
    ledger.acknowledge();
    ledger.see(change(20));
    ledger.see(message('A', 50));
    assert.equal(ledger.state(), 'changed A');
  });

  it('lasts when the late evidence turns out to be older', () => {
    const ledger = trusting();
    ledger.see(status('B', 5, 15));
    assert.equal(ledger.state(), 'changed');
    ledger.see(message('B', 6));
    assert.equal(ledger.state(), 'trusted A');
  });

  it('of one customer says nothing about another', () => {
    const ledger = trusting();
    ledger.see(message('A', 10), { waId: '4917600000000' });
    assert.equal(ledger.state({ waId: '4917600000000' }), 'seen A');
  });
});

describe('an approval without a hash', () => {
  it('adopts the hash on the status of its own message', () => {
    const { ledger, answer } = waiting();
    assert.deepEqual(ledger.see(answer('B', 21, 22)), []);
    assert.equal(ledger.state(), 'trusted B');
  });

  it('adopts the former hash too, if that is what the status shows', () => {
    const { ledger, answer } = waiting();
    ledger.see(answer('A', 21, 22));
    assert.equal(ledger.state(), 'trusted A');
  });

  it('adopts the same from all statuses of the message, in any order', () => {
    const { ledger, answer } = waiting();
    ledger.see(answer('B', 21, 25));
    ledger.see(answer('B', 21, 23));
    assert.equal(ledger.state(), 'trusted B');
  });

  it('adopts nothing when two statuses of the message show two hashes', () => {
    const { ledger, answer } = waiting();
    ledger.see(answer('B', 21, 22));
    ledger.see(answer('C', 21, 30));
    assert.match(ledger.state(), /^changed/);
  });

  it('adopts nothing after a stranger wrote first', () => {
    const { ledger, answer } = waiting();
    const reports = ledger.see(message('B', 25));
    assert.equal(ledger.state(), 'changed B');
    assert.deepEqual(
      reports.map(({ hash }) => hash),
      ['B'],
    );
    ledger.see(answer('B', 21, 30));
    assert.equal(ledger.state(), 'changed B');
  });

  it('adopts nothing if a stranger turns out to have written first', () => {
    const { ledger, answer } = waiting();
    ledger.see(answer('B', 21, 30));
    ledger.see(message('B', 25));
    assert.equal(ledger.state(), 'changed B');
  });

  it('stays adopted when the customer writes afterwards', () => {
    const { ledger, answer } = waiting();
    ledger.see(answer('B', 21, 30));
    ledger.see(message('B', 31));
    assert.equal(ledger.state(), 'trusted B');
  });

  it('adopts nothing from the status of another message', () => {
    const { ledger } = waiting();
    ledger.see(status('B', 21, 22));
    assert.equal(ledger.state(), 'changed B');
  });

  it('ends with any other news', () => {
    for (const evidence of [message('B', 21), message('A', 21), change(21), announced('B', 21), status('C', 15, 25)]) {
      const { ledger, answer } = waiting();
      assert.equal(ledger.see(evidence).length, 1);
      assert.match(ledger.state(), /^changed/);
      ledger.see(answer('D', 30, 31));
      assert.match(ledger.state(), /^changed/);
    }
  });

  it('ends with a hash of the same second that it did not know', () => {
    const { ledger } = waiting();
    ledger.see(message('B', 20));
    assert.match(ledger.state(), /^changed/);
  });

  it('is not disturbed by what is stale', () => {
    const { ledger, answer } = waiting();
    ledger.see([message('A', 15), status('A', 8, 40), mismatch('A', 22), change(20)]);
    assert.equal(ledger.state(), 'acknowledged');
    ledger.see(answer('B', 21, 22));
    assert.equal(ledger.state(), 'trusted B');
  });

  it('from unknown does not make the first hash of a stranger a seen one', () => {
    const ledger = new TestLedger();
    ledger.acknowledge({ newest: true });
    ledger.see(message('A', 10));
    assert.equal(ledger.state(), 'changed A');
  });

  it('ends for good once adopted, like any other', () => {
    for (const evidence of [message('C', 30), change(30), mismatch('B', 30), announced('B', 30)]) {
      const { ledger, answer } = waiting();
      ledger.see(answer('B', 21, 22));
      ledger.see(evidence);
      ledger.see(message('B', 40));
      assert.equal(ledger.state(), 'changed B');
    }
  });

  it('is not answered by a message that was sent under the one before', () => {
    const { ledger, answer } = waiting();
    ledger.see(change(30));
    ledger.acknowledge();
    assert.equal(ledger.state(), 'acknowledged');
    ledger.see(answer('B', 21, 40));
    assert.equal(ledger.state(), 'changed');
  });
});

describe('a refusal', () => {
  it('of a hash that is not current any more is stale', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    ledger.acknowledge();
    assert.deepEqual(ledger.see(mismatch('A', 30)), []);
    assert.equal(ledger.state(), 'trusted B');
  });

  it('of several messages in flight is one piece of news', () => {
    const ledger = trusting();
    const [report] = ledger.see(mismatch('A', 20));
    assert.deepEqual(ledger.see(mismatch('A', 21)), []);
    assert.ok(report !== undefined);
    assert.equal(ledger.acknowledge({ changeId: report.changeId }), 'acknowledged');
    assert.deepEqual(ledger.see(mismatch('A', 22)), []);
    assert.equal(ledger.state(), 'acknowledged');
  });
});

describe('reports', () => {
  it('tell what changed, since when, and by what', () => {
    const ledger = trusting();
    const evidence = message('B', 20);
    const [report, ...others] = ledger.see(evidence, ADA, { source: 'wamid.1' });
    assert.deepEqual(others, []);
    assert.deepEqual(report, {
      changeId: ledger.look().changeId,
      reason: 'hash_changed',
      names: ADA,
      previousHash: 'A',
      hash: 'B',
      changedAt: 20,
      evidence: [evidence],
      source: 'wamid.1',
    });
  });

  it('are one per new hash', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    assert.deepEqual(ledger.see([message('B', 21), status('B', 15, 22)]), []);
    assert.deepEqual(
      ledger.see(message('C', 30)).map(({ hash, previousHash }) => [previousHash, hash]),
      [['B', 'C']],
    );
  });

  it('without a hash are made only when not already changed', () => {
    const ledger = trusting();
    assert.deepEqual(
      ledger.see(change(20)).map(({ hash, previousHash }) => [previousHash, hash]),
      [['A', null]],
    );
    assert.deepEqual(ledger.see(change(30)), []);
    assert.deepEqual(ledger.see(mismatch('A', 40)), []);
  });

  it('without a hash are completed by the first new hash, under the same ID', () => {
    const ledger = trusting();
    const [report] = ledger.see(mismatch('A', 20));
    assert.deepEqual(ledger.see(message('B', 25)), []);
    assert.ok(report !== undefined);
    assert.equal(ledger.acknowledge({ changeId: report.changeId }), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
  });

  it('without a hash whose ID is dead are followed by another: somebody has to be asked again', () => {
    const ledger = trusting();
    const [first] = ledger.see(change(20));
    ledger.see(change(30));
    const [second] = ledger.see(message('B', 35));
    assert.ok(first !== undefined && second !== undefined);
    assert.equal(ledger.acknowledge({ changeId: first.changeId }), 'identity_changed_again');
    assert.equal(ledger.acknowledge({ changeId: second.changeId }), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
  });

  it('are made again after an approval, also where names came together since', () => {
    const ledger = new TestLedger();
    const number = { waId: '4915112345678' };
    ledger.see(message('A', 10), number);
    ledger.see(change(20), number);
    ledger.see([], { ...number, userId: 'DE.1' }, { at: 21 });
    assert.equal(ledger.acknowledge(), 'acknowledged');
    assert.equal(ledger.see(message('B', 30), { userId: 'DE.1' }).length, 1);
  });

  it('give an ID that can be approved when a hash comes back', () => {
    const ledger = new TestLedger();
    ledger.see(message('A', 10));
    ledger.see(message('A', 30));
    ledger.acknowledge();
    // B was there in between: what was approved is not the same A any more.
    const reports = ledger.see(message('B', 20));
    assert.equal(ledger.state(), 'changed A');
    assert.ok(reports.some(({ changeId }) => changeId === ledger.look().changeId));
  });

  it('name the present version where two hashes are tied', () => {
    const ledger = trusting();
    ledger.see(message('B', 20));
    const [report] = ledger.see(message('C', 20));
    assert.equal(report?.changeId, ledger.look().changeId);
    assert.equal(ledger.acknowledge({ changeId: report?.changeId ?? '' }), 'acknowledged');
    assert.equal(ledger.state(), 'acknowledged');
  });

  it('tell a change once that both kinds of hash show', () => {
    const ledger = trusting();
    ledger.see({ type: 'hash', kind: 'identity', hash: 'X', notBefore: 11, at: 11 });
    const other: Evidence = { type: 'hash', kind: 'identity', hash: 'Y', notBefore: 20, at: 20 };
    assert.deepEqual(
      ledger.see([message('B', 20), other]).map(({ hash }) => hash),
      ['B'],
    );
  });

  it('of a change announced in the other kind are completed by the first hash of the own', () => {
    const ledger = trusting();
    const [report] = ledger.see(announced('X', 20, 'identity'));
    assert.equal(report?.hash, 'X');
    assert.equal(report?.reason, 'identity_changed');
    assert.deepEqual(ledger.see(message('B', 30)), []);
    assert.equal(ledger.acknowledge({ changeId: report?.changeId ?? '' }), 'acknowledged');
    assert.equal(ledger.state(), 'trusted B');
  });

  it('tell of a hash that was first before another was refused', () => {
    const ledger = new TestLedger();
    ledger.see(mismatch('A', 15));
    ledger.see(message('B', 10));
    assert.deepEqual(
      ledger.see(message('B', 20)).map(({ hash }) => hash),
      ['B'],
    );
  });

  it('leave a line in a bounded trail', () => {
    const ledger = new TestLedger();
    for (let at = 1; at <= 200; at += 1) ledger.see(message(`H${at}`, at));
    const [record] = ledger.entry().records.values();
    assert.equal(record?.audit?.length, 50);
    assert.equal(Object.keys(record?.summary.hashes ?? {}).length, 200, 'the table of hashes is kept');
    assert.deepEqual(record?.audit?.at(-1), { at: 1_760_000_000_000, what: 'hash_changed', hash: 'H200' });
  });
});
