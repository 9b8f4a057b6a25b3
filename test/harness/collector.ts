import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';
import type { FlowNode } from './flow';
import { waitUntil } from './wait';

export interface Collector {
  /** Where to post JSON to, ending in a slash; what follows it ends up in `path`. */
  url: string;
  posts: CollectedPost[];
  /** Waits until a post fits, also one that came before the call, and returns it. */
  waitFor(fits: (post: CollectedPost) => boolean, timeout?: number): Promise<CollectedPost>;
  /** Nodes for a flow, the first with this id, that post every message here as JSON, without `req` and `res`. */
  nodes(id: string): FlowNode[];
  close(): Promise<void>;
}

export interface CollectedPost {
  /** What followed the collector's URL, without the slash: by convention the id of the sending node. */
  path: string;
  // The body is whatever the flow sent; each test knows what it expects and says so with its assertions.
  body: Record<string, unknown>;
}

/** A loopback server that shows a test what arrives in a flow of a Node-RED in another process. */
export async function startCollector(): Promise<Collector> {
  const posts: CollectedPost[] = [];
  const server = createServer((request, response) => {
    json(request).then(
      (body) => {
        posts.push({ path: (request.url ?? '/').slice(1), body: body as Record<string, unknown> });
        response.writeHead(204).end();
      },
      (error: unknown) => response.writeHead(400).end(String(error)),
    );
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;
  return {
    url,
    posts,
    waitFor: (fits, timeout = 10_000) =>
      waitUntil(() => posts.find(fits), {
        timeout,
        what: () => `a fitting post among ${posts.length}: ${JSON.stringify(posts.slice(-5))}`,
      }),
    nodes: (id) => [
      {
        id,
        type: 'function',
        // The whole message travels as the payload, because that is all an http request node sends.
        func: 'const { req, res, ...whole } = msg; return { payload: whole };',
        outputs: 1,
        wires: [[`${id}-post`]],
      },
      { id: `${id}-post`, type: 'http request', method: 'POST', url: `${url}${id}`, ret: 'txt', wires: [[]] },
    ],
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
