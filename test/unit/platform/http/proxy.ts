import { once } from 'node:events';
import http, { type IncomingMessage } from 'node:http';
import net, { type AddressInfo, type Socket } from 'node:net';
import { onCleanUp } from '../loopback';

export interface Proxy {
  url: string;
  /** What was asked for, like `CONNECT graph.test:443`. */
  asked: string[];
}

/**
 * A forward proxy on loopback: tunnels with CONNECT, and passes plain requests on. Whatever host is named, it goes to
 * this machine.
 *
 * @param login that it demands, like `user:password`
 */
export async function startProxy(login?: string): Promise<Proxy> {
  const asked: string[] = [];
  const open = new Set<{ destroy(): void }>();
  const isWelcome = ({ headers }: IncomingMessage): boolean =>
    login === undefined || headers['proxy-authorization'] === `Basic ${Buffer.from(login).toString('base64')}`;
  const server = http.createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    if (!isWelcome(request)) return void response.writeHead(407).end();
    const { port, pathname, search } = new URL(request.url ?? '');
    const { method, headers } = request;
    const onward = http.request({ host: '127.0.0.1', port, path: pathname + search, method, headers }, (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers);
      answer.pipe(response);
    });
    onward.on('error', () => response.writeHead(502).end());
    request.pipe(onward);
  });
  server.on('connect', (request, socket, head) => {
    asked.push(`CONNECT ${request.url}`);
    if (!isWelcome(request)) return void socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n');
    const onward = net.connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
      socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
      onward.write(head);
      socket.pipe(onward).pipe(socket);
    });
    open.add(onward);
    onward.on('error', () => socket.destroy());
    socket.on('error', () => onward.destroy());
  });
  server.on('connection', (socket: Socket) => open.add(socket));
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onCleanUp(() => {
    for (const socket of open) socket.destroy();
    server.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

/** Runs with these environment variables, and none other that names a proxy. */
export async function withProxies(variables: Record<string, string>, run: () => Promise<void>): Promise<void> {
  const names = ['http_proxy', 'https_proxy', 'all_proxy', 'no_proxy'].flatMap((name) => [name, name.toUpperCase()]);
  const before = names.map((name) => [name, process.env[name]] as const);
  for (const name of names) delete process.env[name];
  Object.assign(process.env, variables);
  try {
    await run();
  } finally {
    for (const [name, value] of before) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
  }
}
