import { readEntry } from '../identity/ledger';
import { type NameKey, toNamesOf } from '../identity/names';
import { type CustomerDetails, type CustomerFilter, toDetails } from './customer-details';
import { customerKey } from './customer-key';
import { heldKey } from './held-queue';
import type { Run } from './keyed-store';
import type { Scope } from './store';

/** Where the list is read. Keys are those that begin with a prefix, after a key. */
export interface ListSource {
  scope: Scope;
  run: Run;
  keys(prefix: string, after: string, limit: number): Promise<string[]>;
}

/** So many names are looked at in one step. */
const CHUNK = 250;

/**
 * Customers in the order of their names, a page at a time: everybody of whom something is known, or for whom messages
 * are held.
 */
export async function listCustomers(
  source: ListSource,
  { state, limit, after = '' }: CustomerFilter,
): Promise<{ customers: CustomerDetails[]; next?: string }> {
  const { scope, run } = source;
  const customers: CustomerDetails[] = [];
  let last = after;
  for (let names = await namesAfter(source, after); names.length > 0; names = await namesAfter(source, names.at(-1))) {
    const found = await run(scope, false, ({ ledger, held }) =>
      names.flatMap((name) => {
        const entry = readEntry(toNamesOf(name), ledger);
        // A number that came with a user ID is listed under that.
        const details = entry.primary === name ? toDetails(entry, held.of(entry.keys).length) : undefined;
        const isWanted = details !== undefined && (state === undefined || details.identity.state === state);
        return isWanted ? [{ name, details }] : [];
      }),
    );
    for (const { name, details } of found) {
      if (customers.length === limit) return { customers, next: last };
      customers.push(details);
      last = name;
    }
  }
  return { customers };
}

/** The next names in their order; none after the last one. */
async function namesAfter({ scope, keys }: ListSource, after = ''): Promise<NameKey[]> {
  const prefixes = [customerKey(scope.number, ''), heldKey(scope.number, '')];
  const lists = await Promise.all(
    prefixes.map(async (prefix) => {
      const found = await keys(prefix, after === '' ? '' : prefix + after, CHUNK);
      return found.map((key) => key.slice(prefix.length) as NameKey);
    }),
  );
  // Beyond the end of a list that was cut there may be more of it.
  const ends = lists.filter(({ length }) => length === CHUNK).flatMap((list) => list.at(-1) ?? []);
  const names = [...new Set(lists.flat())].sort();
  return names.filter((name) => ends.every((end) => name <= end));
}
