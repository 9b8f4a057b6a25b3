import type { Node, NodeAPI } from 'node-red';
import { toTestAddress } from '../../src/webhook/self-test/diagnose-address';
import type { Finding } from '../../src/webhook/self-test/finding';
import { atFault } from './examine';
import { refuseOtherSites } from './other-sites';
import { toKnownError } from './to-known-error';

/** A webhook-in node as the editor may have it examined. */
export interface ExaminedNode extends Node {
  /** Finds out what stands in the way of webhooks, see `examine`. */
  examine?: (address: URL | undefined) => Promise<Finding[]>;
}

/**
 * Lets the editor examine the way of webhooks to a node. The server calls an address of the user's choosing, so that takes
 * the permission to write; of what answers there nothing is told but the status.
 */
export function serveSelfTest({ httpAdmin, auth, nodes }: NodeAPI): void {
  /** One at a time: nobody can have an address called more often than one waits for it. */
  const underWay = new Set<string>();
  const path = '/whatsapp-webhook-in/:id/self-test';
  httpAdmin.use(path, refuseOtherSites as unknown as Parameters<typeof httpAdmin.use>[1]);
  httpAdmin.post(path, auth.needsPermission('whatsapp-webhook-in.write'), (request, response) => {
    const { id = '' } = request.params;
    const { address } = (request.body ?? {}) as { address?: unknown };
    const url = address === undefined ? undefined : toTestAddress(address);
    if (address !== undefined && url === undefined) {
      response.status(400).json({ code: 'address_invalid' });
      return;
    }
    if (underWay.has(id)) {
      response.status(409).json({ code: 'under_way' });
      return;
    }
    underWay.add(id);
    const node = nodes.getNode(id) as ExaminedNode | null;
    const examined = node?.examine?.(url) ?? Promise.resolve([atFault('not_deployed')]);
    examined
      .then(
        (findings) => response.json(findings),
        (error: unknown) => response.status(500).json({ message: toKnownError(error).message }),
      )
      .finally(() => underWay.delete(id));
  });
}
