import type { CustomerNames } from './evidence';
import { type LedgerContext, readEntry } from './ledger';
import { asPlatformSpells, type NameKey, toNumberKey } from './names';

/**
 * Whether a message that is addressed to a customer's number reaches another person, or nobody knows whom: the number has
 * come into the hands of another user than the one who is meant, or this user has been at another number since. However
 * well authenticated somebody is, what goes to a number that they left goes to whoever has it next.
 */
export function reachesAnother(names: CustomerNames, ledger: Pick<LedgerContext, 'read' | 'kind'>): boolean {
  const { waId } = asPlatformSpells(names, ledger.read);
  if (!waId) return false;
  const number = toNumberKey(waId);
  const { primary, records } = readEntry(names, ledger);
  if (!primary.startsWith('u:')) return false;
  const holder = readEntry({ waId }, ledger).primary;
  if (holder !== primary && holder.startsWith('u:')) return true;
  const links = Object.entries(records.get(primary)?.links ?? {}) as [NameKey, { last: number }][];
  const own = links.find(([key]) => key === number)?.[1];
  return own !== undefined && links.some(([, { last }]) => last > own.last);
}
