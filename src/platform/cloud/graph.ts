import { InputError } from '../errors';
import { readGraphError, toPlatformError } from './graph-error';
import { createHttpClient, type HttpAnswer } from './http';
import { type Trouble, toNoAnswerError } from './no-answer';
import { createRedact } from './redact';
import type { CloudSettings } from './settings';

export interface GraphRequest {
  method: 'GET' | 'POST' | 'DELETE';
  /** Path below base URL and version, like `1065/messages`. */
  path: string;
  body?: object;
  /** Whether doing it twice does no harm, so that a missing answer leaves nothing ambiguous. */
  repeatable: boolean;
  /** Milliseconds, instead of the settings' own limit. */
  timeoutMs?: number;
}

export type JsonObject = Record<string, unknown>;

/** The Graph API: JSON in, JSON out, everything else an error. */
export interface Graph {
  /**
   * The answer's body, of a successful answer.
   *
   * @throws PlatformError when the platform refused, NoAnswerError when no usable answer came, InputError
   * `message_not_json` when the body cannot be written as JSON
   */
  request(request: GraphRequest): Promise<JsonObject>;
  close(): void;
}

export function createGraph(settings: CloudSettings): Graph {
  const http = createHttpClient(settings);
  const redact = createRedact(settings.accessToken);
  return {
    async request({ body, ...request }) {
      const answer = await http.request({ ...request, ...(body === undefined ? {} : { body: toJson(body) }) });
      const parsed = parse(answer.text);
      const error = readGraphError(parsed);
      if (error !== undefined) throw toPlatformError(error, answer.status, redact);
      if (answer.status >= 200 && answer.status < 300 && isObject(parsed)) return parsed;
      throw toNoAnswerError(toTrouble(answer, parsed), {
        host: settings.host,
        sent: true,
        repeatable: request.repeatable,
      });
    },
    close: () => http.close(),
  };
}

function toTrouble({ status, text }: HttpAnswer, parsed: unknown): Trouble {
  if (status >= 300 && status < 400) return { what: 'redirect', status };
  return { what: 'strange', status, form: toForm(text, parsed) };
}

/** What came, in words; never the text itself, for a proxy's error page may repeat the request with its token. */
function toForm(text: string, parsed: unknown): string {
  if (text.trim() === '') return 'an empty body';
  if (parsed !== undefined) return 'JSON of another form';
  return /^\s*<(?:!doctype|html|head|body)/i.test(text) ? 'a web page' : 'text that is not JSON';
}

function toJson(body: object): string {
  try {
    return JSON.stringify(body);
  } catch {
    throw new InputError(
      'message_not_json',
      'The message cannot be written as JSON: it refers to itself or holds a BigInt.',
      'Build the message from plain objects, arrays, strings, numbers and booleans.',
    );
  }
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
