import { setTimeout } from 'node:timers/promises';
import { WhatsAppError } from '../platform/errors';

/** Milliseconds. */
const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/**
 * Does again what the store could not do, however long it fails, until it succeeds. What was taken in goes on by itself in
 * this way once the cause is gone; what comes in meanwhile is refused, and the platform keeps it.
 *
 * @param signal aborted when nobody waits for it any more: then the next failure counts
 * @param onError told of each failure
 */
export async function insist<T>(
  work: () => Promise<T>,
  { signal, onError }: { signal: AbortSignal; onError: (error: unknown) => void },
): Promise<T> {
  for (let delay = FIRST_RETRY; ; delay = Math.min(2 * delay, LAST_RETRY)) {
    try {
      return await work();
    } catch (error) {
      if (signal.aborted || !(error instanceof WhatsAppError && error.retryable)) throw error;
      onError(error);
      await setTimeout(delay, undefined, { ref: false, signal }).catch(() => undefined);
    }
  }
}
