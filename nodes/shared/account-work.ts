import { setTimeout } from 'node:timers/promises';
import type { Account } from '../../src/account';
import { describeError } from '../../src/platform/catalogue';
import { WhatsAppError } from '../../src/platform/errors';
import type { Store } from '../../src/store/store';
import { Intake } from '../../src/webhook/intake';

/** Milliseconds. */
const EXPIRY_INTERVAL = 60_000;
const FIRST_RETRY = 250;
const LAST_RETRY = 30_000;

/**
 * What an account does by itself while it is deployed: once the flows run, it goes on where the process before ended;
 * then it gives up held messages that grow too old.
 *
 * @param onError told what could not be done; it is tried again where that can help
 * @returns stops it
 */
export function startAccountWork(
  account: Account,
  events: NodeJS.EventEmitter,
  onError: (error: unknown) => void,
): () => void {
  const stop = new AbortController();
  const begin = (): void => {
    recoverWhenPossible(account, stop.signal, onError).catch(onError);
  };
  // Before the flows run, nobody could take what is handed over.
  const cancel = whenStarted(events, begin);
  live.add(account);
  const timer = setInterval(() => account.sender.expire(Date.now()).catch(onError), EXPIRY_INTERVAL);
  timer.unref();
  return () => {
    stop.abort();
    cancel();
    clearInterval(timer);
    live.delete(account);
  };
}

const waiting = new WeakMap<NodeJS.EventEmitter, Set<() => void>>();

/** One listener for all accounts: Node.js takes more than ten of them for a leak. */
function whenStarted(events: NodeJS.EventEmitter, begin: () => void): () => void {
  const present = waiting.get(events);
  const begins = present ?? new Set();
  begins.add(begin);
  if (present === undefined) {
    waiting.set(events, begins);
    events.once('flows:started', () => {
      waiting.delete(events);
      for (const each of begins) each();
    });
  }
  return () => void begins.delete(begin);
}

const live = new Set<Account>();
const recoveries = new WeakMap<Store, Promise<void>>();

/** Accounts may share a store, and a delivery may be for several of them: it is handed over to all at once. */
function redeliver(store: Store, onError: (error: unknown) => void): Promise<void> {
  const running = recoveries.get(store);
  if (running !== undefined) return running;
  const intake = new Intake({ describeError, onProcessed: () => undefined, onError });
  const accounts = [...live].filter((account) => account.store === store);
  const recovery = intake.redeliver(store, accounts).finally(() => recoveries.delete(store));
  recoveries.set(store, recovery);
  return recovery;
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
  await store.ready();
  await redeliver(store, onError);
  await sender.recover();
}
