import type { Node, NodeAPI } from 'node-red';
import type { FiguresReport } from '../../src/webhook/figures';

/** A webhook-in node as the editor may ask it. */
export interface CountingNode extends Node {
  /** What its address has done so far; absent while it has none. */
  figures?: () => FiguresReport;
}

/** Tells the editor the figures of a node's address; null for a node that is not deployed, or has no address. */
export function serveFigures({ httpAdmin, auth, nodes }: NodeAPI): void {
  const isAllowed = auth.needsPermission('whatsapp-webhook-in.read');
  httpAdmin.get('/whatsapp-webhook-in/:id/figures', isAllowed, ({ params }, response) => {
    const node = nodes.getNode(params.id ?? '') as CountingNode | null;
    response.json(node?.figures?.() ?? null);
  });
}
