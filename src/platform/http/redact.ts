export type Redact = (text: string) => string;

/**
 * Removes the account's secrets, and everything of a Graph token's shape, from what the platform says: for a malformed
 * token it answers with the token itself.
 */
export function createRedact(...secrets: readonly string[]): Redact {
  const given = secrets.filter((secret) => secret !== '');
  return (text) =>
    given.reduce((rest, secret) => rest.replaceAll(secret, '…'), text).replace(/\bEAA[A-Za-z0-9]{8,}/g, '…');
}
