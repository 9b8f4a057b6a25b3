const CAPTIONS = '@reauth/node-red-whatsapp-identity/whatsapp-trust:whatsapp-trust';

/**
 * A caption of the trust sidebar.
 *
 * @param values numbers, and words of our own: what others wrote would be read once more, as part of the caption
 */
export function say(key: string, values: Record<string, string | number> = {}): string {
  return RED._(`${CAPTIONS}.${key}`, values);
}

/** A caption if there is one, else the word itself. */
export function sayOr(key: string, word: string): string {
  const caption = say(`${key}.${word}`);
  return caption.endsWith(`${key}.${word}`) ? word : caption;
}
