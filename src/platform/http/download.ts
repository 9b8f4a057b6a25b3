import type { Dispatcher } from 'undici';
import type { HttpAnswer } from './exchange';

/** An answer whose body is still to come. */
export interface HttpStream extends Pick<HttpAnswer, 'status' | 'headers'> {
  /** @throws while it is read, the HTTP client's own errors */
  body: AsyncIterable<Buffer>;
  /** The beginning of the body as text, for answers that say what is wrong. */
  text(): Promise<string>;
  /** Gives the rest up. */
  cancel(): void;
}

const TEXT_BYTES = 64 * 1024;

export async function openDownload(
  dispatcher: Dispatcher,
  url: URL,
  headers: Readonly<Record<string, string>>,
  limits: { timeoutMs: number; signal: AbortSignal },
): Promise<HttpStream> {
  const { timeoutMs, signal } = limits;
  const {
    statusCode,
    headers: answered,
    body,
  } = await dispatcher.request({
    origin: url.origin,
    path: url.pathname + url.search,
    method: 'GET',
    headers,
    // A large file may take long, but it must not stop coming.
    headersTimeout: timeoutMs,
    bodyTimeout: timeoutMs,
    signal,
  });
  const cancel = (): void => void body.on('error', () => undefined).destroy();
  return {
    status: statusCode,
    headers: answered,
    body,
    cancel,
    async text() {
      const pieces: Buffer[] = [];
      let size = 0;
      for await (const piece of body as AsyncIterable<Buffer>) {
        pieces.push(piece);
        size += piece.length;
        if (size > TEXT_BYTES) break;
      }
      return Buffer.concat(pieces).toString();
    },
  };
}
