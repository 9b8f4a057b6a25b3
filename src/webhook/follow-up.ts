import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import type { Committed } from '../store/store';

/** Does what a delivery means for our own messages: some go on hold, some that waited may leave. */
export function followUp(
  { sender }: Account,
  committed: readonly Committed[],
  onError: (error: unknown) => void,
): void {
  for (const { held, event, mayRelease, isCheckOff, resolution } of committed) {
    sender.announceHeld(held);
    if (resolution !== undefined) sender.resolve(resolution);
    if (isCheckOff) onError(checkOff());
    if (mayRelease && event.customer !== undefined) {
      const { waId, userId } = event.customer;
      sender.release({ waId, userId }).catch(onError);
    }
  }
}

function checkOff(): WhatsAppError {
  return new WhatsAppError(
    'identity_check_off',
    'A message was delivered without an identity hash: the identity change check of the number seems to be off.',
    { retryable: false, advice: 'Turn the identity change check of the number on, else no change can be noticed.' },
  );
}
