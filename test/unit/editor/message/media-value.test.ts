import { deepEqual, equal } from 'node:assert/strict';
import { fromMediaValue, toMediaValue } from '../../../../nodes/editor/message/media-value';

const KINDS = ['image', 'video', 'document'];

describe('media in the place of a text', () => {
  for (const kind of KINDS) {
    it(`are shown as ${kind}, and stored as they were`, () => {
      const stored = { value: JSON.stringify({ [kind]: 'https://example.com/a' }), type: 'json' };
      const shown = toMediaValue(stored, KINDS) ?? { value: '', type: '' };
      deepEqual(shown, { value: 'https://example.com/a', type: kind });
      deepEqual(fromMediaValue(shown), stored);
    });
  }

  const OTHERS: [value: string, type: string][] = [
    ['Menu', 'str'],
    ['[', 'json'],
    ['"image"', 'json'],
    ['{}', 'json'],
    ['{"image":{"id":"1"}}', 'json'],
    ['{"sticker":"1"}', 'json'],
    ['{"image":"1","video":"2"}', 'json'],
    ['{"image":"1"}', 'jsonata'],
  ];
  for (const [value, type] of OTHERS) {
    it(`are not what ${value} of the type ${type} is`, () => equal(toMediaValue({ value, type }, KINDS), undefined));
  }

  it('are nothing where nothing is named', () => {
    deepEqual(fromMediaValue({ value: '', type: 'image' }), { value: '', type: 'str' });
  });
});
