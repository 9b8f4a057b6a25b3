import assert from 'node:assert/strict';
import { numbersFault } from '../../../nodes/editor/numbers-fault';

describe('filter by numbers', () => {
  it('takes numbers and IDs, separated by commas', () => {
    const lists = [
      '',
      '+1 631 555 1234',
      '106540352242922',
      '+16315551234, 1 (631) 555-0000,',
      'US.13491208655302741918',
    ];
    for (const list of lists) assert.equal(numbersFault(list), null, list);
  });

  it('finds what would let nothing through', () => {
    for (const list of ['Alice', '+1 631 555 1234; +1 631 555 1235', '12', '+16315551234, x']) {
      assert.equal(numbersFault(list), 'numbers', list);
    }
  });
});
