import type { CustomerNames } from './evidence';
import type { LedgerContext } from './ledger';
import { closeOver, holderOf, type NameKey, toNameKeys } from './names';
import { whatOthersMeanFor, withJoined } from './unite';

/**
 * Finds the names that are to be removed so that nothing is known of a customer any more, and takes the customer out of
 * what is kept about others: whose number it was before, or is now. What that has meant for their trust stays.
 */
export function takeOut(names: CustomerNames, { read, write }: Pick<LedgerContext, 'read' | 'write'>): NameKey[] {
  const all = [...new Set([...closeOver(names, read), ...toNameKeys(names)])];
  const users = all.filter((key) => key.startsWith('u:'));
  // A number that somebody else has by now is not this customer's to take along.
  const isLost = (key: NameKey): boolean => {
    const holder = holderOf(key, read(key));
    return holder !== key && !users.includes(holder);
  };
  const own = all.filter((key) => !isLost(key));
  for (const key of all) {
    const record = read(key);
    if (record === undefined || !key.startsWith('w:')) continue;
    const others = (Object.keys(record.links) as NameKey[]).filter((other) => !own.includes(other));
    for (const other of others) {
      const theirs = read(other);
      if (theirs === undefined) continue;
      const { [key]: link, ...rest } = theirs.links;
      const links = own.includes(key) || link === undefined ? rest : { ...rest, [key]: link };
      write(other, { ...theirs, links, summary: withJoined(theirs.summary, whatOthersMeanFor(other, record)) });
    }
    const staying = Object.entries(record.links).filter(([other]) => !own.includes(other as NameKey));
    if (!own.includes(key)) write(key, { ...record, links: Object.fromEntries(staying) });
  }
  return own;
}
