/** The domain of the platform's own file servers, `lookaside.fbsbx.com` above all. */
const MEDIA_DOMAIN = 'fbsbx.com';

/**
 * Whether the access token may go to this address of media: to the platform's file servers, by name and over TLS, and to
 * the very server that the account speaks to. Never to an IP address or a port that the account does not name: what
 * proves its name to us with a certificate of that domain is no machine of somebody's own network.
 */
export function mayHaveToken(url: URL, root: string): boolean {
  if (url.username !== '' || url.password !== '') return false;
  if (url.origin === new URL(root).origin) return true;
  const { hostname } = url;
  const isOfPlatform = hostname === MEDIA_DOMAIN || hostname.endsWith(`.${MEDIA_DOMAIN}`);
  return url.protocol === 'https:' && url.port === '' && isOfPlatform;
}
