import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CustomerNames, Evidence } from '../../../src/identity/evidence';
import { type Item, play, type Step, toItems } from './support/history';
import { ADA, announced, change, message, mismatch, status } from './support/ledger';

const RUNS = Number(process.env.LEDGER_RUNS ?? 1000);

const hash = fc.constantFrom('A', 'B', 'C', 'D');
const second = fc.integer({ min: 1, max: 8 });

/** What one webhook may tell; few hashes and few seconds, so that ties and returns are common. */
const evidence: fc.Arbitrary<Evidence> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(hash, second).map(([h, at]) => message(h, at)) },
  {
    weight: 4,
    arbitrary: fc
      .tuple(hash, second, fc.integer({ min: 0, max: 4 }), fc.boolean())
      .map(([h, sent, span, isHalf]) => status(h, isHalf ? sent - 0.5 : sent, sent + span)),
  },
  { weight: 2, arbitrary: fc.tuple(hash, second).map(([h, at]) => mismatch(h, at)) },
  { weight: 2, arbitrary: second.map(change) },
  { weight: 1, arbitrary: fc.tuple(hash, second).map(([h, at]) => announced(h, at)) },
);

const steps = (names: fc.Arbitrary<CustomerNames>, answers: boolean): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          type: fc.constant('see' as const),
          names,
          at: second,
          evidence: fc.array(evidence, { minLength: answers ? 1 : 0, maxLength: answers ? 2 : 1 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('approve' as const),
          names,
          answer: fc.record({
            hash,
            delay: fc.integer({ min: 0, max: 2 }),
            span: fc.integer({ min: 0, max: 2 }),
            steps: answers ? fc.integer({ min: 0, max: 3 }) : fc.constant(100),
          }),
        }),
      },
    ),
    { minLength: 2, maxLength: 9 },
  );

/** The items in another order, some of them twice. */
const shuffled = (items: Item[], keys: readonly number[]): Item[] => {
  const [first] = items;
  const twice = items.flatMap((item, i) =>
    (keys[i] ?? 0) % 4 === 0 && item.type !== 'approve' ? [item, item] : [item],
  );
  // An approval of nobody known names nothing, and stands at the beginning.
  const isFixed = (item: Item): boolean => item === first && item.type === 'approve' && item.isFirst;
  return twice
    .map((item, i) => ({ item, key: isFixed(item) ? -1 : ((keys[i] ?? 0) * 7919) % 1009 }))
    .sort((a, b) => a.key - b.key)
    .map(({ item }) => item);
};

/** What is the same in every order, by customer. */
function final(items: Item[], names: CustomerNames[]) {
  const { ledger, reported, refused } = play(items);
  const adoptable = new Set(items.flatMap((item) => (item.type === 'answer' ? [item.evidence.hash] : [])));
  const verdicts = names.map((name) => {
    const { state, hash: current, contents, due } = ledger.entry(name).verdict;
    // A customer may be `changed` for a while until a late piece of evidence clears things up; that is reported when it
    // happens, and names the hash that is current then. What has to be the same are the hashes that replaced another;
    // one that an approval waited for is adopted without a report, or reported where the approval was void by then.
    const bare = due.map((key) => key.slice('key:'.length));
    const silent = bare.filter((key) => !adoptable.has(key) && !reported.includes(key));
    return { state, hash: current, contents, due, silent };
  });
  return { verdicts, refused };
}

function assertSame(items: Item[], other: Item[], names: CustomerNames[]): void {
  const expected = final(items, names);
  const { verdicts, refused } = final(other, names);
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

const keys = fc.array(fc.nat(1000), { minLength: 24, maxLength: 24 });

describe('the ledger, whatever the order of evidence', () => {
  it('comes to the same verdict and the same reports', () => {
    fc.assert(
      fc.property(steps(fc.constant(ADA), true), keys, (history, order) => {
        const items = toItems(history);
        assertSame(items, shuffled(items, order), [ADA]);
      }),
      { numRuns: RUNS },
    );
  }).timeout(600_000);
});
