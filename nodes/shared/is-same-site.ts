import type { IncomingHttpHeaders } from 'node:http';

/**
 * Whether no page of another site sends a request: by the browser's own word, or without it by the address of the page that
 * sends it. Whoever is no browser cannot be made to send anything.
 */
export function isSameSite({ origin, host, 'sec-fetch-site': site }: IncomingHttpHeaders): boolean {
  if (site !== undefined) return site === 'same-origin';
  return origin === undefined || (URL.canParse(origin) && new URL(origin).host === host);
}
