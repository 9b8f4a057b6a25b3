import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { freshId } from './business';

export interface GraphRequest {
  path: string;
  headers: IncomingHttpHeaders;
  /** The message that was sent. */
  body: {
    to?: string;
    recipient?: string;
    recipient_identity_key_hash?: string;
    biz_opaque_callback_data?: string;
    [member: string]: unknown;
  };
}

export type GraphAnswer = (request: GraphRequest, response: ServerResponse) => void;

/** A Graph API on loopback that accepts every message, unless a test says what it is to answer next. */
export interface Graph {
  url: string;
  requests: GraphRequest[];
  /** Answers the next requests, one each. */
  next(...answers: GraphAnswer[]): void;
  close(): Promise<void>;
}

export async function startGraph(): Promise<Graph> {
  const requests: GraphRequest[] = [];
  const queue: GraphAnswer[] = [];
  const server = createServer((incoming, response) => {
    text(incoming).then(
      (body) => {
        const request = {
          path: incoming.url ?? '',
          headers: incoming.headers,
          body: body === '' ? {} : JSON.parse(body),
        };
        requests.push(request);
        (queue.shift() ?? accept())(request, response);
      },
      () => response.destroy(),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    requests,
    next: (...answers) => void queue.push(...answers),
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

export const answerJson =
  (status: number, body: unknown): GraphAnswer =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));

/** The platform takes the message. */
export const accept =
  (id = freshId()): GraphAnswer =>
  (request, response) => {
    const { to, recipient } = request.body;
    const contact = to === undefined ? { user_id: recipient } : { input: to, wa_id: to.replace('+', '') };
    answerJson(200, { messaging_product: 'whatsapp', contacts: [contact], messages: [{ id }] })(request, response);
  };

/** The platform refuses the message, in its own form. */
export const refuse = (code: number, more: object = {}, status = 400): GraphAnswer =>
  answerJson(status, {
    error: { message: `(#${code}) refused`, type: 'OAuthException', code, fbtrace_id: 'AbCtrace', ...more },
  });
