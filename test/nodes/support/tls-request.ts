import { request } from 'node:https';
import type { TLSSocket } from 'node:tls';
import { sign } from '../../../src/webhook/sign';
import { CA } from '../../fixtures/certificates';
import { PATH } from './parts';
import { APP_SECRET } from './secrets';

export interface TlsRequestOptions {
  method?: string;
  path?: string;
  /** What the client shows. */
  certificate?: { cert: string; key: string };
  /** A session to be resumed. */
  session?: Buffer | undefined;
  signed?: boolean;
}

export interface TlsAnswer {
  status: number;
  body: string;
  /** The newest session that the server offered. */
  session: Buffer | undefined;
  wasResumed: boolean;
}

/** Posts a webhook over TLS, checking the server's certificate. */
export function postOverTls(port: number, webhook: object, options: TlsRequestOptions = {}): Promise<TlsAnswer> {
  const { method = 'POST', path = PATH, certificate = {}, session, signed = true } = options;
  const body = Buffer.from(JSON.stringify(webhook));
  const headers = {
    'content-length': body.length,
    ...(signed ? { 'x-hub-signature-256': sign(body, APP_SECRET) } : {}),
  };
  return new Promise((resolve, reject) => {
    let offered: Buffer | undefined;
    const tls = { ca: CA, ...certificate, ...(session === undefined ? {} : { session }) };
    const call = request({ host: '127.0.0.1', port, path, method, headers, agent: false, ...tls }, (response) => {
      const { socket } = response as unknown as { socket: TLSSocket };
      const wasResumed = socket.isSessionReused();
      let text = '';
      response.on('data', (chunk) => {
        text += String(chunk);
      });
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body: text, session: offered, wasResumed }));
    });
    call.on('socket', (socket) => socket.on('session', (bytes: Buffer) => (offered = bytes)));
    call.on('error', reject).end(method === 'POST' ? body : undefined);
  });
}
