import { type LedgerContext, watching } from './ledger';
import { emptyRecord, toNumberKey } from './names';
import type { Report } from './report';

/**
 * Takes in that the platform knows a number which was dialled by another wa_id: what is known of both is known of one
 * customer from then on, and is reported if that makes a change. Where the platform has named a user by this very number,
 * it is no mere spelling: what is known of that user must go on counting for whoever dials it.
 *
 * @param at seconds of the platform's clock by which it is so
 */
export function learnSpelling(dialled: string, waId: string, at: number, ledger: LedgerContext): Report[] {
  const { read, write } = ledger;
  const key = toNumberKey(dialled);
  const target = toNumberKey(waId);
  const record = read(key) ?? emptyRecord();
  if (key === target || record.spelledAs === target) return [];
  for (const _ in record.links) return [];
  const { spelledAs } = record;
  return watching({ names: { waId }, at, evidence: [] }, [{ waId: dialled }], ledger, () => {
    if (spelledAs !== undefined) {
      const former = read(spelledAs) ?? emptyRecord();
      write(spelledAs, { ...former, spellings: (former.spellings ?? []).filter((other) => other !== key) });
    }
    write(key, { ...record, spelledAs: target });
    const known = read(target) ?? emptyRecord();
    write(target, { ...known, spellings: [...new Set([...(known.spellings ?? []), key])] });
  });
}
