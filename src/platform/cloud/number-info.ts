import { NUMBER_FIELDS, type NumberInfo, type NumberPage, type PageRequest } from '../number';
import type { Graph } from './graph';
import { readWabaPage } from './waba-page';

/** The number's throughput level, quality, name and verification status, and whatever else is asked for (S1). */
export function numberInfo(graph: Graph, id: string, fields = NUMBER_FIELDS): Promise<NumberInfo> {
  const query = new URLSearchParams({ fields: fields.join(',') });
  return graph.request({ method: 'GET', path: `${id}?${query}`, repeatable: true });
}

/**
 * One page of the numbers of a WhatsApp Business Account.
 *
 * @throws InputError `waba_id_missing`
 */
export async function listNumbers(
  graph: Graph,
  wabaId: string,
  { fields = NUMBER_FIELDS, ...page }: PageRequest = {},
): Promise<NumberPage> {
  const { items, next } = await readWabaPage(
    graph,
    { wabaId, edge: 'phone_numbers', what: 'numbers' },
    { fields, ...page },
  );
  return { numbers: items, ...(next === undefined ? {} : { next }) };
}
