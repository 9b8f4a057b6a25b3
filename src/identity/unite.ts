import type { NameKey, NameRecord, NameRecords } from './names';
import {
  type Approval,
  type BlindApproval,
  emptySummary,
  type HashRecord,
  least,
  most,
  type Summary,
  toBlinds,
} from './summary';

/**
 * Everything known about the customer whose names these are, as one summary. A number that came with several user IDs
 * was recycled: whoever had it before has lost it, whoever has it now starts `changed` and inherits no approval.
 */
export function unite(keys: readonly NameKey[], records: NameRecords): Summary {
  const [primary] = keys;
  // Nearly every customer goes by one name: then there is nothing to unite.
  if (keys.length === 1 && primary !== undefined) return records.get(primary)?.summary ?? emptySummary();
  let united = emptySummary();
  for (const key of keys) {
    const record = records.get(key);
    if (record === undefined) continue;
    united = withJoined(united, withCoveredApprovals(record, key, keys, records));
    if (primary?.startsWith('u:') && key.startsWith('w:')) {
      united = withJoined(united, whatOthersMeanFor(primary, record));
    }
  }
  return united;
}

/** What it says about a customer that a number of theirs also came with other user IDs. */
export function whatOthersMeanFor(user: NameKey, number: NameRecord): Summary {
  const own = number.links[user];
  const next = emptySummary();
  if (own === undefined) return next;
  for (const [key, link] of Object.entries(number.links)) {
    if (key === user) continue;
    if (link.first < own.first) {
      next.recycledFirst = least(next.recycledFirst, own.first);
      next.recycled = most(next.recycled, own.first);
    }
    if (link.last >= own.first) {
      next.changedFirst = least(next.changedFirst, Math.max(link.first, own.first));
      next.changed = most(next.changed, link.last);
    }
  }
  return next;
}

/** An approval does not stretch to a name that was joined later and had evidence of its own before. */
function withCoveredApprovals(
  record: NameRecord,
  key: NameKey,
  keys: readonly NameKey[],
  records: NameRecords,
): Summary {
  const hasOwnPast = (other: NameKey): boolean => {
    const since = records.get(other)?.summary.since;
    const joined = record.links[other]?.first ?? records.get(other)?.links[key]?.first;
    return since !== undefined && (joined === undefined || since < joined);
  };
  const strangers = keys.filter((other) => other !== key && hasOwnPast(other));
  const isCovering = (approval: Approval | undefined): boolean =>
    approval !== undefined && strangers.every((stranger) => approval.names.includes(stranger));
  const { blind = {}, ...summary } = record.summary;
  const hashes = Object.entries(summary.hashes).map(([hash, { approval, ...rest }]) => [
    hash,
    isCovering(approval) ? { ...rest, approval } : rest,
  ]);
  const blinds = Object.entries(blind).map(([kind, approvals]) => [kind, approvals.filter(isCovering)]);
  return {
    ...summary,
    hashes: Object.fromEntries(hashes),
    ...(blinds.length === 0 ? {} : { blind: Object.fromEntries(blinds) }),
  };
}

function both(a: BlindApproval[] | undefined, b: BlindApproval[] | undefined): BlindApproval[] | undefined {
  return a === undefined || b === undefined ? (a ?? b) : toBlinds([...a, ...b]);
}

/** Of two approvals the one that covers more: what is known only ever grows, so one of them covers the other. */
function greater(a: Approval | undefined, b: Approval | undefined): Approval | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return b.upTo > a.upTo || (b.upTo === a.upTo && b.known.length > a.known.length) ? b : a;
}

/** Both summaries as one, as if the evidence of both had come in together. */
export function withJoined(a: Summary, b: Summary): Summary {
  const hashes = { ...a.hashes };
  for (const [key, record] of Object.entries(b.hashes) as [keyof typeof hashes, HashRecord][]) {
    const known = hashes[key];
    hashes[key] = known === undefined ? record : mergeHash(known, record);
  }
  const blind = {
    ...defined('key', both(a.blind?.key, b.blind?.key)),
    ...defined('identity', both(a.blind?.identity, b.blind?.identity)),
  };
  return {
    ...defined('since', pick(Math.min, a.since, b.since)),
    ...defined('changedFirst', pick(Math.min, a.changedFirst, b.changedFirst)),
    ...defined('changed', pick(Math.max, a.changed, b.changed)),
    ...defined('recycledFirst', pick(Math.min, a.recycledFirst, b.recycledFirst)),
    ...defined('recycled', pick(Math.max, a.recycled, b.recycled)),
    ...defined('revoked', pick(Math.max, a.revoked, b.revoked)),
    ...defined('blind', Object.keys(blind).length === 0 ? undefined : blind),
    hashes,
  };
}

function mergeHash(a: HashRecord, b: HashRecord): HashRecord {
  return {
    ...defined('earliest', pick(Math.min, a.earliest, b.earliest)),
    ...defined('first', pick(Math.min, a.first, b.first)),
    ...defined('last', pick(Math.max, a.last, b.last)),
    ...defined('announced', pick(Math.max, a.announced, b.announced)),
    ...defined('refusedFirst', pick(Math.min, a.refusedFirst, b.refusedFirst)),
    ...defined('refusedLast', pick(Math.max, a.refusedLast, b.refusedLast)),
    ...defined('approval', greater(a.approval, b.approval)),
  };
}

function pick(
  choose: (...values: number[]) => number,
  a: number | undefined,
  b: number | undefined,
): number | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return choose(a, b);
}

function defined<K extends string, V>(key: K, value: V | undefined): { [key in K]?: V } {
  return value === undefined ? {} : ({ [key]: value } as { [key in K]?: V });
}
