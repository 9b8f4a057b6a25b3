import { composeMessage } from '../../src/messages/form/compose-message';
import { FORMS } from '../../src/messages/form/forms/all';
import { InputError } from '../../src/platform/errors';
import { isEnvironmentReference } from './environment';

/** Typed inputs by the names of the form's fields, as the flow stores them. */
export type StoredForm = Record<string, { value: string; type: string }>;

/** What is wrong with a form, where it can be known before there is a message. */
export type FormFault =
  | { kind: 'missing'; field: string }
  /** Node-RED says why: an expression that cannot be read, no number, no JSON. */
  | { kind: 'unreadable'; field: string }
  /** The message would be refused, for what stands in `path`. */
  | { kind: 'refused'; code: string; path: string };

/** @param isReadable whether Node-RED can read a value of this type */
export function messageFormFault(
  name: string,
  stored: StoredForm,
  isReadable: (value: string, type: string) => boolean,
): FormFault | null {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form === undefined) return null;
  const filled = form.fields.filter((field) => (stored[field.name]?.value ?? '') !== '');
  const missing = form.fields.find((field) => field.isRequired && !filled.includes(field));
  if (missing !== undefined) return { kind: 'missing', field: missing.name };
  const inputs = filled.map(({ name: field }) => ({ field, ...(stored[field] ?? { value: '', type: 'str' }) }));
  const unreadable = inputs.find(({ value, type }) => !isReadable(value, type));
  if (unreadable !== undefined) return { kind: 'unreadable', field: unreadable.field };
  // What is worked out only when a message comes can be judged only then.
  return inputs.every(isFixed) ? refusal(name, inputs) : null;
}

const FIXED = ['str', 'num', 'bool', 'json'];

const isFixed = ({ value, type }: { value: string; type: string }): boolean =>
  FIXED.includes(type) && !isEnvironmentReference(value);

function refusal(name: string, inputs: { field: string; value: string; type: string }[]): FormFault | null {
  try {
    composeMessage(name, Object.fromEntries(inputs.map(({ field, ...input }) => [field, toValue(input)])));
    return null;
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { kind: 'refused', code: error.code, path: error.cause.path ?? '' };
  }
}

function toValue({ value, type }: { value: string; type: string }): unknown {
  if (type === 'num') return Number(value);
  if (type === 'bool') return value === 'true';
  return type === 'json' ? JSON.parse(value) : value;
}
