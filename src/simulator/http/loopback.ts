const LOOPBACK = /^(?:localhost|127(?:\.\d{1,3}){3}|\[?::1\]?)$/i;
const HOST_HEADER = /^(localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::(\d{1,5}))?$/i;
const ORIGIN = /^https?:\/\/(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?$/i;

/** Whether a host name or address is this machine. Names other than `localhost` never are: DNS could say anything. */
export const isLoopback = (host: string): boolean => LOOPBACK.test(host);

/**
 * Why a request must be refused, or null. A page in the user's browser can reach loopback too: a foreign `Origin` shows
 * it, and when its own name was rebound to 127.0.0.1, the `Host` header does.
 */
export function refusalOf(
  headers: { host?: string | undefined; origin?: string | undefined },
  port: number,
): string | null {
  const [, , hostPort = '80'] = HOST_HEADER.exec(headers.host ?? '') ?? [null, null, 'none'];
  if (hostPort !== String(port))
    return 'The Host header does not name this simulator: use its loopback address and port.';
  if (headers.origin !== undefined && !ORIGIN.test(headers.origin))
    return 'Requests from pages of other origins are refused.';
  return null;
}
