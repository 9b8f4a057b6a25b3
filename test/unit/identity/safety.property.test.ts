import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CustomerNames, Evidence } from '../../../src/identity/evidence';
import { type LedgerEntry, toView } from '../../../src/identity/ledger';
import { type GuardDecision, guard, type SendPolicy } from '../../../src/identity/policy';
import { toSteps } from './support/evidence';
import { type Item, play, toItems } from './support/history';
import { ADA, TestLedger } from './support/ledger';
import { Witness } from './support/witness';

const RUNS = Number(process.env.LEDGER_RUNS ?? 1000);
const PRIVATE: SendPolicy[] = ['same', 'authenticated'];

const decide = (ledger: TestLedger, policy: SendPolicy): GuardDecision => {
  const { state, hash } = ledger.look();
  return guard({ policy, state, hash, isProbing: false });
};

/** What is necessary at every moment for nothing private to reach a stranger. */
function assertSafe(ledger: TestLedger, witness: Witness): void {
  const { state, hash } = ledger.look();
  if (state === 'trusted') {
    assert.ok(hash !== null && witness.isApproved(hash), `${hash} is trusted and was not approved, or not since`);
  }
  for (const policy of PRIVATE) {
    const decision = decide(ledger, policy);
    if (decision.action === 'hold') continue;
    assert.notEqual(state, 'changed');
    if (decision.hash !== null) assert.ok(witness.isCurrent(decision.hash), `${decision.hash} may be outdated`);
    else assert.ok(decision.isProbe ? witness.isAwaited() : witness.knowsNothing(), 'a private message without a hash');
    if (policy === 'authenticated') assert.ok(state === 'trusted' || state === 'acknowledged');
  }
}

const isChanged = ({ verdict }: LedgerEntry): boolean => verdict.state === 'changed';

describe('the guard and the ledger, at every moment of any history', () => {
  it('trust nobody who was not approved, and send nothing private to a hash that may be outdated', () => {
    const steps = toSteps({ seen: fc.constant(ADA), approved: fc.constant(ADA), answers: true });
    fc.assert(
      fc.property(steps, (history) => {
        const ledger = new TestLedger();
        const witness = new Witness();
        const probes = new Map<Item, string | undefined>();
        for (const item of toItems(history)) {
          if (item.type === 'see') {
            witness.saw(item.evidence);
            ledger.see(item.evidence);
          } else if (item.type === 'approve') {
            const before = ledger.look();
            const outcome = ledger.acknowledge(before.state === 'unknown' ? { newest: true } : undefined);
            if (outcome === 'acknowledged') witness.approved(item, before.hash);
            probes.set(item, ledger.entry().summary.blind?.key?.at(-1)?.id);
          } else {
            const probe = probes.get(item.approval);
            witness.saw([item.evidence], true);
            witness.revealed(item.approval, item.evidence.hash, item.evidence.at);
            ledger.see({ ...item.evidence, ...(probe === undefined ? {} : { probe }) });
          }
          assertSafe(ledger, witness);
        }
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);

  it('tell the flow of every change, with an ID that approves the newest', () => {
    const names: CustomerNames[] = [{ waId: '4915112345678' }, { userId: 'DE.1' }, { userId: 'DE.2' }];
    const pairs = names.slice(1).map((user) => ({ ...names[0], ...user }));
    const seen = fc.constantFrom(...names, ...pairs);
    fc.assert(
      fc.property(toSteps({ seen, approved: fc.constantFrom(...names), answers: false }), (history) => {
        const ledger = new TestLedger();
        for (const step of history) {
          if (step.type === 'approve') {
            ledger.acknowledge(undefined, step.names);
            continue;
          }
          const before = names.map((customer) => ({ customer, ...ledger.entry(customer) }));
          const wasChanged = new Set(before.filter(isChanged).map(({ primary }) => primary));
          const reports = ledger.see(step.evidence, step.names, { at: step.at });
          for (const { customer, primary, verdict, records } of before) {
            const { keys, primary: present } = ledger.entry(customer);
            const { state, changeId } = ledger.look(customer);
            if (state !== 'changed' || verdict.state === 'changed') continue;
            // A number that now stands for somebody who was `changed` already, or one more name of theirs, is no news.
            const isNobody = records.size === 0 || present !== primary;
            if (isNobody && keys.some((key) => wasChanged.has(key))) continue;
            assert.ok(changeId !== null && reports.some((report) => report.changeId === changeId));
          }
        }
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);

  it('learn nothing from what they know: a second copy of everything changes and reports nothing', () => {
    const steps = toSteps({ seen: fc.constant(ADA), approved: fc.constant(ADA), answers: false });
    fc.assert(
      fc.property(steps, (history) => {
        const seen = toItems(history).filter((item): item is Item & { type: 'see' } => item.type === 'see');
        const evidence: Evidence[] = seen.flatMap((item) => item.evidence);
        const { ledger } = play(toItems(history), [ADA]);
        const before = ledger.entry();
        for (const item of evidence) assert.deepEqual(ledger.see(item), []);
        assert.deepEqual(ledger.entry().verdict, before.verdict);
        assert.deepEqual(ledger.look(), toView(before));
      }),
      { numRuns: RUNS },
    );
  }).timeout(3_600_000);
});
