import type { ServerResponse } from 'node:http';
import type { Reply } from './call';

/** Sends an answer, whoever's server it is. */
export function writeReply(response: ServerResponse, reply: Reply): void {
  if (reply.afterwards) {
    if (response.closed) reply.afterwards();
    else response.once('close', reply.afterwards);
  }
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
    ...reply.headers,
  };
  if (reply.stream) {
    response.writeHead(reply.status, headers);
    response.flushHeaders();
    const stop = reply.stream((piece) => void response.write(piece));
    if (response.closed) stop();
    else response.once('close', stop);
    return;
  }
  const body = toBytes(reply.body);
  response.writeHead(reply.status, { ...headers, 'content-length': body.length });
  response.end(body);
}

function toBytes(body: unknown): Buffer {
  if (Buffer.isBuffer(body)) return body;
  return Buffer.from(body === undefined ? '' : JSON.stringify(body));
}
