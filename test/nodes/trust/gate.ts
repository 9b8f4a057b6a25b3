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
  /** What is sent from now on never reaches the platform, and nothing tells that. */
  lose(): void;
  /** How many answers wait. */
  readonly waiting: number;
  /** Whether no answer comes for now to a request with this text in it. */
  holds(text: string): boolean;
  /** How many requests have no answer yet. */
  readonly unanswered: number;
  /** Lets the answers pass, those that waited first, and requests again. */
  open(): void;
  close(): Promise<void>;
}

export async function startGate(target: string): Promise<Gate> {
  let isHeld = false;
  let isLost = false;
  const unanswered = new Map<ServerResponse, { text: string; isStuck: boolean }>();
  let waiting: (() => void)[] = [];
  const forward = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/', headers } = request;
    const body = method === 'GET' ? undefined : await buffer(request);
    const exchange = { text: String(body ?? ''), isStuck: isLost };
    unanswered.set(response, exchange);
    response.once('close', () => unanswered.delete(response));
    if (isLost) return;
    const answer = await fetch(new URL(url, target), {
      method,
      headers: {
        authorization: headers.authorization ?? '',
        'content-type': headers['content-type'] ?? 'application/json',
      },
      ...(body === undefined ? {} : { body }),
    });
    const text = await answer.text();
    if (isHeld) {
      exchange.isStuck = true;
      await new Promise<void>((resolve) => waiting.push(resolve));
    }
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
    isLost = false;
    const passing = waiting;
    waiting = [];
    for (const pass of passing) pass();
  };
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    hold: () => {
      isHeld = true;
    },
    lose: () => {
      isLost = true;
    },
    get waiting() {
      return waiting.length;
    },
    holds: (text) => [...unanswered.values()].some((exchange) => exchange.isStuck && exchange.text.includes(text)),
    get unanswered() {
      return unanswered.size;
    },
    open,
    async close() {
      open();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
