/** When a webhook that was not answered with 200 is sent again. */
export interface RetryPolicy {
  /** How long to wait after the attempt with this number, counted from 1. */
  delayMs(attempt: number): number;
  /** How long after the first attempt a webhook is given up. */
  giveUpAfterMs: number;
  /** After so many attempts in vain the webhooks behind it no longer wait for this one. */
  orderedAttempts: number;
}

const HOUR = 3_600_000;

/** "Decreasing frequency for up to 7 days" (facts, section 6): 1 s, 2 s, 4 s … 1 h. */
export const defaultRetryPolicy: RetryPolicy = {
  delayMs: (attempt) => Math.min(1000 * 2 ** (attempt - 1), HOUR),
  giveUpAfterMs: 7 * 24 * HOUR,
  orderedAttempts: 5,
};
