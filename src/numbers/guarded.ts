import type { Account } from '../account';
import { PlatformError, WhatsAppError } from '../platform/errors';
import type { NumberAction } from './attempt';
import type { Hold } from './guard';
import { toOutcome } from './outcome';

/** What an operation on the number needs of its account. */
export type NumberAccount = Pick<Account, 'platform' | 'store' | 'scope'>;

/**
 * Does something to the number that the platform allows only so often: records the attempt first, and refuses it while
 * another one makes no sense.
 *
 * @throws WhatsAppError `attempt_too_early` with `retryAt`; what `work` throws, with `retryAt` where a wait is known
 */
export async function guarded<T>(
  { store, scope }: NumberAccount,
  action: NumberAction,
  work: () => Promise<T>,
): Promise<T> {
  const admission = await store.attempts.begin(scope, action);
  if (admission.type === 'wait') throw tooEarly(admission);
  let result: T;
  try {
    result = await work();
  } catch (error) {
    const hold = await store.attempts.end(scope, admission.id, toOutcome(action, error));
    throw error instanceof PlatformError && hold !== undefined ? withRetryAt(error, hold) : error;
  }
  await store.attempts.end(scope, admission.id, { type: 'done' });
  return result;
}

function tooEarly({ until, why, seconds }: Hold & { seconds: number }): WhatsAppError {
  const retryAt = new Date(until).toISOString();
  return new WhatsAppError('attempt_too_early', `Not tried, to save the number's attempts: ${why}.`, {
    retryable: false,
    advice: `Try again at ${retryAt} or later.`,
    waitSeconds: seconds,
    retryAt,
  });
}

function withRetryAt(error: PlatformError, { until }: Hold): PlatformError {
  const retryAt = new Date(until).toISOString();
  return new PlatformError(error.code, `${error.message} Trying again makes sense at ${retryAt}.`, {
    ...error.cause,
    retryAt,
  });
}
