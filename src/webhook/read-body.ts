import type { IncomingMessage } from 'node:http';

export type ReadBody = { ok: true; body: Buffer } | { ok: false; reason: 'too_large' | 'aborted' | 'no_raw_body' };

/** A body that comes in more pieces than this is put together in between: a piece of one byte takes hundreds. */
const MOST_PIECES = 1_024;

/**
 * Reads a request's body as it came, counting while it reads: a body without a declared length, or with a wrong one,
 * stops at the limit as well. What it takes in memory is in proportion to the body, however small its pieces: whoever
 * sends it has not shown yet who they are.
 *
 * @param limit bytes
 */
export function readBody(request: IncomingMessage, limit: number): Promise<ReadBody> {
  if (Number(request.headers['content-length'] ?? 0) > limit) {
    return Promise.resolve({ ok: false, reason: 'too_large' });
  }
  return new Promise((resolve) => {
    const parts: Buffer[] = [];
    let pieces: Buffer[] = [];
    let length = 0;
    const stop = (result: ReadBody): void => {
      request.removeListener('data', take).removeListener('end', end).removeListener('close', abort);
      resolve(result);
    };
    const take = (piece: Buffer): void => {
      length += piece.length;
      if (length > limit) {
        stop({ ok: false, reason: 'too_large' });
        return;
      }
      pieces.push(piece);
      if (pieces.length < MOST_PIECES) return;
      // A copy: the pieces are views of what the socket read, and would keep all of that.
      parts.push(Buffer.concat(pieces));
      pieces = [];
    };
    const end = (): void => {
      const all = [...parts, ...pieces];
      stop({ ok: true, body: all.length === 1 && all[0] ? all[0] : Buffer.concat(all) });
    };
    const abort = (): void => stop({ ok: false, reason: 'aborted' });
    // A client that goes away ends in `close` without `end`; the error that comes with it says nothing more.
    request.on('data', take).on('end', end).on('close', abort).on('error', abort);
  });
}
