import type { NodeMessage } from 'node-red';

/** Outputs of which only one port gets something, in the form that `send` takes. */
export function toPort(ports: number, port: number, message: object): (NodeMessage | null)[] {
  return Array.from({ length: ports }, (_, index) => (index === port ? (message as NodeMessage) : null));
}
