import { InputError } from '../../src/platform/errors';

/** Seconds. */
const LONGEST_TIMEOUT = 600;

/**
 * How long the platform may take to answer, in milliseconds, from seconds; without any, the client's own limit holds.
 *
 * @throws InputError `timeout_invalid`
 */
export function toTimeout(timeout: unknown): { timeoutMs?: number } {
  if (timeout === undefined || timeout === '') return {};
  const seconds = typeof timeout === 'string' ? Number(timeout) : timeout;
  if (typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_TIMEOUT) {
    return { timeoutMs: Math.ceil(seconds * 1000) };
  }
  throw new InputError(
    'timeout_invalid',
    `The timeout must be a number of seconds above 0, at most ${LONGEST_TIMEOUT}.`,
    'Correct it in the node or in msg.timeout.',
  );
}
