import { isObject } from '../../platform/http/json';
import { MOST_SECTIONS, sectionShape } from './sections';
import type { Shape } from './shape';

/** How much of a documented limit a part of a message uses; beyond it the platform refuses the message. */
export interface Usage {
  /** Of the text or the list, like `interactive.action.buttons`. */
  readonly path: string;
  /** `characters`, or what the list holds: `buttons`, `sections`, `rows`, … */
  readonly unit: string;
  readonly used: number;
  readonly most: number;
}

/**
 * Every limit that applies to a message, with what is used of it: the same tables that `findFault` judges by. What is
 * missing or of the wrong kind is not measured.
 *
 * @param lengthOf a text, in characters
 */
export function measure(
  value: unknown,
  shape: Shape,
  path = '',
  lengthOf = (text: string): number => [...text].length,
): Usage[] {
  const inside = (member: unknown, of: Shape, at: string): Usage[] => measure(member, of, at, lengthOf);
  switch (shape.is) {
    case 'text': {
      const isMeasured = Number.isFinite(shape.most) && (typeof value === 'string' || typeof value === 'number');
      return isMeasured ? [{ path, unit: 'characters', used: lengthOf(String(value)), most: shape.most }] : [];
    }
    case 'list':
      if (!Array.isArray(value)) return [];
      return [
        ...countOf(value.length, shape.most, path, nameOf(path)),
        ...value.flatMap((item, index) => inside(item, shape.of, `${path}[${index}]`)),
      ];
    case 'object': {
      if (!isObject(value)) return [];
      const members = Object.entries({ ...shape.mayHave, ...shape.needs });
      return members.flatMap(([name, of]) => inside(value[name], of, path === '' ? name : `${path}.${name}`));
    }
    case 'variant': {
      const name = isObject(value) ? value[shape.tag] : undefined;
      const of = typeof name === 'string' && Object.hasOwn(shape.shapes, name) ? shape.shapes[name] : undefined;
      return of === undefined ? [] : inside(value, of, path);
    }
    case 'sections': {
      if (!Array.isArray(value)) return [];
      const items = value.flatMap((section) =>
        isObject(section) && Array.isArray(section[shape.items]) ? section[shape.items] : [],
      );
      // The items of a section have no limit of their own: all sections share one.
      const own = sectionShape({ ...shape, most: Number.POSITIVE_INFINITY }, value.length > 1);
      return [
        ...countOf(items.length, shape.most, path, shape.items),
        ...countOf(value.length, MOST_SECTIONS, path, nameOf(path)),
        ...value.flatMap((section, index) => inside(section, own, `${path}[${index}]`)),
      ];
    }
    default:
      return [];
  }
}

const countOf = (used: number, most: number, path: string, unit: string): Usage[] =>
  Number.isFinite(most) ? [{ path, unit, used, most }] : [];

const nameOf = (path: string): string => path.slice(path.lastIndexOf('.') + 1);
