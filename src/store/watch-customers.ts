import { customerKey } from './customer-key';
import { heldKey } from './held-queue';
import type { Transactions } from './transactions';

const PREFIXES = [customerKey('', ''), heldKey('', '')].map((key) => key.slice(0, key.indexOf('/') + 1));

/** Calls the listener with every step that changes what is kept of customers, or what is held; gives the end of it. */
export function watchCustomers(transactions: Pick<Transactions, 'watch'>, listener: () => void): () => void {
  return transactions.watch((keys) => {
    for (const key of keys) {
      if (!PREFIXES.some((prefix) => key.startsWith(prefix))) continue;
      listener();
      return;
    }
  });
}
