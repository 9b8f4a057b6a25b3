import { deepEqual, equal } from 'node:assert/strict';
import { GrantedRate } from '../../../../src/messages/pace/granted-rate';
import type { NumberInfo } from '../../../../src/platform/number';

const HOUR = 3_600_000;

describe('the rate that the platform grants', () => {
  let asked: (readonly string[] | undefined)[];
  let answer: () => Promise<NumberInfo>;
  let rates: number[];
  let now: number;
  let granted: GrantedRate;
  beforeEach(() => {
    asked = [];
    rates = [];
    now = 1_760_000_000_000;
    const numberInfo = (fields?: readonly string[]): Promise<NumberInfo> => {
      asked.push(fields);
      return answer();
    };
    granted = new GrantedRate(
      { numberInfo },
      (rate) => rates.push(rate),
      () => now,
    );
  });

  const ask = async (): Promise<void> => {
    granted.ask();
    await new Promise(setImmediate);
  };

  it('is that of the level, which is asked for once an hour at most', async () => {
    answer = async () => ({ id: '1', throughput: { level: 'HIGH' } });
    await ask();
    now += HOUR - 1;
    await ask();
    deepEqual([asked, rates], [[['throughput']], [1000]]);
    answer = async () => ({ id: '1', throughput: { level: 'STANDARD' } });
    now += 1;
    await ask();
    deepEqual([asked.length, rates], [2, [1000, 80]]);
  });

  it('stays what it was where the platform does not say, or says no', async () => {
    const answers = [
      async () => ({ id: '1' }),
      async () => ({ throughput: { level: 'NOT_APPLICABLE' } }),
      () => Promise.reject(new Error('No.')),
    ];
    for (answer of answers) {
      await ask();
      now += HOUR;
    }
    equal(asked.length, 3);
    deepEqual(rates, []);
  });
});
