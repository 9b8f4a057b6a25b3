import { WhatsAppError } from '../platform/errors';

/** So much waits for the flow that nothing more is taken in. */
export function tooMuchWaiting(): WhatsAppError {
  return new WhatsAppError('too_much_waiting', 'More events wait for the flow than may.', {
    retryable: true,
    advice: 'Nothing: the platform sends it again. If it happens often, let the flow do less with each event.',
  });
}

/**
 * Our own code failed at a delivery again and again.
 *
 * @param tries how often
 */
export function setAside(reason: string, tries: number): WhatsAppError {
  return new WhatsAppError(
    'delivery_set_aside',
    `A webhook was set aside, for it failed ${tries} times inside this package: ${reason}.`,
    {
      retryable: false,
      advice:
        'Open the node: its figures list what was set aside. Export it, report it, and try it again after an update.',
    },
  );
}

/** The nodes that a delivery was for are going. */
export function notServed(): WhatsAppError {
  return new WhatsAppError('not_served', 'A webhook came while the nodes for it were redeployed.', {
    retryable: true,
    advice: 'Nothing: the platform sends it again.',
  });
}
