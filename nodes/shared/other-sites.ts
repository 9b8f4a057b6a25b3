import type { IncomingMessage, ServerResponse } from 'node:http';
import { failure } from '../../src/simulator/http/call';
import { writeReply } from '../../src/simulator/http/write-reply';

/** What Node-RED's own parser leaves of a request. */
export interface AdminRequest extends IncomingMessage {
  originalUrl: string;
  body?: unknown;
}

export type Middleware = (request: AdminRequest, response: ServerResponse, next: (error?: unknown) => void) => void;

export const isReading = ({ method }: IncomingMessage): boolean => method === 'GET' || method === 'HEAD';

/**
 * Refuses what pages of other sites send, and what is changed by anything but JSON. A browser's own word on where a request
 * comes from counts; without it, the address of the page that sends it.
 */
export const refuseOtherSites: Middleware = (request, response, next) => {
  const { origin, host, 'sec-fetch-site': site } = request.headers;
  const isOwn = site === undefined ? origin === undefined || hostOf(origin) === host : site === 'same-origin';
  const isJson = isReading(request) || /^application\/json\b/i.test(request.headers['content-type'] ?? '');
  if (!isOwn && !(site === 'none' && isReading(request)))
    writeReply(response, failure(403, 'forbidden', 'Requests from pages of other sites are refused.'));
  else if (!isJson) writeReply(response, failure(415, 'not_json', 'Send the body as application/json.'));
  else next();
};

function hostOf(origin: string): string | undefined {
  return URL.canParse(origin) ? new URL(origin).host : undefined;
}
