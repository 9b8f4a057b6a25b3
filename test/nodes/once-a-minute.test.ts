import assert from 'node:assert/strict';
import { OnceAMinute } from '../../nodes/shared/once-a-minute';

describe('OnceAMinute', () => {
  it('lets one report of each kind through a minute, and counts what it kept back into the next', () => {
    let now = 1_000;
    const faults = new OnceAMinute(() => now);
    const told: string[] = [];
    const report = (kind: string): void => faults.report(kind, (skipped) => told.push(`${kind} ${skipped}`));
    report('wrong');
    report('wrong');
    report('late');
    now += 59_999;
    report('wrong');
    assert.deepEqual(told, ['wrong 0', 'late 0']);
    now += 1;
    report('wrong');
    report('wrong');
    now += 60_000;
    report('wrong');
    report('late');
    assert.deepEqual(told, ['wrong 0', 'late 0', 'wrong 2', 'wrong 1', 'late 0']);
  });
});
