import { equal } from 'node:assert/strict';
import { learnSpelling } from '../../../src/identity/learn-spelling';
import { message, TestLedger } from './support/ledger';

describe('a number that is answered for under another', () => {
  it('keeps the user by whom the platform knows it: a changed customer stays changed', () => {
    const ledger = new TestLedger();
    const names = { waId: '4915199999999', userId: 'DE.ada' };
    ledger.see(message('A', 10), names);
    ledger.see(message('B', 20), names);
    learnSpelling('4915199999999', '4915100000001', 1, ledger.context);
    equal(ledger.state({ waId: '4915199999999' }), 'changed B');
    equal(ledger.state({ userId: 'DE.ada' }), 'changed B');
  });
});
