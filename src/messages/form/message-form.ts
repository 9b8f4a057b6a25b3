import type { MessageContent } from '../content';

/** What stands in the fields of a form, worked out for one message; absent where a field is empty. */
export type FormValues = Readonly<Record<string, unknown>>;

/** A field of the form, in Node-RED's terms: a typed input. */
export interface FormField {
  readonly name: string;
  readonly isRequired?: boolean;
  /** What can be chosen besides message property, contexts, environment and expression; the first is the default. */
  readonly types: readonly ('str' | 'num' | 'bool' | 'json' | 'msg')[];
  /** What a new node has. */
  readonly initial?: string;
}

/** A message that the dialog of a node describes: its fields, and how they make a message. */
export interface MessageForm {
  readonly fields: readonly FormField[];
  /** Leaves the judgement to `checkMessage`: what does not fit is passed on as it is, so that the error names its place. */
  build(values: FormValues): MessageContent;
}

export const textField = (name: string): FormField => ({ name, types: ['str'] });

export const required = (field: FormField): FormField => ({ ...field, isRequired: true });

/** The members that are there: an absent field leaves nothing in the message. */
export const present = (members: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(Object.entries(members).filter(([, value]) => value !== undefined));

/** Numbers and yes or no as the text that the platform wants. */
export const toText = (value: unknown): unknown =>
  typeof value === 'number' || typeof value === 'boolean' ? String(value) : value;

/** A single value as a list of one, and nothing as an empty one. */
export function toList(value: unknown): unknown[] {
  if (value === undefined) return [];
  return Array.isArray(value) ? value : [value];
}
