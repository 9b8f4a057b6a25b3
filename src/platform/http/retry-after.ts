import type { IncomingHttpHeaders } from 'node:http';

/** Longer than the platform's limits are counted over, nobody is made to wait. */
const LONGEST_SECONDS = 3_600;

/**
 * How long an answer asks to be left alone, in seconds, up to an hour: its `Retry-After`, which is a number of seconds or a
 * date. Nobody documents it for the platform (facts, section 10); proxies and providers send it.
 *
 * @param now milliseconds since 1970
 * @returns undefined where it asks for nothing
 */
export function retryAfterOf({ 'retry-after': value }: IncomingHttpHeaders, now: number): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d+$/.test(value) ? Number(value) : (Date.parse(value) - now) / 1000;
  return seconds > 0 ? Math.min(Math.ceil(seconds), LONGEST_SECONDS) : undefined;
}
