import type { Call } from '../http/call';
import { invalid } from './graph-error';

export interface Page<T> {
  items: T[];
  /** Absent where there is nothing to show. `next` only where more follows. */
  paging: { cursors: { before: string; after: string }; next?: string; previous?: string } | undefined;
}

const DEFAULT_LIMIT = 25;
const LARGEST_LIMIT = 100;

/**
 * A page of a list, as everywhere in Graph: `limit`, `after` or `before` say which.
 *
 * @param idOf what a cursor stands for
 * @throws GraphError 100 for parameters that are none
 */
export function page<T>(call: Call, all: readonly T[], idOf: (item: T) => string): Page<T> {
  const limit = readLimit(call.query.get('limit'));
  const positionOf = (name: string): number | undefined => {
    const cursor = call.query.get(name);
    if (cursor === null || cursor === '') return undefined;
    const position = all.findIndex((item) => toCursor(idOf(item)) === cursor);
    if (position < 0) throw invalid('Invalid cursor');
    return position;
  };
  const before = positionOf('before');
  const start = before === undefined ? (positionOf('after') ?? -1) + 1 : Math.max(0, before - limit);
  const end = Math.min(before ?? all.length, start + limit);
  const items = all.slice(start, end);
  const [first, last] = [items[0], items.at(-1)];
  if (first === undefined || last === undefined) return { items, paging: undefined };
  const cursors = { before: toCursor(idOf(first)), after: toCursor(idOf(last)) };
  return {
    items,
    paging: {
      cursors,
      ...(end < all.length && { next: link(call, 'after', cursors.after) }),
      ...(start > 0 && { previous: link(call, 'before', cursors.before) }),
    },
  };
}

const toCursor = (id: string): string => Buffer.from(id).toString('base64url');

function readLimit(limit: string | null): number {
  if (limit === null) return DEFAULT_LIMIT;
  if (!/^[1-9]\d{0,5}$/.test(limit)) throw invalid('Param limit must be a positive integer.');
  return Math.min(Number(limit), LARGEST_LIMIT);
}

/** The address of a neighbouring page, for the same token. */
function link({ path, query, headers }: Call, name: 'after' | 'before', cursor: string): string {
  const parameters = new URLSearchParams(query);
  for (const secret of ['access_token', 'appsecret_proof', 'after', 'before']) parameters.delete(secret);
  parameters.set(name, cursor);
  return `http://${headers.host ?? ''}${path}?${parameters}`;
}
