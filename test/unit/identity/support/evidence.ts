import fc from 'fast-check';
import type { CustomerNames, Evidence } from '../../../../src/identity/evidence';
import type { Step } from './history';
import { announced, change, message, mismatch, status } from './ledger';

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

interface StepOptions {
  /** Who is seen, and who is approved. */
  seen: fc.Arbitrary<CustomerNames>;
  approved: fc.Arbitrary<CustomerNames>;
  /** Whether messages that leave without a hash are answered by a status. */
  answers: boolean;
}

/** A history of one number's customers. */
export const toSteps = ({ seen, approved, answers }: StepOptions): fc.Arbitrary<Step[]> =>
  fc.array(
    fc.oneof(
      {
        weight: 4,
        arbitrary: fc.record({
          type: fc.constant('see' as const),
          names: seen,
          at: second,
          evidence: fc.array(evidence, { minLength: answers ? 1 : 0, maxLength: answers ? 2 : 1 }),
        }),
      },
      {
        weight: 2,
        arbitrary: fc.record({
          type: fc.constant('approve' as const),
          names: approved,
          answer: fc.record({
            hash,
            delay: fc.integer({ min: 0, max: 2 }),
            span: fc.integer({ min: 0, max: 2 }),
            steps: answers ? fc.integer({ min: 0, max: 3 }) : fc.constant(NEVER),
          }),
        }),
      },
    ),
    { minLength: 2, maxLength: 9 },
  );

const NEVER = 100;
