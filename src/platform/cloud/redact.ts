export type Redact = (text: string) => string;

/**
 * Removes the account's token, and everything of a Graph token's shape, from what the platform says: for a malformed
 * token it answers with the token itself.
 */
export function createRedact(token: string): Redact {
  return (text) => text.replaceAll(token, '…').replace(/\bEAA[A-Za-z0-9]{8,}/g, '…');
}
