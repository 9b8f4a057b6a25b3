import { WhatsAppError } from '../../src/platform/errors';
import { REFUSALS, type RefusalReason } from '../../src/webhook/refusal';
import { toKnownError } from './to-known-error';

/** What Catch nodes get of a webhook that was refused. */
export function toRefusalError(reason: RefusalReason): WhatsAppError {
  const { meaning, advice, status } = REFUSALS[reason];
  return new WhatsAppError(reason, `${meaning} ${advice}`, { retryable: status === 503, advice });
}

/** An error with how many of its kind were kept back since the last report. */
export function toReported(error: unknown, skipped: number): Error {
  const known = toKnownError(error);
  if (skipped === 0) return known;
  // A new one, for it may be told to several nodes, each of which has kept back a number of its own.
  return new WhatsAppError(known.code, `${known.message} (${skipped} more since the last report)`, known.cause);
}
