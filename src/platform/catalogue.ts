import { ACCESS, permissionMissing, tokenExpired } from './codes/access';
import { CONTENT } from './codes/content';
import type { CatalogueEntry, CatalogueTable } from './codes/entry';
import { FEATURES, RANGES } from './codes/features';
import { LIMITS } from './codes/limits';
import { NUMBER } from './codes/number';
import { ON_PREMISES, ON_PREMISES_RANGES } from './codes/on-premises';
import { phoneNumberUnknown, SENDING } from './codes/sending';

/** One code of the platform, explained. */
export interface ErrorDescription extends CatalogueEntry {
  code: number;
  /** Whether the catalogue has this code, on its own or in a range. */
  known: boolean;
  /** Whether sending the very same thing again can succeed without anybody repairing anything: `retry` is `backoff`. */
  retryable: boolean;
}

/** Every single code of either API that this package knows: no number is a code of both. */
export const CATALOGUE: CatalogueTable = {
  ...ACCESS,
  ...LIMITS,
  ...SENDING,
  ...CONTENT,
  ...NUMBER,
  ...FEATURES,
  ...ON_PREMISES,
};

const UNKNOWN: CatalogueEntry = {
  name: 'platform_rejected',
  category: 'unknown',
  meaning: 'The platform refused the request',
  retry: 'never',
  advice: "Look at the details, and at the platform's list of error codes; this package does not know the code.",
};

/** Subcodes that mean something else than their code (facts, section 4). Few are documented, and some are not sent. */
const SUBCODES: Readonly<Record<string, CatalogueEntry>> = {
  // Graph's way to say that the object in the path does not exist or must not be seen.
  '100/33': phoneNumberUnknown,
  '190/463': tokenExpired,
  '200/1349174': permissionMissing,
};

/**
 * What a code in an answer, a status or an account webhook of either API means, and what to do (facts, sections 5 and 10).
 * A code that nobody knows is described as such, and never retryable.
 */
export function describeError(code: number, subcode?: number): ErrorDescription {
  const entry = find(code, subcode);
  const { retry } = entry ?? UNKNOWN;
  return { ...(entry ?? UNKNOWN), code, known: entry !== undefined, retryable: retry === 'backoff' };
}

function find(code: number, subcode: number | undefined): CatalogueEntry | undefined {
  const special = SUBCODES[`${code}/${subcode}`];
  if (special !== undefined) return special;
  const single = Object.hasOwn(CATALOGUE, code) ? CATALOGUE[code] : undefined;
  return single ?? [...RANGES, ...ON_PREMISES_RANGES].find(({ from, to }) => code >= from && code <= to)?.entry;
}
