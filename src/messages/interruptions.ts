import { WhatsAppError } from '../platform/errors';
import { HOLD_LIMITS } from '../store/outgoing';

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
