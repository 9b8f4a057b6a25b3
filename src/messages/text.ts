import { InputError } from '../platform/errors';

/** The platform's limit of a text message (facts, section 8). */
export const MAX_TEXT_LENGTH = 4096;

/**
 * `text` when it can be the body of a text message.
 *
 * @throws InputError `text_empty`, `text_too_long`
 */
export function checkText(text: string): string {
  if (text === '') {
    throw new InputError('text_empty', 'The text of the message is empty.', 'Send a text of at least one character.');
  }
  if (text.length <= MAX_TEXT_LENGTH) return text;
  // Whether the platform counts an emoji once or twice is not documented: refuse only what is too long either way.
  const length = [...text].length;
  if (length <= MAX_TEXT_LENGTH) return text;
  throw new InputError(
    'text_too_long',
    `The text has ${length} characters; WhatsApp takes at most ${MAX_TEXT_LENGTH}.`,
    'Shorten the text, split it into several messages, or send it as a document.',
  );
}

/**
 * The text in bytes such as a file's.
 *
 * @throws InputError `text_not_utf8` when the bytes are no UTF-8, so that they are rather media
 */
export function decodeText(bytes: Uint8Array): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(
      'text_not_utf8',
      `The Buffer (${bytes.length} bytes) is no text in UTF-8.`,
      'Upload media first and send its ID; for text in another encoding, convert it to a string.',
    );
  }
}
