import type { IncomingHttpHeaders } from 'node:http';

/** A request, read to its end. */
export interface Call {
  method: string;
  /** Path as it came, without the query string. */
  path: string;
  query: URLSearchParams;
  headers: IncomingHttpHeaders;
  body: Buffer;
}

/** What to answer; `body` is sent as JSON, a Buffer as it is, undefined as no body at all. */
export interface Reply {
  status: number;
  body: unknown;
  headers?: Record<string, string>;
  /** Sends the body piece by piece instead, until the client goes; what it returns ends that. */
  stream?: (send: (piece: string) => void) => () => void;
  /** Called once when the answer is out, or could not be given any more. */
  afterwards?: () => void;
}

/** An answer that says what is wrong. */
export const failure = (status: number, code: string, message: string): Reply => ({
  status,
  body: { error: { code, message } },
});

/** The token of an `Authorization: Bearer` header. */
export function bearerOf(call: Call): string | undefined {
  return /^Bearer +(\S+) *$/i.exec(call.headers.authorization ?? '')?.[1];
}
