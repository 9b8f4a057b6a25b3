import { createHmac } from 'node:crypto';
import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type ServerResponse } from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';

/** A webhook as it arrived, its signature checked with nothing but node:crypto. */
export interface ReceivedWebhook {
  raw: string;
  signature: string | undefined;
  isSigned: boolean;
  authorization: string | undefined;
  // What a webhook holds is for each test to say with its assertions.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
}

export interface Receiver {
  url: string;
  appSecret: string;
  verifyToken: string;
  webhooks: ReceivedWebhook[];
  /** Handshakes asked for, well or badly. */
  handshakes: number;
  /** Statuses to answer with, one after the other; then 200. */
  answers: number[];
  /** The incoming messages of all webhooks, each with its contact. */
  messages(): ReceivedMessage[];
  // biome-ignore lint/suspicious/noExplicitAny: as above
  statuses(): any[];
  /** Resolves when a request came in, also one that came before. */
  waitForRequest(): Promise<unknown>;
  close(): Promise<void>;
}

interface ReceivedMessage {
  // biome-ignore lint/suspicious/noExplicitAny: as above
  message: any;
  // biome-ignore lint/suspicious/noExplicitAny: as above
  contact: any;
}

export interface ReceiverOptions {
  port?: number;
  tls?: { key: string; cert: string };
  /** Takes webhooks and never answers. */
  silent?: boolean;
}

/** A business's webhook on loopback. */
export async function startReceiver(options: ReceiverOptions = {}): Promise<Receiver> {
  const listener: RequestListener = (request, response) => {
    answer(request, response).catch((error: unknown) => response.destroy(error as Error));
  };
  const server = options.tls ? https.createServer(options.tls, listener) : http.createServer(listener);
  const requested = once(server, 'request');
  server.listen(options.port ?? 0, '127.0.0.1');
  await once(server, 'listening');

  // The On-Premises API has no envelope: the body is the value.
  const changes = (): Change[] =>
    receiver.webhooks.flatMap(({ body }) =>
      body.entry ? body.entry.flatMap((entry: Entry) => entry.changes) : [{ value: body }],
    );
  const receiver: Receiver = {
    url: `${options.tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/webhook`,
    appSecret: 'the app secret',
    verifyToken: 'the verify token',
    webhooks: [],
    handshakes: 0,
    answers: [],
    messages: () =>
      changes().flatMap(({ value }) =>
        (value.messages ?? []).map((message, index) => ({ message, contact: value.contacts?.[index] })),
      ),
    statuses: () => changes().flatMap(({ value }) => value.statuses ?? []),
    waitForRequest: () => requested,
    async close() {
      server.closeAllConnections();
      if (!server.listening) return;
      server.close();
      await once(server, 'close');
    },
  };

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    if (request.method === 'GET') return answerHandshake(request, response);
    const raw = await text(request);
    const signature = request.headers['x-hub-signature-256'] as string | undefined;
    const expected = `sha256=${createHmac('sha256', receiver.appSecret).update(raw).digest('hex')}`;
    const { authorization } = request.headers;
    receiver.webhooks.push({ raw, signature, isSigned: signature === expected, authorization, body: JSON.parse(raw) });
    if (!options.silent) response.writeHead(receiver.answers.shift() ?? 200).end();
  }

  function answerHandshake(request: IncomingMessage, response: ServerResponse): void {
    receiver.handshakes += 1;
    const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
    const isRight =
      searchParams.get('hub.mode') === 'subscribe' && searchParams.get('hub.verify_token') === receiver.verifyToken;
    response.writeHead(isRight ? 200 : 403).end(isRight ? searchParams.get('hub.challenge') : 'no');
  }

  return receiver;
}

interface Entry {
  changes: Change[];
}

interface Change {
  value: { messages?: unknown[]; statuses?: unknown[]; contacts?: unknown[] };
}
