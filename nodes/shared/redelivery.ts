import type { EventEmitter } from 'node:events';
import type { Account } from '../../src/account';
import { describeError } from '../../src/platform/catalogue';
import type { Store } from '../../src/store/store';
import { Intake } from '../../src/webhook/intake';
import type { ProcessedFigures } from '../../src/webhook/part';
import { areFlowsRunning } from './flow-starts';

interface Present {
  events: EventEmitter;
  onError: (error: unknown) => void;
}

const present = new Map<Account, Present>();
const rounds = new WeakMap<Store, Promise<void>>();

/** Makes an account one of those that deliveries are handed over to again; what is returned takes it away. */
export function joinRedelivery(account: Account, events: EventEmitter, onError: (error: unknown) => void): () => void {
  present.set(account, { events, onError });
  return () => void present.delete(account);
}

const counters = new Set<(figures: ProcessedFigures) => void>();

/** Tells what became of each delivery that was handed over again; what is returned ends that. */
export function onRedelivered(count: (figures: ProcessedFigures) => void): () => void {
  counters.add(count);
  return () => void counters.delete(count);
}

/**
 * Hands over what a store has from before this process, or from before the last deployment. Accounts may share a store,
 * and a delivery may be for several of them: it is handed over to all at once. Rounds follow one another, for each
 * works with the accounts that were there when it began.
 *
 * @throws WhatsAppError when the store cannot be read
 */
export function redeliver(store: Store, onError: (error: unknown) => void): Promise<void> {
  const round = redelivered(store).then(async () => {
    await store.ready();
    const accounts = [...present.keys()].filter((account) => account.store === store);
    const onProcessed = (figures: ProcessedFigures): void => counters.forEach((count) => void count(figures));
    await new Intake({ describeError, onProcessed, onError }).redeliver(store, accounts);
  });
  rounds.set(store, round);
  return round;
}

/** Resolves when the rounds that have begun are through, one way or the other. */
export function redelivered(store: Store): Promise<void> {
  const round = rounds.get(store) ?? Promise.resolve();
  return round.catch(() => undefined);
}

const wanted = new WeakSet<Store>();

/** Takes up what a deployment has left, if it is over already; else its end will. */
export function redeliverLeft(store: Store): void {
  if (wanted.has(store)) return;
  wanted.add(store);
  void redelivered(store).then(() => {
    wanted.delete(store);
    for (const [account, { events, onError }] of present) {
      if (account.store !== store || !areFlowsRunning(events)) continue;
      redeliver(store, onError).catch(onError);
      return;
    }
  });
}
