import type { NumberInfo } from '../platform/number';

/** The level of numbers with default throughput, for which the identity change check was introduced (S1). */
export const IDENTITY_CHECK_LEVEL = 'STANDARD';

/** Messages a second by level, in and out together (facts, section 10); what other levels stand for nobody says. */
const RATES: Readonly<Record<string, number>> = { [IDENTITY_CHECK_LEVEL]: 80, HIGH: 1000 };

/** How many messages a second the platform grants a number; undefined where its level does not tell. */
export const rateOf = (info: NumberInfo): number | undefined => RATES[throughputLevelOf(info) ?? ''];

/** The throughput level of a number, like `STANDARD`; undefined where it is not among the fields. */
export function throughputLevelOf({ throughput }: NumberInfo): string | undefined {
  const level =
    typeof throughput === 'object' && throughput !== null && 'level' in throughput ? throughput.level : undefined;
  return typeof level === 'string' && level !== '' ? level.toUpperCase() : undefined;
}

/**
 * What to tell a user who relies on the identity change check, as a sentence: it is promised for numbers with default
 * throughput only, and announced for others without a date (S1). Undefined when there is nothing to tell.
 */
export function identityCheckWarning(info: NumberInfo): string | undefined {
  const level = throughputLevelOf(info);
  if (level === undefined || level === IDENTITY_CHECK_LEVEL) return undefined;
  return (
    `The identity change check is promised for numbers with default throughput (${IDENTITY_CHECK_LEVEL}), and announced ` +
    `for others; this number has ${level}: watch whether messages and statuses carry identity hashes.`
  );
}
