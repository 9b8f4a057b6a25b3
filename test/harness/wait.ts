import { setTimeout as delay } from 'node:timers/promises';

export interface WaitOptions {
  /** Milliseconds; 5,000 unless told. */
  timeout?: number;
  /** What one waits for, for the error's text; a function is asked only when the time is up. */
  what?: string | (() => string);
}

/**
 * Asks until the condition returns something truthy, and returns that.
 * Throws when the time is up; what the condition itself throws counts as "not yet" and ends up as the error's cause.
 */
export async function waitUntil<T>(
  condition: () => T | Promise<T>,
  options: WaitOptions = {},
): Promise<NonNullable<T>> {
  const { timeout = 5_000, what = condition.toString() } = options;
  const deadline = Date.now() + timeout;
  let lastError: unknown;
  for (;;) {
    try {
      const answer = await condition();
      if (answer) return answer;
      lastError = undefined;
    } catch (error) {
      lastError = error;
    }
    if (Date.now() >= deadline) {
      const description = typeof what === 'function' ? what() : what;
      throw new Error(`Not within ${timeout} ms: ${description}`, lastError === undefined ? {} : { cause: lastError });
    }
    await delay(5);
  }
}
