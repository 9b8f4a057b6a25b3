import { isUint8Array } from 'node:util/types';
import { InputError } from '../platform/errors';
import type { MessageContent } from './content';
import { checkText, decodeText } from './text';
import { checkMessage } from './validation/check-message';
import { CONTENT_TYPES } from './validation/shapes/message';

const ACCEPTED =
  'Send a string, number, boolean or Buffer as text, or a message object with "type" in the form of the Cloud API.';

/**
 * What a flow hands in as a message's content: a string, number, boolean or Buffer (UTF-8) becomes a text message; an
 * object is taken as the Cloud API's own form, with every property it has, known or not. The type may be left out when
 * exactly one kind of content is there, and a text may stand for its `{ body }`. The input is never changed.
 *
 * Addresses and options inside the object (`to`, `recipient`, `recipient_type`, `recipient_identity_key_hash`,
 * `biz_opaque_callback_data`) are kept for `toRecipient` and `toOutgoingMessage` to judge.
 *
 * @throws InputError `message_missing`, `message_invalid`, `message_type_missing`, `text_empty`, `text_too_long`,
 * `text_not_utf8`, and those of `checkMessage`; its sentence tells the kind of what came, never what was in it
 */
export function toMessage(payload: unknown): MessageContent {
  switch (typeof payload) {
    case 'string':
      return toTextMessage(payload);
    case 'boolean':
    case 'bigint':
      return toTextMessage(String(payload));
    case 'number':
      if (!Number.isFinite(payload)) throw invalid(String(payload));
      return toTextMessage(String(payload));
    case 'undefined':
      throw missing('nothing');
    case 'object':
      return fromObject(payload);
    default:
      throw invalid(`a ${typeof payload}`);
  }
}

const toTextMessage = (text: string): MessageContent => ({ type: 'text', text: { body: checkText(text) } });

function fromObject(payload: object | null): MessageContent {
  if (payload === null) throw missing('null');
  if (isUint8Array(payload)) return toTextMessage(decodeText(payload));
  if (Array.isArray(payload)) throw invalid('an array', 'Split it into single messages first.');
  if (!isPlain(payload)) throw invalid(`an object of the class ${payload.constructor?.name ?? 'without a name'}`);
  if (Object.keys(payload).length === 0) throw missing('an empty object');
  const type = toType(payload);
  const message = { ...payload, type, ...(type === 'text' ? { text: toText(payload.text) } : {}) };
  checkMessage(message);
  return message;
}

function toType(payload: Record<string, unknown>): string {
  if (typeof payload.type === 'string' && payload.type !== '') return payload.type;
  if (payload.type !== undefined) throw typeMissing('The message object has a "type" that is no text.');
  const found = CONTENT_TYPES.filter((type) => payload[type] !== undefined);
  const [type] = found;
  if (type !== undefined && found.length === 1) return type;
  if (found.length > 1)
    throw typeMissing(`The message object has no "type", and more than one content (${found.join(', ')}).`);
  throw typeMissing('The message object has no "type" and no content that tells it.');
}

/** The content of a text message, from `{ body }` or from the bare text. */
function toText(text: unknown): Record<string, unknown> {
  if (typeof text !== 'object' || text === null) return { body: checkText(toBody(text)) };
  const content: Record<string, unknown> = { ...text };
  return { ...content, body: checkText(toBody(content.body)) };
}

function toBody(body: unknown): string {
  if (typeof body === 'string') return body;
  if (typeof body === 'boolean' || Number.isFinite(body)) return String(body);
  throw contentMissing('text.body');
}

function isPlain(value: object): value is Record<string, unknown> {
  const prototype: unknown = Object.getPrototypeOf(value);
  // Objects from function nodes come from another realm, with an Object.prototype of their own.
  return prototype === null || Object.getPrototypeOf(prototype) === null;
}

const missing = (what: string): InputError =>
  new InputError('message_missing', `There is no message to send: the payload is ${what}.`, ACCEPTED);

const invalid = (what: string, advice = ACCEPTED): InputError =>
  new InputError('message_invalid', `The payload cannot be sent as a message: it is ${what}.`, advice);

const typeMissing = (sentence: string): InputError => new InputError('message_type_missing', sentence, ACCEPTED);

const contentMissing = (path: string): InputError =>
  new InputError(
    'message_content_missing',
    `The message lacks its content at "${path}".`,
    `Put the content at "${path}".`,
    { path },
  );
