import type { Node, NodeMessage, NodeMessageInFlow } from 'node-red';

/** A message as it comes in; `whatsapp` is there when it stems from webhook in. */
export interface Incoming extends NodeMessageInFlow {
  whatsapp?: { kind?: unknown; id?: unknown; customer?: unknown; identity?: unknown };
}

/** Hands messages to a node's outputs, one entry for each. */
export type Send = (outputs: (NodeMessage | null)[]) => void;

/**
 * The one way in for messages: each is settled exactly once, and an error reaches the Catch nodes.
 *
 * Node-RED reads the listener's length: three declared parameters mean "I call done myself".
 */
export function onInput(node: Node, handle: (msg: Incoming, send: Send) => Promise<void>): void {
  node.on('input', (msg, send, done) => {
    handle(msg, send).then(
      () => done(),
      (error: unknown) => done(error instanceof Error ? error : new Error(String(error))),
    );
  });
}
