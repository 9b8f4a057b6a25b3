import { join } from 'node:path';
import type { AnyNode } from 'acorn';
import type { FlowNode } from '../harness/flow';
import { ownPackage, projectDirectory } from '../harness/node-red';
import { type Registration, readRegistrations } from '../harness/registrations';

export interface SampleNode {
  id: string;
  type: string;
  isConfig: boolean;
}

/** One node of every type that the package registers, each with the configuration nodes that its dialog asks for. */
export function sampleNodes(): (SampleNode & { flow: FlowNode })[] {
  const registrations = Object.values(ownPackage['node-red'].nodes).flatMap((file) =>
    readRegistrations(join(projectDirectory, file.replace(/\.js$/, '.html'))),
  );
  return registrations.map((registration) => {
    const { type } = registration;
    const isConfig = literal(registration.properties.get('category')) === 'config';
    const outputs = Number(literal(registration.properties.get('outputs')) ?? 0);
    const wires = isConfig ? {} : { wires: Array.from({ length: outputs }, (): string[] => []) };
    return { id: idOf(type), type, isConfig, flow: { id: idOf(type), type, ...initialValues(registration), ...wires } };
  });
}

const idOf = (type: string) => `sample-${type}`;

/** Every property at its default, as a node dragged from the palette has it, and the configuration nodes chosen. */
function initialValues({ properties }: Registration): Record<string, unknown> {
  const defaults = entries(properties.get('defaults')).map(([name, definition]): [string, unknown] => {
    const { type, value } = Object.fromEntries(entries(definition));
    const configType = literal(type);
    // Nodes of Node-RED's own, such as a TLS configuration, are not among the samples.
    const isOurs = typeof configType === 'string' && configType.startsWith('whatsapp-');
    return [name, isOurs ? idOf(configType) : literal(value)];
  });
  return Object.fromEntries(defaults.filter(([, value]) => value !== undefined));
}

function entries(node: AnyNode | undefined): [string, AnyNode][] {
  if (node?.type !== 'ObjectExpression') return [];
  return node.properties.flatMap((property): [string, AnyNode][] =>
    property.type === 'Property' && property.key.type === 'Identifier' ? [[property.key.name, property.value]] : [],
  );
}

function literal(node: AnyNode | undefined): unknown {
  return node?.type === 'Literal' ? node.value : undefined;
}
