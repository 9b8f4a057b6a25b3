import type { LedgerContext } from './ledger';
import { emptyRecord, toNumberKey } from './names';

/**
 * Takes in that the platform knows a number which was dialled by another wa_id. Where it has named a user by this very
 * number, it is no mere spelling: what is known of that user must go on counting for whoever dials it.
 */
export function learnSpelling(dialled: string, waId: string, { read, write }: LedgerContext): void {
  const key = toNumberKey(dialled);
  const target = toNumberKey(waId);
  const record = read(key) ?? emptyRecord();
  if (key === target || record.spelledAs === target) return;
  for (const _ in record.links) return;
  if (record.spelledAs !== undefined) {
    const former = read(record.spelledAs) ?? emptyRecord();
    write(record.spelledAs, { ...former, spellings: (former.spellings ?? []).filter((other) => other !== key) });
  }
  write(key, { ...record, spelledAs: target });
  const known = read(target) ?? emptyRecord();
  write(target, { ...known, spellings: [...new Set([...(known.spellings ?? []), key])] });
}
