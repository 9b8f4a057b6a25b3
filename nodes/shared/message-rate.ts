import { InputError } from '../../src/platform/errors';

/** What the platform grants at most without an agreement of its own is 1,000 (facts, section 10). */
const HIGHEST = 1_000_000;

/**
 * How many messages a second may leave, where the account says so.
 *
 * @throws InputError `message_rate_invalid`
 */
export function toMessageRate(setting: number | string): { messagesPerSecond?: number } {
  if (setting === '') return {};
  const rate = Number(setting);
  if (rate > 0 && rate <= HIGHEST) return { messagesPerSecond: rate };
  throw new InputError(
    'message_rate_invalid',
    'The number of messages a second is no number above 0.',
    'Correct it in the account, or leave it empty, and deploy.',
  );
}
