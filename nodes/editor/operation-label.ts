import { isEnvironmentReference } from './environment';

type Labelled = EditorNode<{ name: string; operation: string }>;

/** A node is called by its name, else by what it does. @param usual for flows that name no operation */
export function operationLabel(node: Labelled, usual: string): string {
  if (node.name) return node.name;
  const operation = node.operation || usual;
  const key = isEnvironmentReference(operation) ? 'paletteLabel' : `operation.${operation}`;
  return node._(`${node.type}.${key}`);
}
