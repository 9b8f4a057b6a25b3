import { isObject, objectsOf } from '../http/json';
import { askWaba } from './ask-waba';
import type { Graph } from './graph';

interface WabaPage {
  items: Record<string, unknown>[];
  /** Cursor for the page after this one; absent on the last. */
  next?: string;
}

/**
 * One page of what a WhatsApp Business Account has.
 *
 * @param edge the list's name in the path
 * @throws as `askWaba`
 */
export async function readWabaPage(
  graph: Graph,
  { wabaId, edge }: { wabaId: string; edge: string },
  { fields, limit, after }: { fields: readonly string[]; limit?: number; after?: string },
): Promise<WabaPage> {
  const query = new URLSearchParams({
    fields: fields.join(','),
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(after === undefined ? {} : { after }),
  });
  const { data, paging } = await askWaba(graph.request, wabaId, ['GET', `${edge}?${query}`]);
  const next = isObject(paging) ? toNext(paging) : undefined;
  return { items: objectsOf(data), ...(next === undefined ? {} : { next }) };
}

/**
 * The cursor, where there is a next page. The address of that page is not followed: it names a host of the platform's
 * choosing and carries the token.
 */
function toNext({ next, cursors }: Record<string, unknown>): string | undefined {
  const after = isObject(cursors) ? cursors.after : undefined;
  return typeof next === 'string' && typeof after === 'string' && after !== '' ? after : undefined;
}
