import { type ObjectShape, type Shape, text } from './shape';

/** Sections of a list, and characters of their titles, in lists and product lists alike. */
export const MOST_SECTIONS = 10;
const LONGEST_TITLE = 24;

/** One of the sections. They need titles where there are several. */
export function sectionShape({ items, of, most }: Extract<Shape, { is: 'sections' }>, isTitled: boolean): ObjectShape {
  const title = text(LONGEST_TITLE);
  return {
    is: 'object',
    needs: { ...(isTitled ? { title } : {}), [items]: { is: 'list', of, least: 1, most } },
    mayHave: { title },
    needsOneOf: [],
  };
}
