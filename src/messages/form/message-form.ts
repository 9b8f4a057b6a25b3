import type { MessageContent } from '../content';

/** What stands in the fields of a form, worked out for one message; absent where a field is empty. */
export type FormValues = Readonly<Record<string, unknown>>;

/** A caption of the dialog's catalogue with what is put into it, or a text as it is. */
export type Caption = string | { readonly key: string; readonly values: Readonly<Record<string, string>> };

/** A field of the form, in Node-RED's terms: a typed input. */
export interface FormField {
  readonly name: string;
  readonly isRequired?: boolean;
  /** What can be chosen besides message property, contexts, environment and expression; the first is the default. */
  readonly types: readonly ('str' | 'num' | 'bool' | 'json' | 'msg')[];
  /** What a new node has. */
  readonly initial?: string;
  /** Where in the message its value comes to stand, like `interactive.action.buttons`. */
  readonly at?: string;
  /** What the dialog offers for a fixed value instead of one line: a text of several lines, or a list of things. */
  readonly editor?: 'lines' | 'buttons' | 'rows';
  /** Media that can stand in the place of its text, as `{ "image": "ID or link" }`. */
  readonly media?: readonly ('image' | 'video' | 'document')[];
  /** What the dialog calls it, where that is not the caption of its name. */
  readonly caption?: Caption;
  /** What an empty field shows, where that is not the placeholder of its name. */
  readonly placeholder?: Caption;
  /** One of the dialog's icons, like `fa-link`. */
  readonly icon?: string;
}

/** A message that the dialog of a node describes: its fields, and how they make a message. */
export interface MessageForm {
  readonly fields: readonly FormField[];
  /** Leaves the judgement to `checkMessage`: what does not fit is passed on as it is, so that the error names its place. */
  build(values: FormValues): MessageContent;
}

/** @param at see `FormField.at` */
export const textField = (name: string, at: string): FormField => ({ name, types: ['str'], at });

export const longTextField = (name: string, at: string): FormField => ({ ...textField(name, at), editor: 'lines' });

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
