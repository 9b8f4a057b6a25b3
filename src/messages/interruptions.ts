import { WhatsAppError } from '../platform/errors';
import { HOLD_LIMITS } from '../store/outgoing';
import type { Stage } from '../store/stage';

/** A message whose sending ended with the process. */
export function interrupted(): WhatsAppError {
  return new WhatsAppError(
    'unknown_outcome',
    'Node-RED ended while the message was being sent: nobody knows whether it left.',
    { retryable: false, advice: 'Wait for its statuses, or ask the customer, before you send it again.' },
  );
}

/** A message that waited for its turn while Node-RED did not run, or the account was not there. */
export function outdated(): WhatsAppError {
  const hours = HOLD_LIMITS.age / 3_600_000;
  return new WhatsAppError(
    'queue_expired',
    `The message waited for its turn for more than ${hours} hours, and was given up: it was not sent.`,
    { retryable: true, advice: 'Send it again if it is still wanted.' },
  );
}

/** A message that nobody authenticated its customer for in time. */
export function expired(): WhatsAppError {
  const hours = HOLD_LIMITS.age / 3_600_000;
  return new WhatsAppError(
    'held_expired',
    `The message was held for ${hours} hours and given up, for its customer was not authenticated.`,
    { retryable: true, advice: 'Authenticate the customer, acknowledge the identity, and send the message again.' },
  );
}

/** A message that the platform had accepted, and that did not come as far as was asked for in time. */
export function overdue(stage: Stage, limitMs: number): WhatsAppError {
  return new WhatsAppError(
    'outcome_timeout',
    `The message was accepted, but not ${stage} within ${toDuration(limitMs)}. It may still arrive.`,
    {
      retryable: false,
      advice: 'Use another way if it is urgent. Its statuses at webhook in tell if it arrives later.',
    },
  );
}

/** A message whose outcome was to be waited for, which could not be recorded. */
export function untraceable(): WhatsAppError {
  return new WhatsAppError(
    'unknown_outcome',
    'The platform accepted the message, but what becomes of it could not be followed.',
    { retryable: false, advice: 'Look at its statuses at webhook in before you send it again.' },
  );
}

function toDuration(ms: number): string {
  const seconds = ms / 1000;
  const [count, unit] = seconds >= 120 && seconds % 60 === 0 ? [seconds / 60, 'minutes'] : [seconds, 'seconds'];
  return count === 1 ? '1 second' : `${count} ${unit}`;
}
