import { isObject, type JsonObject, toText } from './json';

/** For whatever the platform gave no name. */
export const UNKNOWN = 'unknown';

/** Content keys that tell the type of a message which does not name it (such a location is in official examples). */
const CONTENT_KEYS = [
  'text',
  'image',
  'video',
  'audio',
  'voice',
  'document',
  'sticker',
  'location',
  'contacts',
  'button',
  'interactive',
  'order',
  'reaction',
  'system',
  'request_welcome',
  'edit',
  'revoke',
  'unsupported',
];

/** A message's type as it came, else the content that is there (facts, section 8). */
export const messageTopic = (message: JsonObject): string =>
  toText(message.type) ??
  CONTENT_KEYS.find((key) => typeof message[key] === 'object' && message[key] !== null) ??
  UNKNOWN;

/** A status's own word: `sent`, `delivered`, `read`, `played`, `failed`, or whatever comes next. */
export const statusTopic = (status: JsonObject): string => toText(status.status) ?? UNKNOWN;

/** The event of an `account_update`, the name of every other field, and without a field what the value holds. */
export function accountTopic(field: string | undefined, value: unknown): string {
  if (field === 'account_update') return (isObject(value) ? toText(value.event) : undefined) ?? field;
  return field ?? contentLists(value)[0] ?? UNKNOWN;
}

/** The lists that leave as single events, those that belong to them, and the envelope's own. */
const NO_CONTENT = new Set(['messages', 'statuses', 'errors', 'contacts', 'entry']);

/** Names of the non-empty lists that a value holds besides what is split: `calls`, `groups`, `history`, … */
export function contentLists(value: unknown): string[] {
  if (!isObject(value)) return [];
  const names: string[] = [];
  for (const key in value) {
    const list = value[key];
    if (Array.isArray(list) && list.length > 0 && !NO_CONTENT.has(key)) names.push(key);
  }
  return names;
}
