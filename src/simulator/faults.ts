/** Misbehaviour on demand. Everything is off by default and can be changed at any time. */
export interface Faults {
  /** How many more copies of each webhook are sent, besides the first. */
  duplicates: number;
  /** Several events in one webhook: they wait until `size` of them are there, or the first has waited `waitMs`. */
  batch: { size: number; waitMs: number } | null;
  /** What is wrong with the signatures. Looked at for each attempt, so a retry can be right. */
  signature: 'valid' | 'wrong' | 'missing';
  /** Graph calls are answered with this error, and do nothing, until it was given `times` times. */
  apiError: { code: number; times: number } | null;
}

export const noFaults: Faults = { duplicates: 0, batch: null, signature: 'valid', apiError: null };
