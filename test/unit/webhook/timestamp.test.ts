import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { toIsoTime } from '../../../src/webhook/timestamp';

describe('toIsoTime', () => {
  for (const time of [1602532300, '1602532300', 1602532300000, '1602532300000', 1602532300.0]) {
    it(`reads ${typeof time} ${time}`, () => {
      assert.equal(toIsoTime(time), '2020-10-12T19:51:40.000Z');
    });
  }

  it('keeps milliseconds', () => {
    assert.equal(toIsoTime(1602532300123), '2020-10-12T19:51:40.123Z');
  });

  const unreadable = [
    undefined,
    null,
    '',
    ' ',
    'TIMESTAMP',
    '<WEBHOOK_SENT_TIMESTAMP>',
    '12e3',
    '-5',
    -5,
    0,
    '0',
    Number.NaN,
    Infinity,
    8.64e15,
    '99999999999999999999',
    {},
    [1602532300],
    true,
  ];
  for (const time of unreadable) {
    it(`gives nothing for ${JSON.stringify(time)}`, () => {
      assert.equal(toIsoTime(time), undefined);
    });
  }
});
