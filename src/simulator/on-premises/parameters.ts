import type { Call, Reply } from '../http/call';
import type { World } from '../world/world';
import { OnPremisesError } from './on-premises-error';

/**
 * The JSON object that came with a call; an empty body is an empty object.
 *
 * @throws OnPremisesError 1009
 */
export function readObject(call: Call): Record<string, unknown> {
  const text = call.body.toString().trim();
  if (text === '') return {};
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!isObject(value)) throw new OnPremisesError(1009, 'The body must be a JSON object.');
  return value;
}

/** Whether a value is an object with members: no array, and not null. */
export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What is answered where there is nothing to say. */
export function emptyAnswer({ rules }: World): Reply {
  const bodies = { null: null, object: {}, nothing: undefined };
  return { status: 200, body: bodies[rules.emptyAnswer] };
}
