import { deepEqual, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import type { AttemptRecord, NumberAction } from '../../../src/numbers/attempt';
import { judge, withAttempt, withOutcome } from '../../../src/numbers/guard';

const NONE: AttemptRecord = { attempts: [], waits: [] };
const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const NOW = Date.UTC(2026, 9, 1);

interface Made {
  action: NumberAction;
  /** Milliseconds before `NOW`. */
  ago: number;
  isDone?: boolean;
}

const recordOf = (...made: Made[]): AttemptRecord =>
  made.reduce((record, { action, ago, isDone }, i) => {
    const next = withAttempt(record, action, String(i), NOW - ago);
    return isDone ? withOutcome(next, String(i), { type: 'done' }, NOW - ago) : next;
  }, NONE);

const times = (count: number, made: (i: number) => Made): Made[] => Array.from({ length: count }, (_, i) => made(i));

describe('the guard of a number', () => {
  it('lets a first attempt pass', () => {
    for (const action of ['requestCode', 'verifyCode', 'register', 'deregister', 'setTwoStepPin'] as const) {
      equal(judge(NONE, action, NOW), undefined);
    }
  });

  it('spaces requests for a code by a minute', () => {
    const record = recordOf({ action: 'requestCode', ago: 20 * SECOND, isDone: true });
    deepEqual(judge(record, 'requestCode', NOW), {
      until: NOW + 40 * SECOND,
      why: 'requesting a code was tried once within a minute',
    });
    equal(judge(record, 'requestCode', NOW + 40 * SECOND), undefined);
    equal(judge(record, 'verifyCode', NOW), undefined);
  });

  it('allows five codes an hour', () => {
    const record = recordOf(...times(5, (i) => ({ action: 'requestCode', ago: (50 - 10 * i) * MINUTE, isDone: true })));
    equal(judge(record, 'requestCode', NOW)?.until, NOW + 10 * MINUTE);
  });

  it('allows five wrong codes an hour, and any number of right ones', () => {
    const wrong = times(5, (i) => ({ action: 'verifyCode', ago: (10 - i) * MINUTE }) as const);
    equal(judge(recordOf(...wrong), 'verifyCode', NOW)?.until, NOW + 50 * MINUTE);
    const right = times(5, (i) => ({ action: 'verifyCode', ago: (10 - i) * MINUTE, isDone: true }) as const);
    equal(judge(recordOf(...right), 'verifyCode', NOW), undefined);
  });

  it('allows ten registrations and deregistrations together in 72 hours, as the platform does', () => {
    const made = times(10, (i) => ({
      action: i % 2 === 0 ? 'register' : 'deregister',
      ago: (70 - 2 * i) * HOUR,
      isDone: true,
    }));
    for (const action of ['register', 'deregister'] as const) {
      const hold = judge(recordOf(...made), action, NOW);
      equal(hold?.until, NOW + 2 * HOUR);
      match(hold?.why ?? '', /10 times within 72 hours/);
      equal(judge(recordOf(...made.slice(1)), action, NOW), undefined);
    }
  });

  it('slows a registration that is refused again and again', () => {
    const refused = times(3, (i) => ({ action: 'register', ago: (3 - i) * SECOND }) as const);
    equal(judge(recordOf(...refused), 'register', NOW)?.until, NOW + HOUR - 3 * SECOND);
    equal(judge(recordOf(...refused), 'deregister', NOW), undefined);
  });

  it('remembers what the platform has it wait for, for the actions that it holds', () => {
    const wait = { actions: ['register', 'deregister'], seconds: 72 * 3600, why: 'error 133016' } as const;
    const record = withOutcome(recordOf({ action: 'register', ago: 0 }), '0', { type: 'refused', wait }, NOW);
    for (const action of wait.actions) {
      deepEqual(judge(record, action, NOW + HOUR), { until: NOW + 72 * HOUR, why: 'error 133016' });
    }
    equal(judge(record, 'requestCode', NOW), undefined);
    equal(judge(record, 'register', NOW + 72 * HOUR), undefined);
  });

  it('does not count what the platform did not', () => {
    const record = recordOf({ action: 'requestCode', ago: 0 });
    deepEqual(withOutcome(record, '0', { type: 'uncounted' }, NOW), NONE);
    deepEqual(withOutcome(record, '0', { type: 'unknown' }, NOW), record);
  });

  it('does not believe times far in the future, lest a clock set back blocks the number', () => {
    const record: AttemptRecord = {
      attempts: times(20, () => ({ action: 'register', ago: 0 })).map(({ action }, i) => ({
        id: String(i),
        action,
        at: NOW + 1000 * HOUR,
      })),
      waits: [{ actions: ['register'], until: NOW + 1000 * HOUR, why: 'x' }],
    };
    equal(judge(record, 'register', NOW), undefined);
  });

  it('forgets what no limit looks at any more', () => {
    const old = recordOf({ action: 'register', ago: 73 * HOUR }, { action: 'register', ago: 71 * HOUR });
    equal(withAttempt(old, 'verifyCode', 'x', NOW).attempts.length, 2);
  });

  it('lets no loop make more than ten registrations in any 72 hours, nor more than five code requests an hour', () => {
    const step = fc.record({
      action: fc.constantFrom<NumberAction>('register', 'deregister', 'requestCode', 'verifyCode'),
      pause: fc.integer({ min: 0, max: 6 * HOUR }),
      outcome: fc.constantFrom('done', 'refused', 'unknown'),
    });
    fc.assert(
      fc.property(fc.array(step, { minLength: 20, maxLength: 120 }), (steps) => {
        let record = NONE;
        let now = NOW;
        const made: { action: NumberAction; at: number }[] = [];
        steps.forEach(({ action, pause, outcome }, i) => {
          now += pause;
          const hold = judge(record, action, now);
          if (hold !== undefined) {
            ok(hold.until > now);
            return;
          }
          record = withAttempt(record, action, String(i), now);
          record = withOutcome(record, String(i), { type: outcome as 'done' | 'refused' | 'unknown' }, now);
          made.push({ action, at: now });
        });
        const registrations = made.filter(({ action }) => action === 'register' || action === 'deregister');
        const codes = made.filter(({ action }) => action === 'requestCode');
        for (const [list, count, within] of [
          [registrations, 10, 72 * HOUR],
          [codes, 5, HOUR],
        ] as const) {
          list.forEach(({ at }, i) => {
            const after = list[i + count];
            ok(after === undefined || after.at - at >= within);
          });
        }
      }),
    );
  });
});
