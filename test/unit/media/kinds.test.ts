import { deepEqual, equal } from 'node:assert/strict';
import { extensionOf, kindOf, MEDIA_KINDS, typeOfContent, typeOfName } from '../../../src/media/kinds';

describe('kinds of media', () => {
  it('has an ending for every type that the platform takes, which leads back to it', () => {
    const types = Object.values(MEDIA_KINDS).flatMap((kind) => kind.types);
    const astray = types.filter((type) => typeOfName(`x.${extensionOf(type)}`) !== type);
    // The platform's page has another name for this one.
    deepEqual(astray, ['video/3gp']);
  });

  for (const [type, kind] of [
    ['image/jpeg', 'image'],
    ['IMAGE/PNG', 'image'],
    ['audio/ogg; codecs=opus', 'audio'],
    ['video/mp4', 'video'],
    ['image/webp', 'sticker'],
    ['application/pdf', 'document'],
    ['text/html', undefined],
    ['', undefined],
  ] as const) {
    it(`${type || 'nothing'} is of kind ${kind}`, () => equal(kindOf(type), kind));
  }

  for (const [what, bytes, type] of [
    ['a JPEG', [0xff, 0xd8, 0xff, 0xe0], 'image/jpeg'],
    ['a PNG', Buffer.from('89504e470d0a1a0a0000', 'hex'), 'image/png'],
    ['a WebP', Buffer.from('RIFF\0\0\0\0WEBPVP8 '), 'image/webp'],
    ['a PDF', Buffer.from('%PDF-1.7\n'), 'application/pdf'],
    ['a voice note', Buffer.from('OggS\0\x02'), 'audio/ogg'],
    ['an MP4', Buffer.from('\0\0\0\x18ftypmp42'), 'video/mp4'],
    ['an M4A', Buffer.from('\0\0\0\x18ftypM4A '), 'audio/mp4'],
    ['a text', Buffer.from('Hello'), undefined],
    ['nothing', Buffer.alloc(0), undefined],
  ] as const) {
    it(`knows ${what} by its first bytes`, () => equal(typeOfContent(Buffer.from(bytes)), type));
  }

  it('takes no member of every object for an ending', () => {
    equal(typeOfName('x.constructor'), undefined);
    equal(typeOfName('noending'), undefined);
    equal(extensionOf('application/x-unheard-of'), 'bin');
  });
});
