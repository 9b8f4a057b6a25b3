import { readFileSync } from 'node:fs';
import { type AnyNode, type CallExpression, type ObjectExpression, parse } from 'acorn';

export interface Registration {
  type: string;
  /** Property names of the definition, by what their value is in the source. */
  properties: Map<string, AnyNode>;
}

/**
 * Reads the calls of `registerType` out of a built template as Node-RED's scorecard does: as text, without running it.
 * Throws where the scorecard gives up: a type that is no literal, a definition that is no object, a spread in it.
 */
export function readRegistrations(file: string): Registration[] {
  const scripts = [
    ...readFileSync(file, 'utf8').matchAll(/<script.+?type=['"]text\/javascript['"].*?>([\S\s]*?)<\/script>/gi),
  ];
  if (scripts.length === 0) throw new Error(`${file}: there is no inline script of the type text/javascript`);
  return scripts
    .flatMap(([, source = '']) => callsOf('registerType', parse(source, { ecmaVersion: 'latest' })))
    .map((call) => toRegistration(file, call));
}

function toRegistration(file: string, { arguments: [type, definition] }: CallExpression): Registration {
  if (type?.type !== 'Literal' || typeof type.value !== 'string') throw new Error(`${file}: the type is no literal`);
  if (definition?.type !== 'ObjectExpression') throw new Error(`${file}: the definition is no object literal`);
  return { type: type.value, properties: propertiesOf(file, definition) };
}

function propertiesOf(file: string, object: ObjectExpression): Map<string, AnyNode> {
  const entries = object.properties.map((property): [string, AnyNode] => {
    if (property.type !== 'Property' || property.key.type !== 'Identifier') {
      throw new Error(`${file}: a spread or a computed name at the top of the definition`);
    }
    return [property.key.name, property.value];
  });
  return new Map(entries);
}

function callsOf(method: string, node: AnyNode): CallExpression[] {
  const below = Object.values(node).flat().filter(isNode);
  const calls = below.flatMap((child) => callsOf(method, child));
  return isCallOf(method, node) ? [node, ...calls] : calls;
}

function isCallOf(method: string, node: AnyNode): node is CallExpression {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  return node.callee.property.type === 'Identifier' && node.callee.property.name === method;
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
