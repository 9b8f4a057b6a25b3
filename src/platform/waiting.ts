import type { IncomingHttpHeaders } from 'node:http';
import type { ErrorDetails } from './errors';
import { retryAfterOf } from './http/retry-after';

/**
 * What an error says about waiting: what the answer asked for, else what is usual, in seconds.
 *
 * @param now milliseconds since 1970
 */
export function toWaiting(
  headers: IncomingHttpHeaders,
  usualSeconds?: number,
  now = Date.now(),
): Pick<ErrorDetails, 'waitSeconds' | 'retryAt'> {
  const waitSeconds = retryAfterOf(headers, now);
  if (waitSeconds !== undefined) return { waitSeconds, retryAt: new Date(now + waitSeconds * 1000).toISOString() };
  return usualSeconds === undefined ? {} : { waitSeconds: usualSeconds };
}
