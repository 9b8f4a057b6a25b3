import { equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { allowance, type BudgetRecord, withSpent } from '../../../src/contacts/budget';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 9, 1, 23);

describe('the budget of checks', () => {
  it('is the advance while nothing was checked', () => equal(allowance({}, 250, NOW), 250));

  it('falls with each check and rises with each message', () => {
    let record = withSpent({}, { checked: 200 }, NOW);
    equal(allowance(record, 250, NOW), 50);
    record = withSpent(record, { sent: 1 }, NOW + DAY);
    equal(allowance(record, 250, NOW + DAY), 51);
    record = withSpent(record, { checked: -20 }, NOW + DAY);
    equal(allowance(record, 250, NOW + DAY), 71);
  });

  it('is never below zero', () => equal(allowance(withSpent({}, { checked: 300 }, NOW), 250, NOW), 0));

  it('looks back seven days', () => {
    const record = withSpent({}, { checked: 250 }, NOW);
    equal(allowance(record, 250, NOW + 6 * DAY), 0);
    equal(allowance(record, 250, NOW + 7 * DAY), 250);
    equal(Object.keys(withSpent(record, { sent: 1 }, NOW + 7 * DAY)).length, 1);
  });

  it('never lets more numbers be checked in seven days than messages were sent and the advance allows', () => {
    const step = fc.record({ hours: fc.integer({ min: 0, max: 40 }), checked: fc.nat(60), sent: fc.nat(30) });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), fc.nat(100), (steps, advance) => {
        let record: BudgetRecord = {};
        let now = NOW;
        const made: { day: number; checked: number; sent: number }[] = [];
        for (const { hours, checked, sent } of steps) {
          now += hours * 3_600_000;
          const asked = checked <= allowance(record, advance, now) ? checked : 0;
          record = withSpent(record, { checked: asked, sent }, now);
          made.push({ day: Math.floor(now / DAY), checked: asked, sent });
          const recent = made.filter(({ day }) => day > Math.floor(now / DAY) - 7);
          const total = recent.reduce((sum, one) => sum + one.checked, 0);
          const sentInAll = made.reduce((sum, one) => sum + one.sent, 0);
          ok(total <= advance + sentInAll);
        }
      }),
    );
  });
});
