import { deepEqual, equal } from 'node:assert/strict';
import { createUsage } from '../../../src/platform/usage';

const START = Date.parse('2026-03-01T12:00:00Z');
const app = (counts: object) => ({ 'x-app-usage': JSON.stringify(counts) });
const business = (...entries: object[]) => ({
  'x-business-use-case-usage': JSON.stringify({ '102290129340398': entries }),
});

function meter() {
  let time = START;
  const usage = createUsage(() => time);
  const pass = (milliseconds: number): void => {
    time += milliseconds;
  };
  return { usage, pass };
}

describe('the usage of the limits', () => {
  it('is unknown until the platform says something, and costs no time', () => {
    const { usage } = meter();
    usage.take('management', {});
    equal(usage.latest(), undefined);
    equal(usage.delayMs('messages'), 0);
  });

  it('is the highest count of each limit that the headers name', () => {
    const { usage } = meter();
    usage.take('management', {
      ...app({ call_count: 28, total_time: 25, total_cputime: 31 }),
      ...business(
        {
          type: 'whatsapp_business_management',
          call_count: 85,
          total_cputime: 1,
          total_time: 1,
          estimated_time_to_regain_access: 0,
        },
        { type: 'whatsapp', call_count: 100, total_cputime: 3, total_time: 3, estimated_time_to_regain_access: 7 },
      ),
    });
    deepEqual(usage.latest(), {
      at: '2026-03-01T12:00:00.000Z',
      percent: 100,
      limits: [
        { name: 'app', percent: 31 },
        { name: 'whatsapp_business_management', percent: 85 },
        { name: 'whatsapp', percent: 100, regainSeconds: 420 },
      ],
    });
  });

  for (const [percent, delay] of [
    [0, 0],
    [80, 0],
    [85, 500],
    [90, 1_000],
    [99, 1_900],
    [100, 60_000],
    [130, 60_000],
  ] as const) {
    it(`at ${percent} percent calls are ${delay} ms apart`, () => {
      const { usage } = meter();
      usage.take('management', app({ call_count: percent }));
      equal(usage.delayMs('management'), delay);
      equal(usage.delayMs('messages'), delay);
    });
  }

  it('slows down only what the limit is about', () => {
    const { usage } = meter();
    usage.take('messages', business({ type: 'whatsapp', call_count: 90 }));
    deepEqual([usage.delayMs('messages'), usage.delayMs('management')], [1_000, 0]);
    usage.take('management', business({ type: 'whatsapp_business_management', call_count: 90 }));
    deepEqual([usage.delayMs('messages'), usage.delayMs('management')], [0, 1_000]);
  });

  it('ends when the platform takes calls again', () => {
    const { usage, pass } = meter();
    usage.take('messages', business({ type: 'whatsapp', call_count: 100, estimated_time_to_regain_access: 2 }));
    equal(usage.delayMs('messages'), 120_000);
    pass(119_000);
    equal(usage.delayMs('messages'), 1_000);
    pass(1_000);
    equal(usage.delayMs('messages'), 0);
  });

  it('is forgotten after an hour', () => {
    const { usage, pass } = meter();
    usage.take('management', app({ call_count: 90 }));
    pass(3_600_000);
    equal(usage.latest(), undefined);
    equal(usage.delayMs('management'), 0);
  });

  for (const [what, value, delay] of [
    ['seconds', '30', 30_000],
    ['a date', 'Sun, 01 Mar 2026 12:00:45 GMT', 45_000],
    ['a date that is over', 'Sun, 01 Mar 2026 11:00:00 GMT', 0],
    ['more than an hour', '86400', 3_600_000],
    ['no time at all', 'soon', 0],
  ] as const) {
    it(`honours Retry-After: ${what}`, () => {
      const { usage } = meter();
      usage.take('messages', { 'retry-after': value });
      deepEqual([usage.delayMs('messages'), usage.delayMs('management')], [delay, 0]);
    });
  }

  for (const value of ['', 'null', '[]', '{"call_count":"many"}', '{', '{"1":[{"call_count":null}]}', '{"1":5}']) {
    it(`does not stumble over ${JSON.stringify(value)}`, () => {
      const { usage } = meter();
      usage.take('messages', { 'x-app-usage': value, 'x-business-use-case-usage': value });
      equal(usage.latest(), undefined);
      equal(usage.delayMs('messages'), 0);
    });
  }
});
