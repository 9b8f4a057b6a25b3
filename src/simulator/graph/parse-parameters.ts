import type { Call } from '../http/call';
import { parseMultipart } from '../http/multipart';
import { invalid } from './graph-error';

/** The parameters of a call, whatever form they came in. */
export type Parameters = Record<string, unknown>;

/**
 * Reads the query string and a body of JSON, form fields or multipart form fields (whose values may be JSON themselves, as
 * everywhere in Graph). Where both have a parameter, the body's counts.
 *
 * @throws GraphError 100
 */
export function parseParameters({ query, body, headers }: Call): Parameters {
  return { ...fromFields(query), ...parseBody(body.toString(), body, headers['content-type'] ?? '') };
}

function parseBody(text: string, body: Buffer, contentType: string): Parameters {
  if (text.trim() === '') return {};
  if (/^application\/x-www-form-urlencoded\b/i.test(contentType)) return fromFields(new URLSearchParams(text));
  if (/^multipart\/form-data\b/i.test(contentType)) {
    const fields = parseMultipart(body, contentType);
    if (fields === null) throw invalid('The request is not a valid multipart form.');
    return fromFields(fields.map(({ name, value }) => [name, value]));
  }
  const value = parseJson(text);
  if (!isObject(value)) throw invalid('The request body must be a JSON object.');
  return value;
}

/** Whether a value is an object with members: no array, and not null. */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const fromFields = (fields: Iterable<[string, string]>): Parameters =>
  Object.fromEntries([...fields].map(([name, value]) => [name, fieldValue(value)]));

const fieldValue = (value: string): unknown => (/^[[{]/.test(value) ? parseJson(value) : value);

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw invalid('The request is not valid JSON.');
  }
}
