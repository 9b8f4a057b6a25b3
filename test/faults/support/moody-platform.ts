import { once } from 'node:events';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { json } from 'node:stream/consumers';

/** A message as it came to the platform. */
export interface Arrival {
  to: string;
  text: string;
}

/** What becomes of a call: the platform takes the message, refuses it with an error of its own, or worse. */
export type Mood =
  | { type: 'takes'; afterMs?: number }
  | { type: 'refuses'; code: number; status?: number; headers?: Record<string, string> }
  /** It answers with something else than the platform would, and has not taken the message. */
  | { type: 'breaks'; status: number }
  /** The connection is reset before the message was read. */
  | { type: 'resets' }
  /** The message is taken, and the connection reset before the answer. */
  | { type: 'takesAndResets' };

/** A Graph API on loopback in changing moods. */
export interface MoodyPlatform {
  url: string;
  /** The messages that were taken, in their order. */
  arrived: Arrival[];
  calls: number;
  /** Asked for each call, with its number from 1. */
  mood: (call: number) => Mood;
  /** Refuses connections, and lets go of those there are. */
  shut(): Promise<void>;
  open(): Promise<void>;
}

interface Body {
  to: string;
  text: { body: string };
}

export async function startMoodyPlatform(): Promise<MoodyPlatform> {
  const platform: MoodyPlatform = { url: '', arrived: [], calls: 0, mood: () => ({ type: 'takes' }), shut, open };
  const server = createServer((request, response) => {
    answer(request, response).catch(() => response.destroy());
  });
  let port = 0;

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    platform.calls += 1;
    const mood = platform.mood(platform.calls);
    if (mood.type === 'resets') return void request.socket.resetAndDestroy();
    const { to, text } = (await json(request)) as Body;
    if (mood.type === 'breaks') return void response.writeHead(mood.status).end('<html>Out of order</html>');
    if (mood.type === 'refuses') {
      const { code, status = 400, headers = {} } = mood;
      return reply(response, status, { error: { code, message: `(#${code})`, type: 'OAuthException' } }, headers);
    }
    platform.arrived.push({ to, text: text.body });
    if (mood.type === 'takesAndResets') return void request.socket.resetAndDestroy();
    const id = `wamid.${platform.arrived.length}`;
    const receipt = { contacts: [{ input: to, wa_id: to.slice(1) }], messages: [{ id }] };
    setTimeout(() => reply(response, 200, receipt), mood.afterMs ?? 0);
  }

  async function shut(): Promise<void> {
    if (!server.listening) return;
    const closed = once(server, 'close');
    server.close();
    server.closeAllConnections();
    await closed;
  }

  async function open(): Promise<void> {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    ({ port } = server.address() as AddressInfo);
  }

  await open();
  platform.url = `http://127.0.0.1:${port}`;
  return platform;
}

function reply(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}
