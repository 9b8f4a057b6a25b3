import type { IncomingMessage } from 'node:http';

/**
 * The whole body, or null when it is larger than the limit.
 *
 * @throws when the client gives up in the middle
 */
export async function readBody(request: IncomingMessage, limit: number): Promise<Buffer | null> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    size += chunk.length;
    // Read on to the end all the same: a client that is still writing would never see the answer.
    if (size <= limit) chunks.push(chunk);
  }
  return size <= limit ? Buffer.concat(chunks) : null;
}
