import { CustomerIndex, type IndexSource } from './customer-index';
import type { CustomerSearch, FoundCustomers } from './customer-search';
import type { Scope } from './store';

/** Milliseconds for which an index is kept that nobody asks. */
const KEPT = 600_000;

/** Finds customers, by an index for each business number at which somebody has looked lately. */
export function createCustomerFinder(
  source: Omit<IndexSource, 'scope'>,
): (scope: Scope, search: CustomerSearch) => Promise<FoundCustomers> {
  const indexes = new Map<string, { index: CustomerIndex; closing?: NodeJS.Timeout }>();
  return (scope, search) => {
    const key = `${scope.kind}/${scope.number}`;
    const known = indexes.get(key) ?? { index: new CustomerIndex({ ...source, scope }) };
    indexes.set(key, known);
    clearTimeout(known.closing);
    known.closing = setTimeout(() => {
      known.index.close();
      indexes.delete(key);
    }, KEPT).unref();
    return known.index.find(search);
  };
}
