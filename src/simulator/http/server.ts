import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { SimulatorError } from '../simulator-error';
import { type Call, failure, type Reply } from './call';
import { refusalOf } from './loopback';
import { readBody } from './read-body';
import { writeReply as write } from './write-reply';

export interface HttpServerOptions {
  host: string;
  /** 0 takes any free port. */
  port: number;
  /** Largest body in bytes. */
  bodyLimit: number;
  handle(call: Call): Reply | Promise<Reply>;
  /** Told of failures of our own code; the client only learns that there was one. */
  onError(error: unknown): void;
}

export interface HttpServer {
  /** @returns the port */
  listen(): Promise<number>;
  /** Ends every connection. */
  close(): Promise<void>;
}

export function createHttpServer(options: HttpServerOptions): HttpServer {
  let port = options.port;
  const server = createServer((request, response) => {
    answer(request, response, port, options).catch((error: unknown) => {
      options.onError(error);
      if (!response.headersSent) write(response, failure(500, 'internal_error', 'The simulator failed; see its log.'));
    });
  });
  return {
    listen: () =>
      new Promise((resolve, reject) => {
        server.once('error', (error) => reject(toListenError(error, options)));
        server.listen(options.port, options.host, () => {
          port = (server.address() as AddressInfo).port;
          resolve(port);
        });
      }),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function answer(
  request: IncomingMessage,
  response: ServerResponse,
  port: number,
  options: HttpServerOptions,
): Promise<void> {
  const refusal = refusalOf(request.headers, port);
  if (refusal !== null) return write(response, failure(403, 'forbidden', refusal));
  let body: Buffer | null;
  try {
    body = await readBody(request, options.bodyLimit);
  } catch {
    // The client went away in the middle: nobody is left to answer, and nothing was asked.
    return;
  }
  if (body === null) {
    return write(response, failure(413, 'too_large', `The body is larger than ${options.bodyLimit} bytes.`));
  }
  const [path = '/', query = ''] = (request.url ?? '/').split(/\?(.*)/s, 2);
  const { method = 'GET', headers } = request;
  write(response, await options.handle({ method, path, query: new URLSearchParams(query), headers, body }));
}

function toListenError(error: NodeJS.ErrnoException, { host, port }: HttpServerOptions): Error {
  if (error.code === 'EADDRINUSE')
    return new SimulatorError('port_in_use', `Port ${port} on ${host} is already in use.`);
  if (error.code === 'EACCES')
    return new SimulatorError('port_forbidden', `Port ${port} on ${host} may not be used by this user.`);
  return error;
}
