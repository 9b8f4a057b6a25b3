import type { Operation } from './engine';

/** No value, for a key that was removed. */
const REMOVED = -1;

/** The bytes of a step in the journal: the lengths of its keys and values in one line, and then the texts themselves. */
export function toJournalRecord(operations: readonly Operation[]): Buffer {
  const lengths: number[] = [];
  let texts = '';
  for (const { key, value } of operations) {
    lengths.push(key.length, value?.length ?? REMOVED);
    texts += value === null ? key : key + value;
  }
  return Buffer.from(`${lengths.join(' ')}\n${texts}`);
}

/** The step that a record of the journal stands for. */
export function readJournalRecord(record: Buffer): Operation[] {
  const text = record.toString();
  const start = text.indexOf('\n');
  const lengths = text.slice(0, start).split(' ').map(Number);
  const operations: Operation[] = [];
  for (let i = 0, at = start + 1; i + 1 < lengths.length; i += 2) {
    const [keyLength = 0, valueLength = REMOVED] = lengths.slice(i, i + 2);
    const valueAt = at + keyLength;
    at = valueAt + Math.max(0, valueLength);
    const value = valueLength === REMOVED ? null : text.slice(valueAt, at);
    operations.push({ key: text.slice(valueAt - keyLength, valueAt), value });
  }
  return operations;
}
