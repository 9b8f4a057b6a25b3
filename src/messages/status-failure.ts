import type { WhatsAppError } from '../platform/errors';
import { toPlatformError } from '../platform/refusal';
import type { EventError } from '../webhook/event';
import { NO_CODE } from '../webhook/event-errors';

/** The error of a message that the platform had accepted, and that a status then reported as failed. */
export function statusFailure([error]: readonly EventError[]): WhatsAppError {
  const { code = NO_CODE, title = 'no reason was given', details = title } = error ?? {};
  return toPlatformError({ code, details, isTransient: false }, {}, (text) => text);
}
