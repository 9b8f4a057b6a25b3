import { existsSync, readFileSync } from 'node:fs';

/** An event as somebody received it. */
export interface Receipt {
  id: string;
  redelivered: boolean;
}

export interface Tally {
  /** Events that somebody received. */
  received: number;
  /** Events that were received again, marked as redelivered. */
  redelivered: number;
  /** Acknowledged, and never received. */
  lost: string[];
  /** Received once more without the mark. */
  doubled: string[];
}

/** Compares what was acknowledged with what was received, in the order in which it was. */
export function tally(acknowledged: Iterable<string>, receipts: readonly Receipt[]): Tally {
  const seen = new Set<string>();
  const doubled: string[] = [];
  let redelivered = 0;
  for (const receipt of receipts) {
    const isFirst = !seen.has(receipt.id);
    seen.add(receipt.id);
    if (isFirst) continue;
    if (receipt.redelivered) redelivered += 1;
    else doubled.push(receipt.id);
  }
  return { received: seen.size, redelivered, lost: [...acknowledged].filter((id) => !seen.has(id)), doubled };
}

/** What was written down, a JSON object a line. */
export function readReceipts(file: string): Receipt[] {
  if (!existsSync(file)) return [];
  return readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line) as Receipt);
}
