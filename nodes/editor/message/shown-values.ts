import type { FormField, FormValues } from '../../../src/messages/form/message-form';
import { asExpression } from '../../../src/messages/preview/expression';
import { isFixed, type StoredForm, type StoredInput, toValue } from './stored-form';

/**
 * What can be shown of a form's values: what is fixed as it is, and what comes with a message as an expression like
 * `msg.payload`.
 *
 * @param ifMissing what stands for a required field that is empty; undefined for nothing
 */
export function shownValues(
  fields: readonly FormField[],
  stored: StoredForm,
  ifMissing: (field: FormField) => string | undefined,
): FormValues {
  const values = fields.map((field): [string, unknown] => {
    const input = stored[field.name];
    if (input !== undefined && input.value !== '') return [field.name, shown(input)];
    const standIn = field.isRequired ? ifMissing(field) : undefined;
    return [field.name, standIn === undefined ? undefined : asExpression(standIn)];
  });
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** One value, see `shownValues`. */
export function shown(input: StoredInput): unknown {
  if (!isFixed(input)) return asExpression(expressionOf(input));
  try {
    return toValue(input);
  } catch {
    // JSON that is being typed.
    return undefined;
  }
}

const PREFIXES: Readonly<Record<string, string>> = { msg: 'msg.', flow: 'flow.', global: 'global.', env: '$' };

/** As Node-RED's own dialogs write it. A context's key may name its store in front. */
const expressionOf = ({ value, type }: StoredInput): string =>
  `${PREFIXES[type] ?? ''}${value.replace(/^#:\([^)]*\)::/, '')}`;
