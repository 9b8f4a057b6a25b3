import type { IncomingMessage } from 'node:http';

export type ReadBody = { ok: true; body: Buffer } | { ok: false; reason: 'too_large' | 'aborted' };

/**
 * Reads a request's body as it came, counting while it reads: a body without a declared length, or with a wrong one,
 * stops at the limit as well.
 *
 * @param limit bytes
 */
export function readBody(request: IncomingMessage, limit: number): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return Promise.resolve({ ok: false, reason: 'too_large' });
  }
  return new Promise((resolve) => {
    const chunks: Buffer[] = [];
    let length = 0;
    const stop = (result: ReadBody): void => {
      request.removeListener('data', take).removeListener('end', end).removeListener('close', abort);
      resolve(result);
    };
    const take = (chunk: Buffer): void => {
      length += chunk.length;
      if (length > limit) stop({ ok: false, reason: 'too_large' });
      else chunks.push(chunk);
    };
    const end = (): void =>
      stop({ ok: true, body: chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks) });
    const abort = (): void => stop({ ok: false, reason: 'aborted' });
    // A client that goes away ends in `close` without `end`; the error that comes with it says nothing more.
    request.on('data', take).on('end', end).on('close', abort).on('error', abort);
  });
}
