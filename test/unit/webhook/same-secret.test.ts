import assert from 'node:assert/strict';
import { describe, it } from 'mocha';
import { isSameSecret } from '../../../src/webhook/same-secret';

describe('isSameSecret', () => {
  it('is true for equal texts only, whatever their lengths', () => {
    assert.equal(isSameSecret('secret', 'secret'), true);
    assert.equal(isSameSecret('sécret', 'sécret'), true);
    for (const other of ['', 'secre', 'secret ', 'Secret', 'secret'.repeat(1000)]) {
      assert.equal(isSameSecret(other, 'secret'), false);
    }
  });
});
