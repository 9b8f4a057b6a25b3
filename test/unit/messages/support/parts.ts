import type { MessageContent } from '../../../../src/messages/content';

type Key = string | number;

/** The places of all parts of a message, from the outside in, without the message itself. */
export function placesIn(value: unknown, place: readonly Key[] = []): Key[][] {
  const own = place.length === 0 ? [] : [[...place]];
  if (typeof value !== 'object' || value === null) return own;
  const keys = Array.isArray(value) ? [...value.keys()] : Object.keys(value);
  return [...own, ...keys.flatMap((key) => placesIn((value as Record<Key, unknown>)[key], [...place, key]))];
}

/** A copy of the message with another value in one place; undefined takes the part away. */
export function withPart(message: MessageContent, place: readonly Key[], value: unknown): MessageContent {
  // Unlike a structured clone it shares no part with another place.
  const copy = JSON.parse(JSON.stringify(message)) as MessageContent;
  const last = place.at(-1) ?? '';
  const parent = place.slice(0, -1).reduce((at, key) => at[key] as Record<Key, unknown>, copy as Record<Key, unknown>);
  if (value !== undefined) parent[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete parent[last];
  return copy;
}

export const toPath = (place: readonly Key[]): string =>
  place.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? key : `.${key}`)).join('');
