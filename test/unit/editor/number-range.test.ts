import assert from 'node:assert/strict';
import { isNumberUpTo } from '../../../nodes/editor/number-range';

describe('number in a dialog', () => {
  it('is above zero and not above its limit', () => {
    for (const text of ['3', '0.5', '100']) assert.equal(isNumberUpTo(100, text), true, text);
    for (const text of ['0', '-1', '100.1', '', 'x', '1e2', '0x10', '1,5', 'Infinity', '.5']) {
      assert.equal(isNumberUpTo(100, text), false, text);
    }
  });

  it('may come from an environment variable', () => {
    // biome-ignore lint/suspicious/noTemplateCurlyInString: Node-RED's own notation
    assert.equal(isNumberUpTo(100, '${LIMIT}'), true);
  });
});
