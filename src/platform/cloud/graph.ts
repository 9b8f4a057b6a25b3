import { createHmac } from 'node:crypto';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { PlatformError } from '../errors';
import { createHttpClient, type HttpClient, type HttpRequest } from '../http/client';
import { isObject, type JsonObject, parseJson, toBoolean, toJson, toTrouble } from '../http/json';
import { toNoAnswerError } from '../http/no-answer';
import { createRedact } from '../http/redact';
import { toPlatformError } from '../refusal';
import { type CallKind, createUsage, type UsageMeter } from '../usage';
import { toAppSecretError } from './app-secret-error';
import { readGraphError } from './graph-error';
import type { GraphSettings } from './graph-settings';

export interface GraphRequest extends Omit<HttpRequest, 'body' | 'headers'> {
  method: 'GET' | 'POST' | 'DELETE';
  body?: object;
  /** A body that is not JSON, with the headers that describe it. */
  form?: { stream: Readable; headers: Readonly<Record<string, string>> };
  /** Which of the platform's limits it counts against. Default `management`, which is slowed down before the limit is hit. */
  kind?: CallKind;
  /** What the platform may repeat in its answer and nobody else may see, besides the token: a code, a PIN. */
  secrets?: readonly string[];
}

/** The Graph API: JSON in, JSON out, everything else an error. */
export interface Graph {
  readonly usage: UsageMeter;
  /**
   * The answer's body, of a successful answer.
   *
   * @throws PlatformError when the platform refused, NoAnswerError when no usable answer came, InputError
   * `message_not_json` when the body cannot be written as JSON
   */
  request(request: GraphRequest): Promise<JsonObject>;
  /** A request whose answer is nothing but success. @throws as `request` */
  command(request: GraphRequest): Promise<void>;
  /** Opens an address outside the API with the access token; which ones may have it is for the caller to decide. */
  open(url: URL): ReturnType<HttpClient['open']>;
  /** Takes the token and its proof out of a text. */
  redact(text: string): string;
  close(): void;
}

export function createGraph(settings: GraphSettings): Graph {
  const { accessToken, appSecret } = settings;
  const http = createHttpClient(settings);
  const usage = createUsage();
  const headers = { Authorization: `Bearer ${accessToken}` };
  const proof = appSecret === '' ? '' : createHmac('sha256', appSecret).update(accessToken).digest('hex');

  async function request({
    body,
    form,
    kind = 'management',
    secrets = [],
    ...rest
  }: GraphRequest): Promise<JsonObject> {
    const asked = { ...rest, path: withProof(rest.path, proof), headers: { ...headers, ...form?.headers } };
    const json = body === undefined ? {} : { body: toJson(body) };
    const stream = form === undefined ? {} : { body: form.stream };
    // Messages wait where they are queued.
    if (kind === 'management') await slowDown(usage.delayMs(kind));
    const answer = await http.request({ ...asked, ...json, ...stream });
    usage.take(kind, answer.headers);
    const parsed = parseJson(answer.text);
    const error = readGraphError(parsed);
    if (error !== undefined) {
      const refusal = toPlatformError(error, answer, createRedact(accessToken, proof, ...secrets));
      throw toAppSecretError(parsed, refusal) ?? refusal;
    }
    if (answer.status >= 200 && answer.status < 300 && isObject(parsed)) return parsed;
    throw toNoAnswerError(toTrouble(answer, parsed), { ...rest, host: settings.host, sent: true });
  }

  return {
    request,
    usage,
    async command(asked) {
      const answer = await request(asked);
      // Documented as a boolean, and in two examples as text (facts, section 4).
      const success = toBoolean(answer.success);
      if (success === true) return;
      if (success === false) throw notDone();
      const trouble = { what: 'strange', status: 200, form: 'no word of success' } as const;
      throw toNoAnswerError(trouble, { ...asked, host: settings.host, sent: true });
    },
    open: (url) => http.open(url, headers),
    redact: createRedact(accessToken, proof),
    close: () => http.close(),
  };
}

/** Shows Graph that whoever has the token also has the app's secret (facts, section 11). */
function withProof(path: string, proof: string): string {
  if (proof === '') return path;
  return `${path}${path.includes('?') ? '&' : '?'}appsecret_proof=${proof}`;
}

/** Longer than this nobody waits at a node: then the platform may say no itself. */
const LONGEST_WAIT_MS = 5_000;

async function slowDown(milliseconds: number): Promise<void> {
  if (milliseconds > 0) await pause(Math.min(milliseconds, LONGEST_WAIT_MS), undefined, { ref: false });
}

const notDone = (): PlatformError =>
  new PlatformError('platform_rejected', 'The platform did not do it, and gave no reason.', {
    retryable: false,
    advice: 'Look at the number in the WhatsApp Manager.',
    httpStatus: 200,
  });
