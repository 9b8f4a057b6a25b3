import { deepEqual, equal, match } from 'node:assert/strict';
import { typeOfContent } from '../../../../src/media/kinds';
import { fileKind } from '../../../../src/simulator/page/client/file-kind';
import { samplePdf } from '../../../../src/simulator/page/client/sample-pdf';

describe('files that a customer sends from the page', () => {
  it('go as what a phone would send them as', () => {
    const kinds = {
      'image/jpeg': 'image',
      'image/png': 'image',
      'image/webp': 'sticker',
      'image/svg+xml': 'document',
      'text/html': 'document',
      'application/pdf': 'document',
      'audio/ogg; codecs=opus': 'audio',
      'audio/x-wav': 'document',
      'video/mp4': 'video',
      'video/webm': 'document',
      '': 'document',
    };
    for (const [type, kind] of Object.entries(kinds)) equal(fileKind(type), kind, type);
  });

  it('include a document whose table leads to its objects', () => {
    const text = samplePdf('Proof of address');
    equal(typeOfContent(Buffer.from(text)), 'application/pdf');
    match(text, /\(Proof of address\) Tj/);
    const [, table = ''] = /startxref\n(\d+)\n%%EOF\n$/.exec(text) ?? [];
    equal(text.slice(Number(table), Number(table) + 4), 'xref');
    const offsets = [...text.matchAll(/^(\d{10}) 00000 n $/gm)].map(([, offset]) => Number(offset));
    deepEqual(
      offsets.map((offset) => text.slice(offset, offset + 7)),
      [1, 2, 3, 4, 5].map((object) => `${object} 0 obj`),
    );
  });
});
