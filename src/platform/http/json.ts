import { InputError } from '../errors';
import type { HttpAnswer } from './exchange';
import type { Trouble } from './no-answer';

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The objects of a list; none where it is no list. */
export function objectsOf(value: unknown): JsonObject[] {
  return Array.isArray(value) ? value.filter(isObject) : [];
}

export const isText = (value: unknown): value is string => typeof value === 'string' && value.trim() !== '';

/** Some answers carry numbers as text. */
export function toInteger(value: unknown): number | undefined {
  const number = isText(value) ? Number(value) : value;
  return Number.isSafeInteger(number) ? (number as number) : undefined;
}

/** Some answers carry booleans as text. */
export function toBoolean(value: unknown): boolean | undefined {
  if (typeof value === 'boolean') return value;
  const text = typeof value === 'string' ? value.toLowerCase() : undefined;
  return text === 'true' ? true : text === 'false' ? false : undefined;
}

/** The body of an answer; undefined when it is no JSON, an empty one included. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** @throws InputError `message_not_json` */
export function toJson(body: object): string {
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

/** What is wrong with an answer that has neither a result nor an error of the platform. */
export function toTrouble({ status, headers, text }: HttpAnswer, parsed: unknown): Trouble {
  if (status >= 300 && status < 400) return { what: 'redirect', status };
  return { what: 'strange', status, headers, form: toForm(text, parsed) };
}

/** What came, in words; never the text itself, for a proxy's error page may repeat the request with its token. */
function toForm(text: string, parsed: unknown): string {
  if (text.trim() === '') return 'an empty body';
  if (parsed !== undefined) return 'JSON of another form';
  return /^\s*<(?:!doctype|html|head|body)/i.test(text) ? 'a web page' : 'text that is not JSON';
}
