import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type { MediaUpload } from '../media';

interface MediaForm {
  stream: Readable;
  headers: Record<string, string>;
}

/** The form of the upload, whose length is said beforehand where it is known: not every proxy takes it without. */
export function toMediaForm(content: Readable, { content: given, size, mimeType, filename }: MediaUpload): MediaForm {
  const boundary = `----${randomUUID()}`;
  const field = (name: string, value: string): string =>
    `--${boundary}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
  const quoted = filename.replace(/[\r\n"\\]/g, '_');
  const head = Buffer.from(
    `${field('messaging_product', 'whatsapp')}${field('type', mimeType)}--${boundary}\r\n` +
      `Content-Disposition: form-data; name="file"; filename="${quoted}"\r\nContent-Type: ${mimeType}\r\n\r\n`,
  );
  const tail = Buffer.from(`\r\n--${boundary}--\r\n`);
  async function* pieces(): AsyncGenerator<Buffer> {
    yield head;
    yield* content as AsyncIterable<Buffer>;
    yield tail;
  }
  const bytes = Buffer.isBuffer(given) ? given.length : size;
  const length = bytes === undefined ? {} : { 'Content-Length': String(head.length + bytes + tail.length) };
  return {
    stream: Readable.from(pieces(), { objectMode: false }),
    headers: { 'Content-Type': `multipart/form-data; boundary=${boundary}`, ...length },
  };
}
