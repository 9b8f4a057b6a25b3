import { PlatformError } from '../errors';
import { createHttpClient, type HttpRequest } from '../http/client';
import { isObject, type JsonObject, parseJson, toBoolean, toJson, toTrouble } from '../http/json';
import { toNoAnswerError } from '../http/no-answer';
import { createRedact } from '../http/redact';
import { toPlatformError } from '../refusal';
import { readGraphError } from './graph-error';
import type { CloudSettings } from './settings';

export interface GraphRequest extends Omit<HttpRequest, 'body' | 'headers'> {
  method: 'GET' | 'POST' | 'DELETE';
  body?: object;
  /** What the platform may repeat in its answer and nobody else may see, besides the token: a code, a PIN. */
  secrets?: readonly string[];
}

/** The Graph API: JSON in, JSON out, everything else an error. */
export interface Graph {
  /**
   * The answer's body, of a successful answer.
   *
   * @throws PlatformError when the platform refused, NoAnswerError when no usable answer came, InputError
   * `message_not_json` when the body cannot be written as JSON
   */
  request(request: GraphRequest): Promise<JsonObject>;
  /** A request whose answer is nothing but success. @throws as `request` */
  command(request: GraphRequest): Promise<void>;
  close(): void;
}

export function createGraph(settings: CloudSettings): Graph {
  const http = createHttpClient(settings);
  const headers = { Authorization: `Bearer ${settings.accessToken}` };

  async function request({ body, secrets = [], ...rest }: GraphRequest): Promise<JsonObject> {
    const answer = await http.request({ ...rest, headers, ...(body === undefined ? {} : { body: toJson(body) }) });
    const parsed = parseJson(answer.text);
    const error = readGraphError(parsed);
    if (error !== undefined) {
      throw toPlatformError(error, answer.status, createRedact(settings.accessToken, ...secrets));
    }
    if (answer.status >= 200 && answer.status < 300 && isObject(parsed)) return parsed;
    throw toNoAnswerError(toTrouble(answer, parsed), { ...rest, host: settings.host, sent: true });
  }

  return {
    request,
    async command(asked) {
      const answer = await request(asked);
      // Documented as a boolean, and in two examples as text (facts, section 4).
      const success = toBoolean(answer.success);
      if (success === true) return;
      if (success === false) throw notDone();
      const trouble = { what: 'strange', status: 200, form: 'no word of success' } as const;
      throw toNoAnswerError(trouble, { ...asked, host: settings.host, sent: true });
    },
    close: () => http.close(),
  };
}

const notDone = (): PlatformError =>
  new PlatformError('platform_rejected', 'The platform did not do it, and gave no reason.', {
    retryable: false,
    advice: 'Look at the number in the WhatsApp Manager.',
    httpStatus: 200,
  });
