import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { chmodSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { saveMedia } from '../../../src/media/save-media';
import { PlatformError } from '../../../src/platform/errors';
import type { MediaOperations } from '../../../src/platform/media';
import { tempDir } from '../../harness/temp-dir';

type Source = Pick<MediaOperations, 'downloadMedia'>;

/** A platform whose file comes in pieces. */
const platformOf = (pieces: string[], failure?: Error): Source => ({
  async downloadMedia(id, sink) {
    for (const piece of pieces) await sink(Buffer.from(piece));
    if (failure !== undefined) throw failure;
    const size = pieces.join('').length;
    return { id, url: 'https://x', mimeType: 'image/jpeg; x=y', sha256: undefined, size };
  },
});

describe('a download to a file', () => {
  let folder: ReturnType<typeof tempDir>;
  beforeEach(() => {
    folder = tempDir('download');
  });
  afterEach(() => folder.remove());

  it('is named by its media ID and type, in a folder that is made, and takes the place of one before', async () => {
    const inside = join(folder.path, 'a', 'b');
    const options = { folder: inside, maxBytes: 100 };
    await saveMedia(platformOf(['old and longer']), '123', options);
    const { path, size } = await saveMedia(platformOf(['one ', 'two']), '123', options);
    deepEqual([path, size], [join(inside, '123.jpg'), 7]);
    equal(readFileSync(path, 'utf8'), 'one two');
    deepEqual(readdirSync(inside), ['123.jpg']);
  });

  it('that fails leaves nothing behind, and what was there before', async () => {
    writeFileSync(join(folder.path, '123.jpg'), 'before');
    const damaged = new PlatformError('media_damaged', 'x', { retryable: true, advice: 'y' });
    await rejects(
      saveMedia(platformOf(['half'], damaged), '123', { folder: folder.path, maxBytes: 100 }),
      (error) => error === damaged,
    );
    deepEqual(readdirSync(folder.path), ['123.jpg']);
    equal(readFileSync(join(folder.path, '123.jpg'), 'utf8'), 'before');
  });

  it('says why it cannot be written, without the path', async () => {
    const file = join(folder.path, 'file');
    writeFileSync(file, '');
    chmodSync(file, 0o600);
    await rejects(
      saveMedia(platformOf(['x']), '123', { folder: join(file, 'below'), maxBytes: 100 }),
      (error: Error & { code: string }) => {
        equal(error.code, 'file_unwritable');
        match(error.message, /ENOTDIR|EEXIST/);
        equal(error.message.includes(folder.path), false);
        return true;
      },
    );
  });
});
