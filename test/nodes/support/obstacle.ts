import { once } from 'node:events';
import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';

/** A request on its way to Node-RED, which an obstacle may change. */
export interface Passing {
  method: string;
  path: string;
  headers: Record<string, string | string[] | undefined>;
  body: Buffer;
}

/** What an obstacle answers itself, instead of passing a request on. */
export interface OwnAnswer {
  status: number;
  headers?: Record<string, string>;
  body?: string;
}

export interface Obstacle {
  url: string;
  /** What it saw, before it changed anything. */
  seen: Passing[];
  close(): Promise<void>;
}

/**
 * Something that stands in front of Node-RED: a proxy that changes what passes, answers itself, or changes the answer.
 *
 * @param target where requests are passed on to, without a path
 */
export async function startObstacle(
  target: string,
  {
    change = () => undefined,
    answer = (body) => body,
    tls,
  }: {
    change?: (passing: Passing) => OwnAnswer | undefined;
    answer?: (body: string) => string;
    tls?: { cert: string; key: string };
  } = {},
): Promise<Obstacle> {
  const seen: Passing[] = [];
  const handle = async (incoming: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url: path = '/', headers } = incoming;
    const body = Buffer.concat(await incoming.toArray());
    seen.push({ method, path, headers: { ...headers }, body });
    const passing: Passing = { method, path, headers: { ...headers }, body };
    const own = change(passing);
    if (own !== undefined) {
      response.writeHead(own.status, own.headers).end(own.body ?? '');
      return;
    }
    const {
      'content-length': _length,
      'transfer-encoding': _encoding,
      connection: _connection,
      ...passed
    } = passing.headers;
    const onward = request(target + passing.path, { method: passing.method, headers: passed, agent: false });
    onward.on('error', () => response.writeHead(502).end());
    onward.on('response', async (answered) => {
      const text = answer(Buffer.concat(await answered.toArray()).toString());
      response.writeHead(answered.statusCode ?? 502, { 'content-type': 'text/plain' }).end(text);
    });
    onward.end(passing.method === 'GET' ? undefined : passing.body);
  };
  const listener = (incoming: IncomingMessage, response: ServerResponse): void => void handle(incoming, response);
  const server = tls === undefined ? createServer(listener) : createTlsServer(tls, listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `${tls === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    seen,
    async close() {
      server.close();
      server.closeAllConnections();
      await once(server, 'close');
    },
  };
}
