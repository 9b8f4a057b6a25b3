import type { NodeAPI } from 'node-red';
import type { AccountNode } from '../whatsapp-account';

/** The accounts that are deployed, those that cannot work among them. */
export function deployedAccounts({ nodes }: Pick<NodeAPI, 'nodes'>): AccountNode[] {
  const ids: string[] = [];
  nodes.eachNode(({ id, type }) => {
    if (type === 'whatsapp-account') ids.push(id);
  });
  return ids.flatMap((id) => (nodes.getNode(id) as AccountNode | null) ?? []);
}
