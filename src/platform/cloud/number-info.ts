import { NUMBER_FIELDS, type NumberInfo } from '../number';
import type { Graph } from './graph';

/** The number's throughput level, quality, name and verification status, and whatever else is asked for (S1). */
export function numberInfo(graph: Graph, id: string, fields = NUMBER_FIELDS): Promise<NumberInfo> {
  const query = new URLSearchParams({ fields: fields.join(',') });
  return graph.request({ method: 'GET', path: `${id}?${query}`, repeatable: true });
}
