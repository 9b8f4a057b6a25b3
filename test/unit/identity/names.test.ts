import assert from 'node:assert/strict';
import type { CustomerNames } from '../../../src/identity/evidence';
import { takeOut } from '../../../src/identity/forget';
import { learnSpelling } from '../../../src/identity/learn-spelling';
import { closeOver, toNameKeys } from '../../../src/identity/names';
import { change, message, TestLedger } from './support/ledger';

const NUMBER = { waId: '4915112345678' };
const NEW_NUMBER = { waId: '4915187654321' };
const ADA = { userId: 'DE.ada' };
const EVE = { userId: 'DE.eve' };
const both = (...names: CustomerNames[]): CustomerNames => Object.assign({}, ...names);

/** A ledger in which Ada, who goes by a user ID and a number, was authenticated with hash A at 10. */
function trusting(): TestLedger {
  const ledger = new TestLedger();
  ledger.see(message('A', 10), both(NUMBER, ADA));
  ledger.acknowledge(undefined, ADA);
  assert.equal(ledger.state(ADA), 'trusted A');
  return ledger;
}

describe('the names of a customer', () => {
  it('are looked up in every spelling of a number', () => {
    for (const [one, other] of [
      ['5511987654321', '551187654321'],
      ['525512345678', '5215512345678'],
      ['5491123456789', '541123456789'],
    ] as const) {
      const ledger = new TestLedger();
      ledger.see(message('A', 10), { waId: one });
      assert.equal(ledger.state({ waId: other }), 'seen A');
      ledger.see(change(20), { waId: other });
      assert.equal(ledger.state({ waId: one }), 'changed');
      assert.equal(ledger.state({ waId: `+${one}` }), 'changed');
    }
  });

  it('are not mixed up with a landline that has the same digits', () => {
    assert.deepEqual(toNameKeys({ waId: '551132654321' }), ['w:551132654321']);
  });

  it('are one customer once they came together, whichever is used', () => {
    const ledger = trusting();
    for (const names of [NUMBER, ADA, both(NUMBER, ADA)]) assert.equal(ledger.state(names), 'trusted A');
    ledger.see(message('B', 20), NUMBER);
    for (const names of [NUMBER, ADA, both(NUMBER, ADA)]) assert.equal(ledger.state(names), 'changed B');
  });

  it('may be a user ID alone that a number joins later: the approval stays', () => {
    const ledger = new TestLedger();
    ledger.see(message('A', 10), ADA);
    ledger.acknowledge(undefined, ADA);
    ledger.see(message('A', 20), both(NUMBER, ADA));
    assert.equal(ledger.state(NUMBER), 'trusted A');
  });

  it('may be a number alone that a user ID joins later: the approval stays', () => {
    const ledger = new TestLedger();
    ledger.see(message('A', 10), NUMBER);
    ledger.acknowledge(undefined, NUMBER);
    ledger.see(message('A', 20), both(NUMBER, ADA));
    assert.equal(ledger.state(ADA), 'trusted A');
  });

  describe('that are joined', () => {
    const joined = (prepare: (ledger: TestLedger) => void): TestLedger => {
      const ledger = new TestLedger();
      prepare(ledger);
      ledger.reports.length = 0;
      ledger.see([], both(NUMBER, ADA), { at: 30 });
      return ledger;
    };

    it('take the worse state: trusted and changed', () => {
      const ledger = joined((before) => {
        before.see(message('A', 10), NUMBER);
        before.acknowledge(undefined, NUMBER);
        before.see([message('A', 10), change(20)], ADA);
      });
      assert.match(ledger.state(NUMBER), /^changed/);
      assert.equal(ledger.reports.length, 1, 'the number was trusted until now');
    });

    it('take the worse state: trusted and seen, with the same hash', () => {
      const ledger = joined((before) => {
        before.see(message('A', 10), NUMBER);
        before.acknowledge(undefined, NUMBER);
        before.see(message('A', 12), ADA);
      });
      assert.equal(ledger.state(NUMBER), 'seen A');
    });

    it('unite their hashes: two of them are a change', () => {
      const ledger = joined((before) => {
        before.see(message('A', 10), NUMBER);
        before.see(message('B', 20), ADA);
      });
      assert.equal(ledger.state(NUMBER), 'changed B');
      assert.deepEqual(
        ledger.reports.map(({ hash, previousHash }) => [previousHash, hash]),
        [['A', 'B']],
      );
    });

    it('are reported though no hash is new: two hashes of one second', () => {
      const ledger = joined((before) => {
        before.see(message('A', 20), NUMBER);
        before.see(message('B', 20), ADA);
      });
      assert.equal(ledger.state(NUMBER), 'changed');
      assert.equal(ledger.reports.length, 1);
    });

    it('are no news when all of them were changed', () => {
      const ledger = joined((before) => {
        before.see(change(10), NUMBER);
        before.see(change(20), ADA);
      });
      assert.deepEqual(ledger.reports, []);
    });
  });

  describe('of a recycled number', () => {
    it('move it to the new customer, who starts changed and inherits nothing', () => {
      const ledger = trusting();
      const reports = ledger.see(message('E', 20), both(NUMBER, EVE));
      assert.equal(ledger.state(EVE), 'changed E');
      assert.equal(ledger.state(NUMBER), 'changed E');
      assert.deepEqual(
        reports.map(({ names, hash }) => [names.userId, hash]),
        [
          ['DE.eve', 'E'],
          ['DE.ada', null],
        ],
      );
    });

    it('leave the former customer changed, and tell so', () => {
      const ledger = trusting();
      const [, report] = ledger.see(message('E', 20), both(NUMBER, EVE));
      assert.equal(ledger.state(ADA), 'changed');
      assert.equal(report?.changeId, ledger.look(ADA).changeId);
      assert.deepEqual(report?.related, both(NUMBER, EVE));
    });

    it('do not inherit an approval with the very same hash', () => {
      const ledger = trusting();
      ledger.see(message('A', 20), both(NUMBER, EVE));
      assert.match(ledger.state(NUMBER), /^changed/);
    });

    it('do not inherit one that the number had before any user ID was known', () => {
      const ledger = new TestLedger();
      ledger.see(message('A', 10), NUMBER);
      ledger.acknowledge(undefined, NUMBER);
      ledger.see([], both(NUMBER, ADA), { at: 11 });
      ledger.see([], both(NUMBER, EVE), { at: 20 });
      assert.equal(ledger.state(EVE), 'changed');
      assert.equal(ledger.state(NUMBER), 'changed');
    });

    it('can be approved, each for itself', () => {
      const ledger = trusting();
      ledger.see(message('E', 20), both(NUMBER, EVE));
      ledger.acknowledge(undefined, EVE);
      assert.equal(ledger.state(NUMBER), 'trusted E');
      assert.equal(ledger.state(ADA), 'changed');
      ledger.see(message('A', 30), ADA);
      ledger.acknowledge(undefined, ADA);
      assert.deepEqual(
        [ledger.state(ADA), ledger.state(EVE), ledger.state(NUMBER)],
        ['trusted A', 'trusted E', 'trusted E'],
      );
    });

    it('stay with who came last, whatever comes late', () => {
      const ledger = new TestLedger();
      ledger.see(message('E', 20), both(NUMBER, EVE));
      ledger.see(message('A', 10), both(NUMBER, ADA));
      assert.equal(ledger.state(NUMBER), 'changed E');
      assert.equal(ledger.state(ADA), 'changed');
    });

    it('that went to and fro within one second trust nobody', () => {
      const ledger = new TestLedger();
      ledger.see([], both(NUMBER, ADA), { at: 10 });
      ledger.see([], both(NUMBER, EVE), { at: 10 });
      for (const names of [NUMBER, ADA, EVE]) assert.match(ledger.state(names), /^changed/);
    });
  });

  it('of a user who takes another number are one customer with both', () => {
    const ledger = trusting();
    ledger.see(message('A', 20), both(NEW_NUMBER, ADA));
    assert.equal(ledger.state(NEW_NUMBER), 'trusted A');
    assert.equal(ledger.state(NUMBER), 'trusted A');
  });

  it('remember the other side of a change, for people to see', () => {
    const ledger = trusting();
    ledger.see(change(20), NUMBER, { related: NEW_NUMBER });
    assert.deepEqual(
      [...ledger.entry(NUMBER).records.values()].flatMap(({ related }) => related ?? []),
      ['w:4915187654321'],
    );
  });

  describe('as a send answer spells them', () => {
    it('lead to the customer whom the platform knows', () => {
      const ledger = new TestLedger();
      ledger.see(message('A', 10), { waId: '4915100000001' });
      ledger.see(change(20), { waId: '4915100000001' });
      learnSpelling('4915199999999', '4915100000001', 21, ledger.context);
      assert.equal(ledger.state({ waId: '4915199999999' }), 'changed');
      ledger.see(message('B', 30), { waId: '4915199999999' });
      assert.equal(ledger.state({ waId: '4915100000001' }), 'changed B');
    });

    it('unite what was known under both: the worse state counts', () => {
      const ledger = new TestLedger();
      ledger.see(message('A', 10), { waId: '4915100000001' });
      ledger.acknowledge(undefined, { waId: '4915100000001' });
      ledger.see(change(20), { waId: '4915199999999' });
      const [report] = learnSpelling('4915199999999', '4915100000001', 21, ledger.context);
      assert.equal(ledger.state({ waId: '4915100000001' }), 'changed');
      assert.equal(report?.reason, 'number_changed');
      assert.equal(ledger.acknowledge({ changeId: report?.changeId ?? '' }, { waId: '4915199999999' }), 'acknowledged');
    });

    it('make what was named before too old to be approved, if they bring news', () => {
      const ledger = new TestLedger();
      ledger.see(message('A', 10), { waId: '4915100000001' });
      const named = ledger.change({ waId: '4915100000001' });
      ledger.see(message('B', 5), { waId: '4915199999999' });
      ledger.see(message('B', 12), { waId: '4915199999999' });
      learnSpelling('4915199999999', '4915100000001', 13, ledger.context);
      assert.equal(ledger.state({ waId: '4915100000001' }), 'changed B');
      assert.equal(ledger.acknowledge(named, { waId: '4915100000001' }), 'identity_changed_again');
    });

    it('are none where the platform named a user by the very number', () => {
      const ledger = trusting();
      assert.deepEqual(learnSpelling(NUMBER.waId, NEW_NUMBER.waId, 20, ledger.context), []);
      assert.equal(ledger.state(NEW_NUMBER), 'unknown');
    });
  });

  describe('of a forgotten customer', () => {
    it('are unknown, and leave a number to whoever has it by now', () => {
      const ledger = trusting();
      ledger.see(message('E', 20), both(NUMBER, EVE));
      const keys = takeOut(ADA, ledger.context);
      assert.deepEqual(keys, ['u:DE.ada']);
      assert.equal(ledger.state(EVE), 'changed E');
      assert.equal(ledger.state(NUMBER), 'changed E');
    });

    it('are all that belong to the customer', () => {
      const ledger = trusting();
      assert.deepEqual(takeOut(NUMBER, ledger.context).sort(), ['u:DE.ada', 'w:4915112345678']);
    });
  });

  it('closes over nothing but what is known', () => {
    assert.deepEqual(
      closeOver(both(NUMBER, ADA), () => undefined),
      ['u:DE.ada', 'w:4915112345678'],
    );
    assert.throws(() => closeOver({}, () => undefined), TypeError);
  });
});
