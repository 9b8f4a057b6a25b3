import type { HashKey, HashRecord, Summary } from './summary';

type Entry = [HashKey, HashRecord];

const NEVER = Number.POSITIVE_INFINITY;

/**
 * The hashes that replaced another, oldest first: each is due to be reported once. A hash is due once an earlier,
 * different one is known, or a change before it.
 */
export function dueReports(summary: Summary): HashKey[] {
  const hashes = Object.entries(summary.hashes) as Entry[];
  return hashes
    .filter((entry) => isDue(summary, hashes, entry))
    .sort(([a, { last: x = 0 }], [b, { last: y = 0 }]) => x - y || (a < b ? -1 : 1))
    .map(([key]) => key);
}

function isDue(summary: Summary, hashes: Entry[], [key, { last, announced }]: Entry): boolean {
  if (last === undefined) return false;
  if (announced !== undefined || last >= (summary.recycledFirst ?? NEVER)) return true;
  if (summary.changedFirst !== undefined && summary.changedFirst < last) return true;
  const kind = key.slice(0, key.indexOf(':') + 1);
  const wasKnown = ([, r]: Entry): number => Math.min(r.first ?? NEVER, r.refusedFirst ?? NEVER);
  return hashes.some((h) => h[0] !== key && h[0].startsWith(kind) && wasKnown(h) < last);
}
