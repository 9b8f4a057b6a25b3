import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';

/** Stands before the simulator's Graph API, so that a test decides when its answers arrive. */
export interface Gate {
  /** What an account takes as its base URL. */
  url: string;
  /** Answers wait from now on, though the platform has done what was asked. */
  hold(): void;
  /** How many answers wait. */
  readonly waiting: number;
  /** Lets the answers pass, those that waited first. */
  open(): void;
  close(): Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
  let isHeld = false;
  let waiting: (() => void)[] = [];
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = request;
    const body = method === 'GET' ? undefined : await buffer(request);
    const answer = await fetch(new URL(url, target), {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? 'application/json',
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    if (isHeld) await new Promise<void>((resolve) => waiting.push(resolve));
    const contentType = answer.headers.get('content-type') ?? 'application/json';
    response.writeHead(answer.status, { 'content-type': contentType }).end(text);
  };
  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => response.destroy(error as Error));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const open = (): void => {
    isHeld = false;
    const passing = waiting;
    waiting = [];
    for (const pass of passing) pass();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => {
      isHeld = true;
    },
    get waiting() {
      return waiting.length;
    },
    open,
    async close() {
      open();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
