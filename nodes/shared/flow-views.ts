import type { Account } from '../../src/account';
import type { FlowView, PageLink } from '../../src/simulator/page/wire';
import type { Customer } from '../../src/simulator/world/customer';

/** The simulator accounts that are deployed, each with the pages of the flows around it. */
const watched = new Map<Account, () => PageLink[]>();

/** Lets the simulator's page show how the flows of an account see its customers; what is returned ends that. */
export function watchFlow(account: Account, links: () => PageLink[]): () => void {
  watched.set(account, links);
  return () => void watched.delete(account);
}

/** What the ledger of each simulator account says of a customer. */
export function flowsOf({ waId, userId, hidesNumber }: Customer): Promise<FlowView[]> {
  const names = { ...(!hidesNumber && { waId }), ...(userId !== undefined && { userId }) };
  return Promise.all(
    [...watched.keys()].map(async ({ scope, store }): Promise<FlowView> => {
      const [{ state, hash }, held] = await Promise.all([store.look(scope, names), store.heldOf(scope, names)]);
      return { phoneNumberId: scope.number, state, hash, heldMessages: held.length };
    }),
  );
}

/** The pages of the flows. */
export function listLinks(): PageLink[] {
  const [links] = watched.values();
  return links?.() ?? [];
}
