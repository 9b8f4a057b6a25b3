import type { StoredInput } from './stored-form';

/**
 * A stored `{ "image": "ID or link" }` as a typed input of its own kind shows it; undefined for anything else.
 *
 * @param kinds that the field takes
 */
export function toMediaValue({ value, type }: StoredInput, kinds: readonly string[]): StoredInput | undefined {
  if (type !== 'json') return undefined;
  const [entry, ...others] = entriesOf(value);
  if (entry === undefined || others.length > 0) return undefined;
  const [kind, media] = entry;
  return kinds.includes(kind) && typeof media === 'string' ? { value: media, type: kind } : undefined;
}

/** The other way round. */
export const fromMediaValue = ({ value, type }: StoredInput): StoredInput =>
  value === '' ? { value: '', type: 'str' } : { value: JSON.stringify({ [type]: value }), type: 'json' };

function entriesOf(json: string): [string, unknown][] {
  try {
    return Object.entries(Object(JSON.parse(json)));
  } catch {
    return [];
  }
}
