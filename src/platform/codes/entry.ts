/** What kind of trouble a code stands for; people read it as the heading over the errors of one cause. */
export type ErrorCategory =
  | 'access'
  | 'integrity'
  | 'throttling'
  | 'temporary'
  | 'request'
  | 'recipient'
  | 'identity'
  | 'template'
  | 'media'
  | 'billing'
  | 'registration'
  | 'verification'
  | 'feature'
  | 'unknown';

/**
 * `backoff`: the very same request can succeed when repeated with growing pauses. `wait`: only after a time, or after
 * somebody repaired something, so nothing for a loop. `never`: not as it is.
 */
export type Retry = 'backoff' | 'wait' | 'never';

/** What this package knows about one code of the platform (facts, sections 2, 4 and 10). */
export interface CatalogueEntry {
  /** The stable `code` that errors of this package carry; several platform codes with one next step share it. */
  name: string;
  category: ErrorCategory;
  /** One sentence for people, without a closing full stop. */
  meaning: string;
  retry: Retry;
  /** Least time before another attempt, in seconds; where the platform names none, our judgement or nothing. */
  waitSeconds?: number;
  /** The next step, as a sentence. */
  advice: string;
}

export type CatalogueTable = Readonly<Record<number, CatalogueEntry>>;

/** Codes that share one entry because their single meanings are not documented well enough to tell them apart. */
export interface CatalogueRange {
  from: number;
  to: number;
  entry: CatalogueEntry;
}
