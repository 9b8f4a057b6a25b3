import type { Call } from '../http/call';
import { invalid } from './graph-error';

/** The parameters of a call, whatever form they came in. */
export type Parameters = Record<string, unknown>;

/**
 * Reads a body of JSON or form fields (whose values may be JSON themselves, as everywhere in Graph).
 *
 * @throws GraphError 100
 */
export function parseParameters({ body, headers }: Call): Parameters {
  const text = body.toString();
  if (/^application\/x-www-form-urlencoded\b/i.test(headers['content-type'] ?? '')) {
    return Object.fromEntries([...new URLSearchParams(text)].map(([name, value]) => [name, fieldValue(value)]));
  }
  if (text.trim() === '') return {};
  const value = parseJson(text);
  if (!isObject(value)) throw invalid('The request body must be a JSON object.');
  return value;
}

/** Whether a value is an object with members: no array, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fieldValue = (value: string): unknown => (/^[[{]/.test(value) ? parseJson(value) : value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The request is not valid JSON.');
  }
}
