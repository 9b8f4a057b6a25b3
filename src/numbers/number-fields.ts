import { InputError } from '../platform/errors';
import { NUMBER_FIELDS } from '../platform/number';

/**
 * The fields of a number to ask for: text with commas, or a list; those that tell most without it. Any field that the
 * platform knows will do, its own form for parts of a field (`throughput{level}`) included.
 *
 * @throws InputError `fields_invalid`
 */
export function toNumberFields(value: unknown): readonly string[] {
  if (value === undefined || value === null || value === '') return NUMBER_FIELDS;
  const list: unknown[] = Array.isArray(value) ? value : String(value).split(/,(?![^{]*\})/);
  const fields = list.map((field) => (typeof field === 'string' ? field.trim() : '')).filter((field) => field !== '');
  if (fields.length > 0 && fields.length === list.length && fields.every((field) => FIELD.test(field))) {
    return [...new Set(fields)];
  }
  throw new InputError(
    'fields_invalid',
    'The fields of the number are not a list of names.',
    `Give names like ${NUMBER_FIELDS.slice(0, 3).join(', ')}, or leave them out.`,
  );
}

const FIELD = /^[a-z]\w*(?:\{[\w,{}]+\})?$/i;
