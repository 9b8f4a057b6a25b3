import type { FormField, MessageForm } from '../../../src/messages/form/message-form';
import { type Fault, findFault } from '../../../src/messages/validation/find-fault';
import { message } from '../../../src/messages/validation/shapes/message';
import { fieldAt } from './field-at';
import { isFixed, type StoredForm, toValue } from './stored-form';

/** What is wrong with a form, where it can be known before there is a message. */
export type FormFault =
  | { kind: 'missing'; field: FormField }
  /** Node-RED says why: an expression that cannot be read, no number, no JSON. */
  | { kind: 'unreadable'; field: FormField }
  /** The message would be refused, for what stands in the field, where it is one field's. */
  | { kind: 'refused'; fault: Fault; field?: FormField };

/** @param isReadable whether Node-RED can read a value of this type */
export function formFault(
  { fields, build }: MessageForm,
  stored: StoredForm,
  isReadable: (value: string, type: string) => boolean,
): FormFault | null {
  const inputs = fields
    .map((field) => ({ field, input: stored[field.name] ?? { value: '', type: 'str' } }))
    .filter(({ input }) => input.value !== '');
  const missing = fields.find((field) => field.isRequired && inputs.every((one) => one.field !== field));
  if (missing !== undefined) return { kind: 'missing', field: missing };
  const unreadable = inputs.find(({ input }) => !isReadable(input.value, input.type));
  if (unreadable !== undefined) return { kind: 'unreadable', field: unreadable.field };
  // What is worked out only when a message comes can be judged only then.
  if (!inputs.every(({ input }) => isFixed(input))) return null;
  const values = Object.fromEntries(inputs.map(({ field, input }) => [field.name, toValue(input)]));
  const fault = findFault(build(values), message, '');
  if (fault === undefined) return null;
  const field = fieldAt(fields, fault.path);
  return { kind: 'refused', fault, ...(field === undefined ? {} : { field }) };
}
