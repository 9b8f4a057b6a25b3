import type { Node, NodeAPI } from 'node-red';
import { toTestAddress } from '../../src/webhook/self-test/diagnose-address';
import type { Finding } from '../../src/webhook/self-test/finding';
import { atFault } from './examine';
import { isSameSite } from './is-same-site';
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
  httpAdmin.post(
    '/whatsapp-webhook-in/:id/self-test',
    auth.needsPermission('whatsapp-webhook-in.write'),
    (request, response) => {
      const { id = '' } = request.params;
      const { address } = (request.body ?? {}) as { address?: unknown };
      const url = address === undefined ? undefined : toTestAddress(address);
      // A form of another site cannot send JSON.
      if (!isSameSite(request.headers)) response.status(403).end();
      else if (!request.is('application/json')) response.status(415).end();
      else if (address !== undefined && url === undefined) response.status(400).json({ code: 'address_invalid' });
      else if (underWay.has(id)) response.status(409).json({ code: 'under_way' });
      else {
        underWay.add(id);
        const node = nodes.getNode(id) as ExaminedNode | null;
        const examined = node?.examine?.(url) ?? Promise.resolve([atFault('not_deployed')]);
        examined
          .then(
            (findings) => response.json(findings),
            (error: unknown) => response.status(500).json({ message: toKnownError(error).message }),
          )
          .finally(() => underWay.delete(id));
      }
    },
  );
}
