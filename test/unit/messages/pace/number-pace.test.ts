import { equal, ok } from 'node:assert/strict';
import { mock } from 'node:test';
import { NumberPace } from '../../../../src/messages/pace/number-pace';

/** When messages leave that all wait from the beginning, in milliseconds. */
async function departures(rate: number, count: number, idleMs = 0): Promise<number[]> {
  const pace = new NumberPace(rate);
  const times: number[] = [];
  while (times.length < count) {
    const delay = await pace.take();
    if (delay === 0) times.push(Date.now());
    // The last of a slice may leave at its very end, the first of the next at its very beginning.
    mock.timers.tick(delay === 0 ? (times.length === 1 ? idleMs : 0) : Math.ceil(delay));
  }
  return times;
}

/** The most that any second saw, wherever it began. */
function busiestSecond(times: readonly number[]): number {
  return Math.max(...times.map((from) => times.filter((time) => time >= from && time < from + 1000).length));
}

describe('the pace of a business number', () => {
  beforeEach(() => mock.timers.enable({ apis: ['Date', 'setTimeout'], now: 1_760_000_000_000 }));
  afterEach(() => mock.timers.reset());

  for (const rate of [1, 5, 20, 80, 250, 1000]) {
    it(`lets no more than ${rate} messages leave in any one second, and few less`, async () => {
      for (const idleMs of [0, 7, 49]) {
        const times = await departures(rate, rate * 3, idleMs);
        ok(busiestSecond(times) <= rate, `${busiestSecond(times)} after ${idleMs} ms`);
        const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
        ok((times.length - 1) / seconds >= 0.8 * rate, `${times.length} in ${seconds} s`);
      }
    });
  }

  it('gives the right back that was not used', async () => {
    const pace = new NumberPace(20);
    equal(await pace.take(), 0);
    ok((await pace.take()) > 0);
    pace.giveBack();
    pace.giveBack();
    equal(await pace.take(), 0);
  });
});
