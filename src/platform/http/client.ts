import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import type { AxiosInstance } from 'axios';
import { type Attempt, startAttempt } from './attempt';
import { type Circumstances, type Trouble, toNoAnswerError } from './no-answer';
import type { HttpSettings } from './settings';

export interface HttpRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** Path below the settings' root, without a slash at the start. */
  path: string;
  /** What authenticates the account, among others. */
  headers: Readonly<Record<string, string>>;
  /** JSON. */
  body?: string;
  /** Whether doing it twice does no harm. */
  repeatable: boolean;
  /** What to do when nobody knows whether it was carried out; without it, the advice for messages. */
  ifUnknown?: string;
  /** Milliseconds, instead of the settings' own limit. */
  timeoutMs?: number;
}

export interface HttpAnswer {
  status: number;
  text: string;
}

export interface HttpClient {
  /** @throws NoAnswerError when no answer came at all; every status code is an answer. */
  request(request: HttpRequest): Promise<HttpAnswer>;
  close(): void;
}

/** Idle connections end before a load balancer ends them: a request on a connection that is going away has an unknown outcome. */
const IDLE_MS = 20_000;

/**
 * Requests over kept connections. The proxies of the environment (`HTTPS_PROXY`, `HTTP_PROXY`,
 * `NO_PROXY`) are used, except for a base URL on this machine.
 */
export function createHttpClient(settings: HttpSettings): HttpClient {
  const agentOptions = { keepAlive: true, timeout: IDLE_MS, maxSockets: settings.maxConnections };
  const httpAgent = new HttpAgent(agentOptions);
  const httpsAgent = new HttpsAgent({ ...agentOptions, ...(settings.ca === undefined ? {} : { ca: settings.ca }) });
  const underWay = new Set<Attempt>();
  let axios: AxiosInstance | undefined;
  let isClosed = false;

  async function send(client: AxiosInstance, request: HttpRequest, attempt: Attempt): Promise<HttpAnswer> {
    const { status, data } = await client.request<string>({
      method: request.method,
      url: `${settings.root}/${request.path}`,
      signal: attempt.signal,
      transport: attempt.transport,
      headers: { ...request.headers, ...(request.body === undefined ? {} : { 'Content-Type': 'application/json' }) },
      ...(request.body === undefined ? {} : { data: request.body }),
    });
    return { status, text: data };
  }

  return {
    async request(request) {
      const { repeatable, ifUnknown } = request;
      const circumstances: Circumstances = { host: settings.host, sent: false, repeatable, ifUnknown };
      if (isClosed) throw toNoAnswerError({ what: 'stopped', reason: 'closed' }, circumstances);
      axios ??= createAxios(settings, httpAgent, httpsAgent);
      const attempt = startAttempt({ ...settings, ...timeoutOf(request) });
      underWay.add(attempt);
      try {
        return await send(axios, request, attempt);
      } catch (error) {
        // The client's own error holds the request with the token in its headers, so it ends here.
        throw toNoAnswerError(toTrouble(error, attempt), { ...circumstances, sent: attempt.wasSent() });
      } finally {
        attempt.finish();
        underWay.delete(attempt);
      }
    },
    close() {
      isClosed = true;
      for (const attempt of underWay) attempt.stop('closed');
      httpAgent.destroy();
      httpsAgent.destroy();
    },
  };
}

const timeoutOf = ({ timeoutMs }: HttpRequest): { timeoutMs?: number } =>
  timeoutMs === undefined ? {} : { timeoutMs };

function createAxios(settings: HttpSettings, httpAgent: HttpAgent, httpsAgent: HttpsAgent): AxiosInstance {
  // Loaded when first needed: 62 ms and 18 MB that a flow which only receives can do without.
  const axios = require('axios') as typeof import('axios');
  return axios.create({
    adapter: 'http',
    httpAgent,
    httpsAgent,
    ...(settings.isLoopback ? { proxy: false } : {}),
    maxRedirects: 0,
    maxContentLength: settings.maxAnswerBytes,
    responseType: 'text',
    // Bodies go and come as text: what is JSON and what is not is for the layer above to say.
    transformRequest: [(body: unknown) => body],
    transformResponse: [(body: unknown) => body],
    validateStatus: () => true,
    headers: {
      Accept: 'application/json',
      'User-Agent': 'node-red-whatsapp-identity',
    },
  });
}

function toTrouble(error: unknown, attempt: Attempt): Trouble {
  const reason = attempt.stopReason();
  if (reason !== undefined) return { what: 'stopped', reason };
  if (!(error instanceof Error)) return { what: 'connection', systemCode: undefined };
  if (error.message.startsWith('maxContentLength')) return { what: 'too_large' };
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  return { what: 'connection', systemCode: code === 'ERR_BAD_RESPONSE' ? undefined : code };
}
