import type { Readable } from 'node:stream';
import type { Dispatcher } from 'undici';
import { createDispatcher } from './dispatcher';
import { type HttpStream, openDownload } from './download';
import { Exchange, type HttpAnswer, toTrouble } from './exchange';
import { toNoAnswerError } from './no-answer';
import type { HttpSettings } from './settings';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the settings' root, without a slash at the start. */
  path: string;
  /** What authenticates the account, among others. */
  headers: Readonly<Record<string, string>>;
  /** JSON; a stream is what the headers say. */
  body?: string | Readable;
  /** Whether doing it twice does no harm. */
  repeatable: boolean;
  /** What to do when nobody knows whether it was carried out; without it, the advice for messages. */
  ifUnknown?: string;
  /** Milliseconds, instead of the settings' own limit. */
  timeoutMs?: number;
}

export interface HttpClient {
  /**
   * @throws NoAnswerError when no answer came at all, every status code is an answer; InputError `proxy_invalid`
   */
  request(request: HttpRequest): Promise<HttpAnswer>;
  /**
   * Opens any address, whose answer is read piece by piece. What goes with it is for the caller to decide.
   *
   * @throws as `request`
   */
  open(url: URL, headers: Readonly<Record<string, string>>): Promise<HttpStream>;
  close(): void;
}

const HEADERS = {
  Accept: 'application/json',
  'Accept-Encoding': 'identity',
  'User-Agent': 'node-red-whatsapp-identity',
};
const WITH_JSON = { ...HEADERS, 'Content-Type': 'application/json' };

/** Requests over kept connections, see `createDispatcher`. Redirects are not followed. */
export function createHttpClient(settings: HttpSettings): HttpClient {
  const { origin, pathname } = new URL(settings.root);
  const below = pathname === '/' ? '/' : `${pathname}/`;
  const underWay = new Set<Exchange>();
  const closing = new AbortController();
  let dispatcher: Dispatcher | undefined;
  let isClosed = false;

  return {
    async request({ method, path, headers, body, repeatable, ifUnknown, timeoutMs = settings.timeoutMs }) {
      const circumstances = { host: settings.host, repeatable, ifUnknown };
      if (isClosed) throw toNoAnswerError({ what: 'stopped', reason: 'closed' }, { ...circumstances, sent: false });
      dispatcher ??= createDispatcher(settings);
      const exchange = new Exchange({ timeoutMs, maxAnswerBytes: settings.maxAnswerBytes });
      underWay.add(exchange);
      const all = { ...(body === undefined ? HEADERS : WITH_JSON), ...headers };
      dispatcher.dispatch({ origin, path: below + path, method, headers: all, body: body ?? null }, exchange);
      const outcome = await exchange.outcome;
      underWay.delete(exchange);
      if ('answer' in outcome) return outcome.answer;
      throw toNoAnswerError(outcome.trouble, { ...circumstances, sent: outcome.sent });
    },
    async open(url, headers) {
      const circumstances = { host: url.host, sent: false, repeatable: true };
      if (isClosed) throw toNoAnswerError({ what: 'stopped', reason: 'closed' }, circumstances);
      dispatcher ??= createDispatcher(settings);
      try {
        const all = { ...HEADERS, Accept: '*/*', ...headers };
        return await openDownload(dispatcher, url, all, { timeoutMs: settings.timeoutMs, signal: closing.signal });
      } catch (error) {
        throw toNoAnswerError(toTrouble(error), circumstances);
      }
    },
    close() {
      isClosed = true;
      closing.abort();
      for (const exchange of underWay) exchange.stop('closed');
      dispatcher?.destroy().catch(() => undefined);
    },
  };
}
