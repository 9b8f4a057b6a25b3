import {
  createServer,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerOptions,
  ServerResponse,
  STATUS_CODES,
} from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { Duplex } from 'node:stream';
import { type ConnectionRefusal, REFUSALS } from './refusal';

export interface TlsSettings {
  /** PEM. */
  key: string | Buffer;
  /** PEM. */
  cert: string | Buffer;
  /** PEM; what client certificates must be signed by. */
  ca?: string | Buffer;
  passphrase?: string;
}

export interface OwnServerSettings {
  /** What it is to listen on; empty for all addresses of this machine. */
  address: string;
  port: number;
  /** Undefined for plain HTTP. */
  tls?: TlsSettings;
  /** Whether clients are asked for a certificate. Which is good enough, the requests' handler decides. */
  asksForCertificate: boolean;
  /** Bytes. */
  headerSize: number;
  /** Milliseconds for the headers, from the connection or the first byte on. */
  headerTimeout: number;
  /** Milliseconds for a whole request. */
  requestTimeout: number;
  connections: number;
}

/** Emitted by a server of our own for what it ended by itself, with a `ConnectionRefusal`. */
const REFUSED = 'webhook-refused';

const ownServers = new WeakSet<Server>();

/** Tells what a server of our own ended by itself; Node-RED's server ends nothing so. What is returned ends that. */
export function onConnectionRefused(server: Server, listener: (reason: ConnectionRefusal) => void): () => void {
  if (!ownServers.has(server)) return () => undefined;
  server.on(REFUSED, listener);
  return () => void server.off(REFUSED, listener);
}

/** Milliseconds between two looks for connections that are too slow. */
const LOOK_EVERY = 500;

/**
 * A server for webhooks alone, which does not listen yet. What never becomes a request it refuses by itself, and tells
 * those who asked with `onConnectionRefused`.
 *
 * @throws Error when the TLS settings cannot be used
 */
export function createOwnServer(settings: OwnServerSettings, handle: RequestListener): Server {
  const server = open(settings, handle);
  ownServers.add(server);
  // One for each path on it.
  server.setMaxListeners(0);
  server.maxConnections = settings.connections;
  server.on('clientError', (error: NodeJS.ErrnoException, socket) => {
    // Whoever reads a request that breaks off sees it, and counts it.
    if (error.code === 'ECONNRESET' || !socket.writable || busy.has(socket)) {
      socket.destroy();
      return;
    }
    const reason = REASONS[error.code ?? ''] ?? 'not_http';
    server.emit(REFUSED, reason);
    socket.end(toBytes(reason), () => socket.destroy());
  });
  server.on('drop', () => server.emit(REFUSED, 'too_many_connections' satisfies ConnectionRefusal));
  return server;
}

/** Connections with a request that somebody reads. */
const busy = new WeakSet<Duplex>();

class Response extends ServerResponse {
  constructor(...parameters: ConstructorParameters<typeof ServerResponse<IncomingMessage>>) {
    super(...parameters);
    const [{ socket }] = parameters;
    busy.add(socket);
    this.once('close', () => busy.delete(socket));
  }
}

function open(settings: OwnServerSettings, handle: RequestListener): Server {
  const limits: ServerOptions<typeof IncomingMessage, typeof Response> = {
    ServerResponse: Response,
    maxHeaderSize: settings.headerSize,
    headersTimeout: Math.min(settings.headerTimeout, settings.requestTimeout),
    requestTimeout: settings.requestTimeout,
    connectionsCheckingInterval: LOOK_EVERY,
  };
  if (settings.tls === undefined) return createServer(limits, handle);
  const { asksForCertificate, headerTimeout } = settings;
  const tls = { requestCert: asksForCertificate, rejectUnauthorized: false, handshakeTimeout: headerTimeout };
  return createTlsServer({ ...limits, ...settings.tls, ...tls }, handle);
}

/** By the codes of Node.js. */
const REASONS: Readonly<Record<string, ConnectionRefusal>> = {
  HPE_HEADER_OVERFLOW: 'header_too_large',
  ERR_HTTP_REQUEST_TIMEOUT: 'too_slow',
};

function toBytes(reason: ConnectionRefusal): string {
  const { status, answer } = REFUSALS[reason];
  return [
    `HTTP/1.1 ${status} ${STATUS_CODES[status]}`,
    'connection: close',
    'content-type: text/plain; charset=utf-8',
    `content-length: ${Buffer.byteLength(answer)}`,
    '',
    answer,
  ].join('\r\n');
}
