import type { Node, NodeAPI } from 'node-red';
import type { AccountNode } from '../whatsapp-account';

/**
 * The account that a node is configured with; where it is missing or cannot work, the node says so and gets none.
 *
 * @param id of the configuration node
 */
export function accountOf(RED: NodeAPI, node: Node, id: string): AccountNode | undefined {
  const found = id ? (RED.nodes.getNode(id) as AccountNode | null) : null;
  if (found === null) {
    node.status({ fill: 'red', shape: 'ring', text: RED._('whatsapp-account.status.missing') });
    return undefined;
  }
  if (found.account === undefined) {
    node.status({ fill: 'red', shape: 'ring', text: RED._('whatsapp-account.status.faulty') });
    return undefined;
  }
  return found;
}
