import type { ContactStatus } from '../platform/contacts';

/** So many numbers, all of them valid, are no accident. */
const SUSPICIOUS = 20;

/** The first version of the server that checks nothing any more (facts, section 5). */
const [MAJOR, MINOR] = [2, 43];

/**
 * What to tell a user whose server calls every number valid, as a sentence; undefined where there is nothing to tell.
 *
 * @param version what the server says of itself, like `v2.45.1`
 * @param statuses what it said of the numbers
 */
export function validityWarning(version: string | undefined, statuses: readonly ContactStatus[]): string | undefined {
  if (isUnchecked(version)) {
    return `This server (${version}) checks nothing any more: since v2.43 it calls every number valid. Only a message that arrives proves a number.`;
  }
  const final = statuses.filter((status) => status === 'valid' || status === 'invalid');
  if (final.length < SUSPICIOUS || final.includes('invalid')) return undefined;
  return `All ${final.length} numbers are valid: the server may be one (since v2.43) that checks nothing any more. Only a message that arrives proves a number.`;
}

function isUnchecked(version = ''): boolean {
  const [, major, minor] = /^v?(\d+)\.(\d+)/.exec(version) ?? [];
  if (major === undefined || minor === undefined) return false;
  return Number(major) > MAJOR || (Number(major) === MAJOR && Number(minor) >= MINOR);
}
