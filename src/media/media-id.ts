import { InputError } from '../platform/errors';

/**
 * The media ID that a flow hands in: as text or a number, or in the content of a received message, like
 * `{ id, mime_type, sha256 }`, or in a message object with `type`.
 *
 * @throws InputError `media_id_invalid`
 */
export function toMediaId(value: unknown): string {
  const id = isObject(value) ? (value.id ?? idOfMessage(value)) : value;
  const text = typeof id === 'number' ? String(id) : id;
  if (typeof text === 'string' && /^[\w-]{1,128}$/.test(text)) return text;
  throw new InputError(
    'media_id_invalid',
    text === undefined ? 'There is no media ID.' : 'What was given is no media ID.',
    'Hand in the media ID in msg.mediaId, or the content of a message with media in msg.payload.',
  );
}

function idOfMessage({ type, ...rest }: Record<string, unknown>): unknown {
  const content = typeof type === 'string' ? rest[type] : undefined;
  return isObject(content) ? content.id : undefined;
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
