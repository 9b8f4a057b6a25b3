import type { NodeAPI } from 'node-red';
import { calmly } from './calmly';
import { deployedAccounts } from './deployed-accounts';
import { onFlowStart } from './flow-starts';
import { TRUST_CHANGED } from './trust-wire';

/** Milliseconds between two notices. */
const TOLD_EVERY = 1_000;

/**
 * Tells every open editor that something has changed in a ledger, or which ledgers there are, and nothing else: the notice
 * reaches also those who may not see customers. Whoever may, asks then.
 *
 * @returns ends it
 */
export function publishTrustChanges({ comms, events, nodes }: NodeAPI): () => void {
  const { run, stop } = calmly(TOLD_EVERY);
  // Of a process before, an editor may still have the last notice.
  let notice = Date.now();
  // Kept for editors that connect later, or again: they may have missed something.
  const tell = (): void => run(() => comms.publish(TRUST_CHANGED, { notice: ++notice }, true));
  let unwatch: (() => void)[] = [];
  const leave = (): void => {
    for (const end of unwatch) end();
  };
  const follow = (): void => {
    leave();
    const stores = new Set(deployedAccounts({ nodes }).flatMap(({ account }) => account?.store ?? []));
    unwatch = [...stores].map((store) => store.watch(tell));
    tell();
  };
  const cancel = onFlowStart(events, follow);
  return () => {
    cancel();
    leave();
    stop();
  };
}
