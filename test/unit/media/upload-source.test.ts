import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { MEDIA_KINDS } from '../../../src/media/kinds';
import { toUpload } from '../../../src/media/upload-source';
import { tempDir } from '../../harness/temp-dir';

const PNG = Buffer.from('89504e470d0a1a0a0000', 'hex');

describe('a file to upload', () => {
  let folder: ReturnType<typeof tempDir>;
  beforeEach(() => {
    folder = tempDir('upload');
  });
  afterEach(() => folder.remove());

  const write = (name: string, content: Buffer | string, size?: number): string => {
    const path = join(folder.path, name);
    writeFileSync(path, content);
    if (size !== undefined) truncateSync(path, size);
    return path;
  };

  it('may be a Buffer, which tells its type itself', async () => {
    const upload = await toUpload({ content: PNG });
    deepEqual(upload, { content: PNG, size: 10, kind: 'image', mimeType: 'image/png', filename: 'file' });
  });

  it('may be a file, whose name and first bytes tell its type, and comes before what is in the message', async () => {
    for (const [name, content, type] of [
      ['bill.pdf', 'text', 'application/pdf'],
      ['picture', PNG, 'image/png'],
    ] as const) {
      const upload = await toUpload({ file: write(name, content), content: Buffer.from('%PDF-') });
      deepEqual([upload.mimeType, upload.filename, upload.size], [type, name, content.length]);
      ok(upload.content instanceof Readable);
      deepEqual(await buffer(upload.content), Buffer.from(content));
    }
  });

  it('may be a stream, whose size nobody knows', async () => {
    const { content, size, kind } = await toUpload({ content: Readable.from([PNG, PNG]), filename: 'x.PNG' });
    deepEqual([size, kind], [undefined, 'image']);
    deepEqual(await buffer(content as Readable), Buffer.concat([PNG, PNG]));
  });

  it('what is said of its type goes first', async () => {
    equal((await toUpload({ content: PNG, mimeType: 'audio/ogg; codecs=opus' })).kind, 'audio');
  });

  for (const [what, input, code] of [
    ['nothing', { content: undefined }, 'media_missing'],
    ['a path in the message', { content: '/etc/passwd' }, 'media_missing'],
    ['an object', { content: { path: '/etc/passwd' } }, 'media_missing'],
    ['what has no type', { content: Buffer.from('Hello') }, 'media_type_unknown'],
    ['a stream without a type', { content: Readable.from([PNG]) }, 'media_type_unknown'],
    ['a type that the platform does not take', { content: PNG, mimeType: 'text/html' }, 'media_type_unsupported'],
    ['a type with a header in it', { content: PNG, mimeType: 'image/png;\r\nX: 1' }, 'media_type_unsupported'],
    ['nothing in it', { content: Buffer.alloc(0), mimeType: 'image/png' }, 'media_empty'],
    ['too much', { content: Buffer.alloc(MEDIA_KINDS.image.limit + 1), mimeType: 'image/png' }, 'media_too_large'],
  ] as const) {
    it(`with ${what} is refused as ${code}`, () => rejects(toUpload(input), { code }));
  }

  it('that cannot be read, or is no file, is refused without its path', async () => {
    for (const file of [join(folder.path, 'none.pdf'), folder.path]) {
      await rejects(toUpload({ file, content: undefined }), (error: Error & { code: string }) => {
        equal(error.code, 'file_unreadable');
        ok(!error.message.includes(folder.path));
        return true;
      });
    }
  });

  it('that is too large is refused before it is read', async () => {
    const file = write('large.pdf', '%PDF-', MEDIA_KINDS.document.limit + 1);
    await rejects(toUpload({ file, content: undefined }), { code: 'media_too_large' });
    const full = await toUpload({ file: write('full.pdf', '%PDF-', MEDIA_KINDS.document.limit), content: undefined });
    (full.content as Readable).destroy();
  });

  it('that turns out too large while it comes ends there', async () => {
    let given = 0;
    const endless = new Readable({
      read() {
        given += 1;
        this.push(Buffer.alloc(1024 * 1024));
      },
    });
    const { content } = await toUpload({ content: endless, mimeType: 'image/png' });
    await rejects(buffer(content as Readable), { code: 'media_too_large' });
    ok(given < 10, `${given} MB were taken`);
    ok(endless.destroyed);
  });
});
