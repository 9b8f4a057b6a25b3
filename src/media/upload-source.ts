import { open } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable, Transform } from 'node:stream';
import { InputError } from '../platform/errors';
import type { MediaUpload } from '../platform/media';
import { kindOf, MEDIA_KINDS, type MediaKind, typeOfContent, typeOfName } from './kinds';

export interface UploadInput {
  /** A path that whoever built the flow has chosen; it comes first. */
  file?: string;
  /** A Buffer or a stream, where there is no path. */
  content: unknown;
  mimeType?: string;
  filename?: string;
}

/**
 * A file as it goes to the platform, once it is certain that the platform takes such.
 *
 * @throws InputError `media_missing`, `media_type_unknown`, `media_type_unsupported`, `media_too_large`, `media_empty`,
 * `file_unreadable`
 */
export async function toUpload(input: UploadInput): Promise<MediaUpload & { kind: MediaKind }> {
  if (input.file !== undefined && input.file !== '') return fromFile(input.file, input);
  const { content } = input;
  if (Buffer.isBuffer(content)) {
    const described = describe(input, () => typeOfContent(content));
    checkSize(content.length, described.kind);
    return { ...described, content, size: content.length };
  }
  if (content instanceof Readable) return { ...fromStream(content, input) };
  throw new InputError(
    'media_missing',
    'There is no file to upload: msg.payload is neither a Buffer nor a stream, and the node names no file.',
    'Read the file with a "file in" node as a single Buffer, or name it in the node.',
  );
}

async function fromFile(path: string, input: UploadInput): Promise<MediaUpload & { kind: MediaKind }> {
  try {
    const file = await open(path);
    let content: Readable | undefined;
    try {
      const status = await file.stat();
      if (!status.isFile()) throw unreadable('it is no file');
      const { buffer, bytesRead } = await file.read(Buffer.alloc(16), 0, 16, 0);
      const named = { ...input, filename: input.filename ?? basename(path) };
      const described = describe(named, () => typeOfContent(buffer.subarray(0, bytesRead)));
      checkSize(status.size, described.kind);
      // The very file that was looked at, whatever takes its place, and only as far as was measured: it may grow meanwhile.
      content = file.createReadStream({ start: 0, end: status.size - 1 });
      return { ...described, content, size: status.size };
    } finally {
      // The stream closes it when it is through, or given up.
      if (content === undefined) await file.close();
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw unreadable(error instanceof Error && 'code' in error ? String(error.code) : 'for no known reason');
  }
}

function fromStream(content: Readable, input: UploadInput): MediaUpload & { kind: MediaKind } {
  const described = describe(input, () => undefined);
  let size = 0;
  const counted = new Transform({
    transform(piece: Buffer, _encoding, done) {
      size += piece.length;
      if (size > MEDIA_KINDS[described.kind].limit) done(tooLarge(described.kind));
      else done(null, piece);
    },
  });
  content.on('error', (error) => counted.destroy(error));
  counted.on('close', () => content.destroy());
  return { ...described, content: content.pipe(counted) };
}

interface Described {
  kind: MediaKind;
  mimeType: string;
  filename: string;
}

function describe({ mimeType, filename }: UploadInput, look: () => string | undefined): Described {
  const type = mimeType || typeOfName(filename ?? '') || look();
  if (type === undefined) {
    throw new InputError(
      'media_type_unknown',
      'Nothing tells of what type the file is.',
      'Give its type in msg.mimeType, like image/jpeg, or its name with an ending in msg.filename.',
    );
  }
  const kind = kindOf(type);
  // A line break would end the header that names it; no known type has one.
  if (kind === undefined || !/^[\x20-\x7e]+$/.test(type)) {
    const known = Object.values(MEDIA_KINDS).flatMap(({ types }) => types);
    throw new InputError(
      'media_type_unsupported',
      'The platform takes no files of this type.',
      `Use one of: ${known.join(', ')}.`,
    );
  }
  return { kind, mimeType: type, filename: filename || 'file' };
}

function checkSize(size: number, kind: MediaKind): void {
  if (size === 0) throw new InputError('media_empty', 'The file is empty.', 'Look at where it comes from.');
  if (size > MEDIA_KINDS[kind].limit) throw tooLarge(kind);
}

const tooLarge = (kind: MediaKind): InputError =>
  new InputError(
    'media_too_large',
    `The file is larger than the ${MEDIA_KINDS[kind].limit / 1024} KB that the platform takes for one of kind ${kind}.`,
    'Make it smaller, or send a link to it.',
  );

const unreadable = (why: string): InputError =>
  new InputError(
    'file_unreadable',
    `The file that the node names cannot be read: ${why}.`,
    'Check the path and its rights.',
  );
