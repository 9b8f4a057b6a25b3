/** A node as Node-RED's flow file describes it. `z`, `x` and `y` may be left out. */
export interface FlowNode {
  id: string;
  type: string;
  z?: string;
  wires?: string[][];
  [property: string]: unknown;
}

export type Credentials = Record<string, Record<string, string>>;

export const COLLECTOR_TYPE = 'harness-collector';

const DEFAULT_TAB = 'harness-tab';

/**
 * Completes what a test wrote by hand into a flow that Node-RED starts as it is:
 * nodes with wires get a tab and a place, wires to ids that the flow does not have get the nodes that
 * `collect` makes for that id, and credentials move into their nodes, as the editor would send them.
 */
export function completeFlow(
  nodes: FlowNode[],
  credentials: Credentials = {},
  collect: (id: string) => FlowNode[] = (id) => [{ id, type: COLLECTOR_TYPE, wires: [] }],
): FlowNode[] {
  const known = new Set(nodes.map((node) => node.id));
  const unknownNode = Object.keys(credentials).find((id) => !known.has(id));
  if (unknownNode !== undefined) throw new Error(`Credentials for a node that the flow does not have: ${unknownNode}`);

  const targets = nodes.flatMap((node) => (node.wires ?? []).flat());
  const collectors = [...new Set(targets)].filter((id) => !known.has(id)).flatMap(collect);

  const tabs: FlowNode[] = known.has(DEFAULT_TAB) ? [] : [{ id: DEFAULT_TAB, type: 'tab', label: 'Test' }];
  const placed = [...nodes, ...collectors].map((node, index) => placeOnTab(node, index));
  return [...tabs, ...placed].map((node) => {
    const secrets = credentials[node.id];
    return secrets === undefined ? node : { ...node, credentials: secrets };
  });
}

function placeOnTab(node: FlowNode, index: number): FlowNode {
  // Node-RED tells config nodes from flow nodes by their x and y, so only nodes with wires get them.
  if (node.wires === undefined) return node;
  return { z: DEFAULT_TAB, x: 160, y: 80 * (index + 1), ...node };
}
