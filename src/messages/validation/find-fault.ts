import { isObject } from '../../platform/http/json';
import { MOST_SECTIONS, sectionShape } from './sections';
import type { ObjectShape, Shape } from './shape';

/** What is wrong with a message, and where: `interactive.action.buttons[3]`. */
export type Fault = { readonly path: string } & (
  | { readonly kind: 'missing' }
  /** `expected` completes "must be …". */
  | { readonly kind: 'wrong'; readonly expected: string }
  | { readonly kind: 'too long'; readonly length: number; readonly most: number }
  | { readonly kind: 'too few'; readonly count: number; readonly least: number }
  | { readonly kind: 'too many'; readonly count: number; readonly most: number }
);

/** The first thing that is certainly wrong with a value, or undefined. */
export function findFault(value: unknown, shape: Shape, path: string): Fault | undefined {
  if (isAbsent(value)) return { kind: 'missing', path };
  switch (shape.is) {
    case 'text':
      return textFault(value, shape, path);
    case 'url':
      return isUrl(value) ? undefined : wrong(path, 'an address that begins with https:// or http://');
    case 'number':
      return isWithin(value, shape) ? undefined : wrong(path, `a number from ${shape.least} to ${shape.most}`);
    case 'one of':
      return shape.values.some((allowed) => allowed === value) ? undefined : wrong(path, quoted(shape.values));
    case 'list':
      return listFault(value, shape, path);
    case 'object':
      return objectFault(value, shape, path);
    case 'variant':
      return variantFault(value, shape, path);
    case 'sections':
      return sectionsFault(value, shape, path);
  }
}

type Of<Kind extends Shape['is']> = Extract<Shape, { is: Kind }>;

/** `null` is nothing, too: the platform takes it as if the member were not there. */
const isAbsent = (value: unknown): value is undefined | null => value === undefined || value === null;

const isEmpty = (value: unknown): boolean => isAbsent(value) || value === '';

const wrong = (path: string, expected: string): Fault => ({ kind: 'wrong', path, expected });

function textFault(value: unknown, { most, mayBeEmpty }: Of<'text'>, path: string): Fault | undefined {
  if (typeof value !== 'string' && !Number.isFinite(value)) return wrong(path, 'a text');
  const content = String(value);
  if (content === '') return mayBeEmpty ? undefined : { kind: 'missing', path };
  if (content.length <= most) return undefined;
  // Whether the platform counts an emoji once or twice is not documented: refuse only what is too long either way.
  const length = [...content].length;
  return length > most ? { kind: 'too long', path, length, most } : undefined;
}

function isUrl(value: unknown): boolean {
  return typeof value === 'string' && /^https?:\/\/[^\s/]/i.test(value.trim()) && URL.canParse(value.trim());
}

function isWithin(value: unknown, { least, most }: Of<'number'>): boolean {
  const number = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof number === 'number' && number >= least && number <= most;
}

function listFault(value: unknown, { of, least, most }: Of<'list'>, path: string): Fault | undefined {
  if (!Array.isArray(value)) return wrong(path, 'a list');
  const count = value.length;
  if (count === 0 && least > 0) return { kind: 'missing', path: `${path}[0]` };
  if (count < least) return { kind: 'too few', path, count, least };
  if (count > most) return { kind: 'too many', path: `${path}[${most}]`, count, most };
  return first(value, (item, index) => findFault(item, of, `${path}[${index}]`));
}

function objectFault(value: unknown, { needs, mayHave, needsOneOf }: ObjectShape, path: string): Fault | undefined {
  if (!isObject(value)) return wrong(path, 'an object');
  if (needsOneOf.length > 0 && needsOneOf.every((name) => isEmpty(value[name]))) {
    return { kind: 'missing', path: join(path, needsOneOf.join(' or ')) };
  }
  return (
    first(Object.entries(needs), ([name, shape]) => findFault(value[name], shape, join(path, name))) ??
    // An optional text that is empty is none, too.
    first(Object.entries(mayHave), ([name, shape]) =>
      isEmpty(value[name]) ? undefined : findFault(value[name], shape, join(path, name)),
    )
  );
}

function variantFault(value: unknown, { tag, shapes }: Of<'variant'>, path: string): Fault | undefined {
  if (!isObject(value)) return wrong(path, 'an object');
  const name = value[tag];
  if (isEmpty(name)) return { kind: 'missing', path: join(path, tag) };
  if (typeof name !== 'string') return wrong(join(path, tag), 'a text');
  const shape = Object.hasOwn(shapes, name) ? shapes[name] : undefined;
  return shape && findFault(value, shape, path);
}

function sectionsFault(value: unknown, shape: Of<'sections'>, path: string): Fault | undefined {
  const { items, most } = shape;
  const section = sectionShape(shape, Array.isArray(value) && value.length > 1);
  const fault = listFault(value, { is: 'list', of: section, least: 1, most: MOST_SECTIONS }, path);
  if (fault !== undefined || !Array.isArray(value)) return fault;
  let count = 0;
  return first(value as Record<string, unknown[]>[], (each, index) => {
    const before = count;
    count += each[items]?.length ?? 0;
    const surplus = `${path}[${index}].${items}[${most - before}]`;
    return count > most ? { kind: 'too many', path: surplus, count, most } : undefined;
  });
}

/** What the first item says of which there is something to say. */
function first<Item>(items: readonly Item[], say: (item: Item, index: number) => Fault | undefined): Fault | undefined {
  for (const [index, item] of items.entries()) {
    const fault = say(item, index);
    if (fault !== undefined) return fault;
  }
  return undefined;
}

const join = (path: string, name: string): string => (path === '' ? name : `${path}.${name}`);

const quoted = (values: readonly string[]): string => values.map((value) => `"${value}"`).join(' or ');
