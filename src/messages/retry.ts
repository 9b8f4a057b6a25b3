import { NoAnswerError, PlatformError, type WhatsAppError } from '../platform/errors';

/** How often a message is sent again, where a node says nothing else. */
export const DEFAULT_RETRIES = 4;

/** What the pair limit is told by: the platform recommends growing pauses of its own, 4^X seconds (facts, section 10). */
const PAIR_LIMITED = 131056;
/** Limits of the whole number, account or app: nothing else would get through meanwhile. */
const NUMBER_LIMITED: ReadonlySet<number | undefined> = new Set([4, 613, 80007, 130429, 131057]);

/** Seconds. */
const SHORTEST = 1;
const LONGEST = 300;
/** Up to so much longer, so that not everything comes back at the same moment. */
const JITTER = 0.25;

export interface Retry {
  /** Milliseconds. */
  delayMs: number;
  /** Whether everything else of the number has to wait as well. */
  isForAll: boolean;
}

/**
 * Whether and when a message that failed is sent again. What certainly did not leave and can succeed is, with growing
 * pauses and never before the platform says; what may have left is not.
 *
 * @param failures how often it has failed by now
 * @param retries how often it may be sent again
 * @param random between 0 and 1
 */
export function toRetry(
  error: WhatsAppError,
  failures: number,
  retries = DEFAULT_RETRIES,
  random = Math.random(),
): Retry | undefined {
  if (!error.retryable || !isCertainlyUnsent(error)) return undefined;
  // The account is being deployed again: that is no failure, and its next life sends it.
  if (error.code === 'account_closed') return { delayMs: 0, isForAll: false };
  if (failures > retries) return undefined;
  const { platformCode, waitSeconds = SHORTEST, retryAt, httpStatus } = error.cause;
  const growing = Math.max(waitSeconds, Math.min(LONGEST, waitSeconds * 2 ** (failures - 1)));
  const pause = platformCode === PAIR_LIMITED ? 4 ** (failures - 1) : growing;
  const told = retryAt === undefined ? 0 : Date.parse(retryAt) - Date.now();
  const delayMs = Math.ceil(Math.max(told, pause * 1000) * (1 + JITTER * random));
  const isForAll = NUMBER_LIMITED.has(platformCode) || (platformCode === undefined && httpStatus === 429);
  return { delayMs, isForAll };
}

/** The platform refused it, or was never reached. */
const isCertainlyUnsent = (error: WhatsAppError): boolean =>
  error instanceof PlatformError || (error instanceof NoAnswerError && !error.ambiguous);
