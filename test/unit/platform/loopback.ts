import { once } from 'node:events';
import http, { type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';

export interface SeenRequest {
  method: string | undefined;
  path: string | undefined;
  headers: IncomingMessage['headers'];
  body: string;
}

export interface Loopback {
  baseUrl: string;
  requests: SeenRequest[];
  /** How many connections were ever opened. */
  connections(): number;
}

const cleanUps: (() => unknown)[] = [];

/** Has something undone after the test. */
export function onCleanUp(undo: () => unknown): void {
  cleanUps.push(undo);
}

/** To be called after each test: ends every server and client, whatever the test left open. */
export async function cleanUp(): Promise<void> {
  for (const undo of cleanUps.splice(0).reverse()) await undo();
}

/** A server on loopback that reads each request whole, then lets `answer` decide. */
export async function serve(answer: (request: SeenRequest, response: ServerResponse) => void): Promise<Loopback> {
  const requests: SeenRequest[] = [];
  const listener: RequestListener = (request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (chunk: string) => {
      body += chunk;
    });
    request.on('end', () => {
      const seen = { method: request.method, path: request.url, headers: request.headers, body };
      requests.push(seen);
      answer(seen, response);
    });
  };
  return { ...(await listen(http.createServer(listener))), requests };
}

/** A server that gets bare connections. */
export async function serveSockets(onSocket: (socket: Socket) => void): Promise<Loopback> {
  return { ...(await listen(net.createServer(onSocket))), requests: [] };
}

async function listen(server: Server | net.Server): Promise<Omit<Loopback, 'requests'>> {
  const open = new Set<Socket>();
  let connections = 0;
  server.on('connection', (socket: Socket) => {
    connections += 1;
    open.add(socket.on('error', () => undefined).on('close', () => open.delete(socket)));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  cleanUps.push(() => {
    for (const socket of open) socket.destroy();
    return new Promise((resolve) => server.close(resolve));
  });
  const { port } = server.address() as AddressInfo;
  return { baseUrl: `http://127.0.0.1:${port}`, connections: () => connections };
}

/** An address where nobody listens any more. */
export async function freeAddress(): Promise<string> {
  const server = net.createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return `http://127.0.0.1:${port}`;
}

export function answerJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(body));
}
