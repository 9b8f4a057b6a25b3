import assert from 'node:assert/strict';
import { explained } from '../../../nodes/editor/explained';

const node = { type: 'whatsapp-account', _: (key: string) => `caption of ${key}` };

describe('validator that says why', () => {
  it('declares two parameters, without which Node-RED would take a reason for "valid"', () => {
    assert.equal(explained(() => null).length, 2);
  });

  it('gives the caption of the fault, from the catalogue of the node', () => {
    const validate = explained(() => 'baseUrl');
    assert.equal(validate.call(node, 'x', {}), 'caption of whatsapp-account.error.baseUrl');
  });

  it('finds what is valid to be valid', () => {
    assert.equal(explained(() => null).call(node, 'x', {}), true);
  });

  it('hands over the node, and the value as text with every space, for that is what would be saved', () => {
    const seen: unknown[] = [];
    const validate = explained((value: string, self: typeof node) => {
      seen.push(value, self === node);
      return null;
    });
    for (const value of [undefined, null, 3, false, ' a b ']) validate.call(node, value, {});
    assert.deepEqual(seen, ['', true, '', true, '3', true, 'false', true, ' a b ', true]);
  });
});
