import type { IncomingHttpHeaders } from 'node:http';
import type { Socket } from 'node:net';
import { isLocal } from '../../src/webhook/is-local';
import type { WebhookRequest } from '../../src/webhook/webhook-request';

/** A webhook as a flow brings it, from `http in` or from anywhere else. */
export interface ExternalMessage {
  payload?: unknown;
  headers?: unknown;
  method?: unknown;
  url?: unknown;
  query?: unknown;
  /** That of `http in`. */
  req?: {
    rawBody?: unknown;
    headers?: unknown;
    method?: unknown;
    originalUrl?: unknown;
    url?: unknown;
    query?: unknown;
    socket?: Socket;
  };
}

/**
 * What a message of the flow asks, read as a request: `msg.req` and what lies beside it. The bytes of the body are
 * `msg.req.rawBody`, else `msg.payload`.
 *
 * @param hasSecretPart whether the last part of the URL's path is the secret of an On-Premises account
 */
export function toExternalRequest(msg: ExternalMessage, hasSecretPart: boolean): WebhookRequest {
  const { req = {} } = msg;
  const method = String(req.method ?? msg.method ?? 'POST').toUpperCase();
  const url = String(req.originalUrl ?? req.url ?? msg.url ?? '');
  return {
    method,
    headers: toHeaders(msg.headers ?? req.headers),
    query: () => toQuery(req.query ?? msg.query ?? url),
    below: hasSecretPart ? lastPart(url) : undefined,
    // What comes without a connection was made by the flow itself.
    isLocal: () => req.socket === undefined || isLocal(req.socket),
    certificate: undefined,
    async readBody(limit) {
      const body = toBytes(req.rawBody ?? msg.payload);
      if (body === undefined) return { ok: false, reason: 'no_raw_body' };
      return body.length > limit ? { ok: false, reason: 'too_large' } : { ok: true, body };
    },
  };
}

function toBytes(body: unknown): Buffer | undefined {
  if (Buffer.isBuffer(body)) return body;
  return typeof body === 'string' ? Buffer.from(body) : undefined;
}

function toHeaders(headers: unknown): IncomingHttpHeaders {
  if (typeof headers !== 'object' || headers === null) return {};
  const isText = (value: unknown): value is string => typeof value === 'string';
  return Object.fromEntries(
    Object.entries(headers)
      .filter(([, value]) => (Array.isArray(value) ? value.every(isText) : isText(value)))
      .map(([name, value]) => [name.toLowerCase(), value]),
  );
}

function toQuery(query: unknown): URLSearchParams {
  if (typeof query === 'string') return new URLSearchParams(query.slice(query.indexOf('?') + 1));
  const pairs = Object.entries(query as object).flatMap(([name, value]) =>
    [value].flat().map((one): [string, string] => [name, String(one)]),
  );
  return new URLSearchParams(pairs);
}

function lastPart(url: string): string | undefined {
  return /\/([^/?#]+)\/?(?:[?#].*)?$/.exec(url)?.[1];
}
