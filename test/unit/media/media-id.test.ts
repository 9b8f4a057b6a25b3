import { equal, throws } from 'node:assert/strict';
import { toMediaId } from '../../../src/media/media-id';

describe('toMediaId', () => {
  for (const [what, value, id] of [
    ['text', '1013859600285441', '1013859600285441'],
    ['a number', 1013859600, '1013859600'],
    ['the content of a message', { id: '7', mime_type: 'image/jpeg', sha256: 'x' }, '7'],
    ['a message object', { type: 'image', image: { id: '7', caption: 'x' } }, '7'],
    ['an ID of the older form', '4b5bf27b-8672-4d55-bc21-d096dc200d0f', '4b5bf27b-8672-4d55-bc21-d096dc200d0f'],
  ] as const) {
    it(`takes ${what}`, () => equal(toMediaId(value), id));
  }

  for (const value of [
    undefined,
    null,
    '',
    '../../me',
    '7?fields=x',
    '7/messages',
    '7\n',
    {},
    [],
    { id: {} },
    { type: 'constructor' },
    Buffer.from('7'),
    'x'.repeat(129),
  ]) {
    it(`refuses ${JSON.stringify(value)}`, () => throws(() => toMediaId(value), { code: 'media_id_invalid' }));
  }
});
