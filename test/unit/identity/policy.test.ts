import assert from 'node:assert/strict';
import { type GuardQuestion, guard, guardGroup } from '../../../src/identity/policy';
import { InputError } from '../../../src/platform/errors';

const decide = (question: Partial<GuardQuestion>): string => {
  const decision = guard({ policy: 'same', state: 'unknown', hash: null, isProbing: false, ...question });
  if (decision.action === 'hold') return `hold: ${decision.reason}`;
  return `send ${decision.hash ?? 'without hash'}${decision.isProbe ? ', to learn it' : ''}`;
};

const STATES = [
  { state: 'unknown', hash: null },
  { state: 'seen', hash: 'A' },
  { state: 'trusted', hash: 'A' },
  { state: 'changed', hash: 'B' },
  { state: 'changed', hash: null },
  { state: 'acknowledged', hash: null },
] as const;

describe('the guard', () => {
  const tables = {
    same: [
      'send without hash',
      'send A',
      'send A',
      'hold: identity_changed',
      'hold: identity_changed',
      'send without hash, to learn it',
    ],
    authenticated: [
      'hold: identity_unknown',
      'hold: identity_unknown',
      'send A',
      'hold: identity_changed',
      'hold: identity_changed',
      'send without hash, to learn it',
    ],
    whoever: Array.from({ length: 6 }, () => 'send without hash'),
  } as const;
  for (const [policy, expected] of Object.entries(tables)) {
    it(`keeps to the table of "${policy}"`, () => {
      const decisions = STATES.map((known) => decide({ policy: policy as keyof typeof tables, ...known }));
      assert.deepEqual(decisions, expected);
    });
  }

  it('lets exactly one message leave to learn the hash', () => {
    for (const policy of ['same', 'authenticated'] as const) {
      assert.equal(decide({ policy, state: 'acknowledged', isProbing: true }), 'hold: identity_unknown');
    }
  });

  it('holds what demands another hash than the current one', () => {
    assert.equal(decide({ state: 'trusted', hash: 'A', requiredHash: 'A' }), 'send A');
    assert.equal(decide({ state: 'trusted', hash: 'A', requiredHash: 'B' }), 'hold: identity_mismatch');
    assert.equal(decide({ state: 'unknown', requiredHash: 'A' }), 'hold: identity_mismatch');
    assert.equal(decide({ state: 'acknowledged', requiredHash: 'A' }), 'hold: identity_mismatch');
    assert.equal(
      decide({ policy: 'whoever', state: 'trusted', hash: 'A', requiredHash: 'B' }),
      'hold: identity_mismatch',
    );
  });

  it('never takes a demanded hash for an approval', () => {
    assert.equal(decide({ state: 'changed', hash: 'B', requiredHash: 'B' }), 'hold: identity_changed');
    const seen = { state: 'seen', hash: 'A', requiredHash: 'A' } as const;
    assert.equal(decide({ ...seen, policy: 'authenticated' }), 'hold: identity_unknown');
  });

  it('queues behind what waits already, except neutral notices', () => {
    const queuedFor = 'identity_changed';
    assert.equal(decide({ state: 'trusted', hash: 'A', queuedFor }), 'hold: identity_changed');
    assert.equal(decide({ state: 'acknowledged', queuedFor }), 'hold: identity_changed');
    assert.equal(decide({ policy: 'whoever', state: 'changed', queuedFor }), 'send without hash');
  });

  it('sends to groups without a hash, and refuses to take them for somebody authenticated', () => {
    for (const policy of ['same', 'whoever'] as const) {
      assert.deepEqual(guardGroup(policy), { action: 'send', hash: null, isProbe: false });
    }
    assert.throws(
      () => guardGroup('authenticated'),
      (error) => error instanceof InputError && error.code === 'group_not_authenticated',
    );
  });
});
