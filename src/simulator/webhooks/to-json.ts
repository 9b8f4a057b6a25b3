/**
 * JSON as the platform writes its webhooks: everything beyond ASCII is escaped, in lower-case hex (facts, section 6). So it
 * makes no difference whether a receiver checks the signature over the bytes, or over an escaped form of the text, as
 * older documents have it.
 */
export function toJson(body: unknown): string {
  return JSON.stringify(body).replace(/[^\0-~]/g, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
