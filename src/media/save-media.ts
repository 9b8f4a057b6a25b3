import { randomUUID } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { WhatsAppError } from '../platform/errors';
import type { MediaInfo, MediaOperations } from '../platform/media';
import { extensionOf } from './kinds';

type Source = Pick<MediaOperations, 'downloadMedia'>;

export type Downloaded = MediaInfo & { size: number };

/** The whole file in memory. @throws as `downloadMedia` */
export async function loadMedia(
  source: Source,
  id: string,
  maxBytes: number,
): Promise<Downloaded & { content: Buffer }> {
  const pieces: Buffer[] = [];
  const info = await source.downloadMedia(id, (piece) => void pieces.push(piece), maxBytes);
  return { ...info, content: Buffer.concat(pieces) };
}

/**
 * The file in a folder, under its media ID and the usual ending of its type: nothing that a customer wrote becomes part of
 * the path. It appears when it is whole and its hash was checked, and takes the place of one that was there.
 *
 * @param folder created when it is missing
 * @returns also the file's path
 * @throws as `downloadMedia`; WhatsAppError `file_unwritable`
 */
export async function saveMedia(
  source: Source,
  id: string,
  { folder, maxBytes }: { folder: string; maxBytes: number },
): Promise<Downloaded & { path: string }> {
  const partial = join(folder, `.${id}-${randomUUID()}.part`);
  const file = await writing(async () => {
    await mkdir(folder, { recursive: true });
    return open(partial, 'wx', 0o600);
  });
  try {
    const write = async (piece: Buffer): Promise<void> => void (await writing(() => file.writeFile(piece)));
    const info = await source.downloadMedia(id, write, maxBytes);
    const path = join(folder, `${id}.${extensionOf(info.mimeType)}`);
    await writing(async () => {
      await file.sync();
      await file.close();
      await rename(partial, path);
    });
    return { ...info, path };
  } catch (error) {
    await file.close().catch(() => undefined);
    await rm(partial, { force: true }).catch(() => undefined);
    throw error;
  }
}

async function writing<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    const why = error instanceof Error && 'code' in error ? String(error.code) : 'for no known reason';
    throw new WhatsAppError('file_unwritable', `The media could not be written to the folder of the node: ${why}.`, {
      retryable: why === 'ENOSPC',
      advice: 'Check the folder, its rights and the space on the disk.',
    });
  }
}
