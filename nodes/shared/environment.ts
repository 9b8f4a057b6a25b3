import type { NodeAPI, NodeDef } from 'node-red';

/** A node as far as the variables that it may name go; it need not be deployed. */
export interface Owner {
  id: string;
  name: string;
  /** The tab that it belongs to; empty for every one. */
  z: string;
}

/** As Node-RED has them: `${NAME}` and, of old, `$(NAME)`, and nothing beside. */
const REFERENCE = /^\$(?:\{(\S+)\}|\((\S+)\))$/;

/**
 * Replaces the name of a variable by its value as Node-RED does when it deploys: from the settings of the tab, the global
 * ones, and the environment of the process. What nobody has set stays as it is.
 */
export function readEnvironment(RED: NodeAPI, owner: Owner): (text: string) => string {
  const flow = flowOf(RED, owner);
  const { envVarExcludes = [] } = RED.settings as { envVarExcludes?: readonly string[] };
  const look = (name: string): unknown => {
    if (flow === undefined && envVarExcludes.includes(name)) return undefined;
    return (RED.util.getSetting as unknown as GetSetting)({ id: owner.id, name: owner.name }, name, flow);
  };
  return (text) => {
    const [, name, old = name] = REFERENCE.exec(text) ?? [];
    const value = old === undefined ? undefined : look(old);
    return value === undefined ? text : String(value);
  };
}

type GetSetting = (node: Pick<Owner, 'id' | 'name'>, name: string, flow: unknown) => unknown;

/** Node-RED's own view of a tab, which it shows to none but the nodes in it: its own, or that of a neighbour. */
function flowOf({ nodes }: NodeAPI, { id, z }: Owner): unknown {
  const neighbours: string[] = [id];
  nodes.eachNode((node: NodeDef) => {
    if ((node.z ?? '') === z) neighbours.push(node.id);
  });
  for (const neighbour of neighbours) {
    const { _flow } = (nodes.getNode(neighbour) ?? {}) as { _flow?: unknown };
    if (_flow !== undefined) return _flow;
  }
  return undefined;
}
