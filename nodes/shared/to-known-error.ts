import { WhatsAppError } from '../../src/platform/errors';

/** The code of what should not happen at all. */
export const INTERNAL_ERROR = 'internal_error';

/** Whatever was thrown as an error with a code and an advice, as flows know them. */
export function toKnownError(thrown: unknown): WhatsAppError {
  if (thrown instanceof WhatsAppError) return thrown;
  const { message, stack } = thrown instanceof Error ? thrown : new Error(String(thrown));
  const known = new WhatsAppError(INTERNAL_ERROR, message, {
    retryable: false,
    advice: 'This is a mistake of the package: please report it with what the log says.',
  });
  if (stack !== undefined) known.stack = stack;
  return known;
}
