import { ACCESS } from './codes/access';
import { CONTENT } from './codes/content';
import type { CatalogueEntry, CatalogueTable } from './codes/entry';
import { FEATURES, RANGES } from './codes/features';
import { LIMITS } from './codes/limits';
import { NUMBER } from './codes/number';
import { phoneNumberUnknown, SENDING } from './codes/sending';

/** One code of the platform, explained. */
export interface ErrorDescription extends CatalogueEntry {
  code: number;
  /** Whether the catalogue has this code, on its own or in a range. */
  known: boolean;
  /** Whether sending the very same thing again can succeed without anybody repairing anything: `retry` is `backoff`. */
  retryable: boolean;
}

/** Every single code of the Cloud API that this package knows. The codes of the On-Premises API are another number space. */
export const CATALOGUE: CatalogueTable = { ...ACCESS, ...LIMITS, ...SENDING, ...CONTENT, ...NUMBER, ...FEATURES };

const UNKNOWN: CatalogueEntry = {
  name: 'platform_rejected',
  category: 'unknown',
  meaning: 'The platform refused the request',
  retry: 'never',
  advice: "Look at the details, and at the platform's list of error codes; this package does not know the code.",
};

/** Graph's way to say that the object in the path does not exist or must not be seen. */
const UNKNOWN_OBJECT_SUBCODE = 33;

/**
 * What a code in an answer, a status or an account webhook of the Cloud API means, and what to do (facts, section 10).
 * A code that nobody knows is described as such, and never retryable.
 */
export function describeError(code: number, subcode?: number): ErrorDescription {
  const entry = find(code, subcode);
  const { retry } = entry ?? UNKNOWN;
  return { ...(entry ?? UNKNOWN), code, known: entry !== undefined, retryable: retry === 'backoff' };
}

function find(code: number, subcode: number | undefined): CatalogueEntry | undefined {
  if (code === 100 && subcode === UNKNOWN_OBJECT_SUBCODE) return phoneNumberUnknown;
  const single = Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code] : undefined;
  return single ?? RANGES.find(({ from, to }) => code >= from && code <= to)?.entry;
}
