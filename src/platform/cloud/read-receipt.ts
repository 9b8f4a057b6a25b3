import type { ReadReceipt, SendOptions } from '../platform';
import type { Graph } from './graph';

/** Marks a message as read; doing it twice changes nothing. */
export function markAsRead(graph: Graph, id: string, receipt: ReadReceipt, options: SendOptions = {}): Promise<void> {
  const body = { ...receipt, status: 'read', messaging_product: 'whatsapp' };
  return graph.command({ method: 'POST', path: `${id}/messages`, body, repeatable: true, ...options });
}
