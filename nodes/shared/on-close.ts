import type { Node } from 'node-red';

/** Runs the clean-up when a node is removed or redeployed, and makes Node-RED wait for it. */
export function onClose(node: Node, cleanUp: (removed: boolean) => unknown): void {
  node.on('close', (removed: boolean, done: () => void) => {
    Promise.resolve()
      .then(() => cleanUp(removed))
      .catch((error: unknown) => node.warn(error instanceof Error ? error.message : String(error)))
      .finally(done);
  });
}
