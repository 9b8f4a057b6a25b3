/**
 * What a part of a message must look like at least. What a shape does not name may be there all the same: the platform
 * adds types and members, and refuses itself what it does not know.
 */
export type Shape =
  /** Text, or a number in its place. Lengths are in characters. */
  | { readonly is: 'text'; readonly most: number; readonly mayBeEmpty: boolean }
  /** An address that the platform can fetch. */
  | { readonly is: 'url' }
  /** A number, or its digits as text, as some documents have it. */
  | { readonly is: 'number'; readonly least: number; readonly most: number }
  | { readonly is: 'one of'; readonly values: readonly string[] }
  | { readonly is: 'list'; readonly of: Shape; readonly least: number; readonly most: number }
  | ObjectShape
  /** An object whose member `tag` says which shape it has; values that are not listed pass. */
  | { readonly is: 'variant'; readonly tag: string; readonly shapes: Readonly<Record<string, Shape>> }
  /** A list of sections, which share one limit of items and need titles where there are several. */
  | { readonly is: 'sections'; readonly items: string; readonly of: Shape; readonly most: number };

export interface ObjectShape {
  readonly is: 'object';
  readonly needs: Members;
  readonly mayHave: Members;
  /** At least one of these must be there. */
  readonly needsOneOf: readonly string[];
}

type Members = Readonly<Record<string, Shape>>;

export const text = (most = Number.POSITIVE_INFINITY): Shape => ({ is: 'text', most, mayBeEmpty: false });

export const textOrEmpty: Shape = { is: 'text', most: Number.POSITIVE_INFINITY, mayBeEmpty: true };

export const url: Shape = { is: 'url' };

export const number = (least: number, most: number): Shape => ({ is: 'number', least, most });

export const oneOf = (...values: string[]): Shape => ({ is: 'one of', values });

export const list = (of: Shape, least: number, most: number): Shape => ({ is: 'list', of, least, most });

export const object = (
  needs: Members,
  mayHave: Members = {},
  { needsOneOf = [] }: { needsOneOf?: readonly string[] } = {},
): ObjectShape => ({ is: 'object', needs, mayHave, needsOneOf });

export const variant = (tag: string, shapes: Members): Shape => ({ is: 'variant', tag, shapes });

export const sections = (items: string, of: Shape, most: number): Shape => ({ is: 'sections', items, of, most });
