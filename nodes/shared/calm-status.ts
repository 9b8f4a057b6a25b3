import type { Node, NodeStatus } from 'node-red';
import { calmly } from './calmly';
import { onClose } from './on-close';

/** Milliseconds between two changes of the status. */
const SHOWN_EVERY = 200;

/**
 * Shows a node's status: a change at once, and what follows within a fifth of a second as the latest of it. A status goes
 * to every open editor and is translated before; under load that would cost more than sending.
 *
 * @returns shows what it is given, and asks for it only when it is shown
 */
export function calmStatus(node: Node): (describe: () => NodeStatus) => void {
  const { run, stop } = calmly(SHOWN_EVERY);
  // A node that is deployed again has the same ID: nothing may be shown after its end.
  onClose(node, stop);
  return (describe) => run(() => node.status(describe()));
}
