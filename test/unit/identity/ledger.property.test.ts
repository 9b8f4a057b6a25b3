import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CustomerNames } from '../../../src/identity/evidence';
import { toSteps } from './support/evidence';
import { type Item, play, toItems } from './support/history';
import { ADA } from './support/ledger';

const RUNS = Number(process.env.LEDGER_RUNS ?? 1000);

/** How items are put in another order: the number says where each goes, and every fourth one comes twice. */
const keys = fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 });

function shuffled(items: Item[], order: readonly number[]): Item[] {
  const [first] = items;
  // An approval of nobody known names nothing, and cannot be tried again: it stays where it is.
  const isFixed = (item: Item): boolean => item === first && item.type === 'approve' && item.isFirst;
  const isTwice = (item: Item, i: number): boolean => (order[i] ?? 0) % 4 === 0 && item.type !== 'approve';
  return items
    .flatMap((item, i) => (isTwice(item, i) ? [item, item] : [item]))
    .map((item, i) => ({ item, key: isFixed(item) ? -1 : ((order[i] ?? 0) * 7919) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
}

/** What is the same in every order, by customer. */
function final(items: Item[], customers: CustomerNames[]) {
  const { ledger, reported, refused } = play(items, customers);
  const adoptable = new Set(items.flatMap((item) => (item.type === 'answer' ? [item.evidence.hash] : [])));
  const verdicts = customers.map((names) => {
    const { state, hash, contents, due } = ledger.entry(names).verdict;
    // A customer may be `changed` for a while until a late piece of evidence clears things up; that is reported when it
    // happens, and names the hash that is current then. What has to be the same are the hashes that replaced another;
    // one that an approval waited for is adopted without a report, or reported where the approval was void by then.
    const bare = due.map((key) => key.slice('key:'.length));
    const silent = bare.filter((key) => !adoptable.has(key) && !reported.includes(key));
    return { state, hash, contents, due, silent };
  });
  return { verdicts, refused };
}

function assertSame(items: Item[], other: Item[], customers: CustomerNames[]): void {
  const expected = final(items, customers);
  const { verdicts, refused } = final(other, customers);
  for (const { silent } of verdicts) assert.deepEqual(silent, [], 'every hash that replaced another is reported');
  if (refused.length === 0) {
    assert.deepEqual(verdicts, expected.verdicts);
    return;
  }
  // Somebody approved while it was undecidable which hash is the current one. Where the evidence that decides it came
  // first, there never was such a version to be approved: then the customer stays `changed`, and nothing else differs.
  verdicts.forEach((verdict, i) => {
    const { state } = verdict.state === 'changed' ? verdict : (expected.verdicts[i] ?? verdict);
    assert.deepEqual(verdict, { ...expected.verdicts[i], state });
  });
}

const NUMBER: CustomerNames = { waId: '4915112345678' };
const FIRST: CustomerNames = { userId: 'DE.1' };
const SECOND: CustomerNames = { userId: 'DE.2' };

describe('the ledger, in any order of evidence, delayed and repeated', () => {
  it('comes to the same verdict, and reports the same hashes', () => {
    const steps = toSteps({ seen: fc.constant(ADA), approved: fc.constant(ADA), answers: true });
    fc.assert(
      fc.property(steps, keys, (history, order) => {
        const items = toItems(history);
        assertSame(items, shuffled(items, order), [ADA]);
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);

  it('does so for a customer whose names come together', () => {
    const names = fc.constantFrom(NUMBER, FIRST);
    const steps = toSteps({
      seen: fc.constantFrom(NUMBER, FIRST, { ...NUMBER, ...FIRST }),
      approved: names,
      answers: false,
    });
    fc.assert(
      fc.property(steps, keys, (history, order) => {
        const items = toItems(history);
        assertSame(items, shuffled(items, order), [NUMBER, FIRST]);
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);

  it('does so for a number that changes hands', () => {
    const names = fc.constantFrom(NUMBER, FIRST, SECOND, { ...NUMBER, ...FIRST }, { ...NUMBER, ...SECOND });
    fc.assert(
      fc.property(toSteps({ seen: names, approved: names, answers: false }), keys, (history, order) => {
        // Whom an approval by the number is about depends on who has the number by then: evidence alone.
        const items = toItems(history).filter(({ type }) => type === 'see');
        assertSame(items, shuffled(items, order), [NUMBER, FIRST, SECOND]);
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);
});
