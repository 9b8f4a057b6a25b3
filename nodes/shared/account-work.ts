import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../src/account';
import { WhatsAppError } from '../../src/platform/errors';
import { onFlowStart } from './flow-starts';
import { joinRedelivery, redeliver } from './redelivery';

/** Milliseconds. */
const EXPIRY_INTERVAL = 60_000;
const FIRST_RETRY = 250;
const LAST_RETRY = 30_000;

/**
 * What an account does by itself while it is deployed: once the flows run, it goes on where the process before ended, or
 * the deployment; then it gives up held messages that grow too old.
 *
 * @param onError told what could not be done; it is tried again where that can help
 * @returns stops it
 */
export function startAccountWork(
  account: Account,
  events: NodeJS.EventEmitter,
  onError: (error: unknown) => void,
): () => void {
  let recovery = new AbortController();
  const begin = (): void => {
    recovery.abort();
    recovery = new AbortController();
    recoverWhenPossible(account, recovery.signal, onError).catch(onError);
  };
  const leave = joinRedelivery(account, events, onError);
  // Before the flows run, nobody could take what is handed over.
  const cancel = onFlowStart(events, begin);
  const timer = setInterval(() => account.sender.expire(Date.now()).catch(onError), EXPIRY_INTERVAL);
  timer.unref();
  return () => {
    recovery.abort();
    account.sender.stop();
    cancel();
    clearInterval(timer);
    leave();
  };
}

/** Takes up what the process before left, as soon as the store works: the disk may be full or locked for a while. */
async function recoverWhenPossible(
  account: Account,
  signal: AbortSignal,
  onError: (error: unknown) => void,
): Promise<void> {
  let told = '';
  for (let delay = FIRST_RETRY; !signal.aborted; delay = Math.min(2 * delay, LAST_RETRY)) {
    try {
      return await recover(account, onError);
    } catch (error) {
      if (!(error instanceof WhatsAppError && error.retryable)) throw error;
      // Said once for each cause: webhooks and messages that fail meanwhile say it, too.
      if (error.message !== told) onError(error);
      told = error.message;
    }
    await setTimeout(delay, undefined, { ref: false, signal }).catch(() => undefined);
  }
}

async function recover({ store, sender }: Account, onError: (error: unknown) => void): Promise<void> {
  await redeliver(store, onError);
  await sender.recover();
}
