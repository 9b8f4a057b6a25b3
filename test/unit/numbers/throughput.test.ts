import { deepEqual, equal, match } from 'node:assert/strict';
import { identityCheckWarning, rateOf, throughputLevelOf } from '../../../src/numbers/throughput';

describe('the throughput of a number', () => {
  for (const [info, level] of [
    [{ throughput: { level: 'STANDARD' } }, 'STANDARD'],
    [{ throughput: { level: 'high' } }, 'HIGH'],
    [{ throughput: {} }, undefined],
    [{ throughput: { level: '' } }, undefined],
    [{ throughput: null }, undefined],
    [{}, undefined],
  ] as const) {
    it(`of ${JSON.stringify(info)} is ${level}`, () => equal(throughputLevelOf(info), level));
  }

  it('stands for messages a second, where that is known', () => {
    const rates = ['STANDARD', 'high', 'NOT_APPLICABLE', 'constructor'].map((level) =>
      rateOf({ throughput: { level } }),
    );
    deepEqual([...rates, rateOf({})], [80, 1000, undefined, undefined, undefined]);
  });

  for (const level of ['HIGH', 'NOT_APPLICABLE', 'SOMETHING_NEW']) {
    it(`warns that ${level} is not what the identity check is promised for`, () => {
      match(identityCheckWarning({ throughput: { level } }) ?? '', new RegExp(`STANDARD.*${level}.*\\.$`));
    });
  }

  it('warns of nothing where it is the default, or not known', () => {
    equal(identityCheckWarning({ throughput: { level: 'STANDARD' } }), undefined);
    equal(identityCheckWarning({}), undefined);
  });
});
