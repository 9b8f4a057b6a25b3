import { FORMS } from '../../src/messages/form/forms/all';
import type { FormField } from '../../src/messages/form/message-form';
import { field } from './dialog';
import { messageFormFault, type StoredForm } from './message-form-fault';

/** The properties of a node that describes a message in its dialog. */
export interface MessageFormProperties {
  messageType: string;
  form: StoredForm;
}

type FormNode = EditorNode<MessageFormProperties>;

const ROWS = '#whatsapp-message-form';
const FAULT = '#whatsapp-message-form-fault';
const DYNAMIC = ['msg', 'flow', 'global', 'env', 'jsonata'] as const;

/** Validates the property `form`, which the dialog keeps in no field of that name. */
export function validateMessageForm(this: FormNode, form: unknown, _options: object): true | string {
  return explainFault(this, this.messageType, (form || {}) as StoredForm) ?? true;
}

/** Shows the fields of the chosen type of message in the open dialog, and what is wrong with them while one types. */
export function prepareMessageForm(node: FormNode): void {
  const select = field('node-input', 'messageType');
  // What was typed is kept while one looks at other types: many have fields in common.
  const typed: StoredForm = { ...node.form };
  let shown = String(select.val());
  const explain = (): void => {
    const fault = explainFault(node, shown, readRows(shown));
    $(FAULT)
      .text(fault ?? '')
      .toggle(fault !== null);
  };
  const show = (): void => {
    Object.assign(typed, readRows(shown));
    shown = String(select.val());
    $(ROWS).empty();
    for (const one of fieldsOf(shown)) addRow(node, one, typed[one.name]);
    $(ROWS).find('input').on('change', explain);
    explain();
  };
  $(ROWS).empty();
  select.on('change', show);
  show();
}

/** What the rows of the open dialog hold, to be stored. */
export function readMessageForm(): StoredForm {
  return readRows(String(field('node-input', 'messageType').val()));
}

const fieldsOf = (name: string): readonly FormField[] =>
  Object.hasOwn(FORMS, name) ? (FORMS[name]?.fields ?? []) : [];

const inputId = (name: string): string => `whatsapp-field-${name}`;

function addRow(node: FormNode, { name, types, initial = '' }: FormField, stored?: StoredForm[string]): void {
  const id = inputId(name);
  const row = $('<div class="form-row">').appendTo(ROWS);
  const label = $('<label>').attr('for', id).appendTo(row);
  // Indented like the labels that have an icon.
  label.append($('<i class="fa fa-fw">'), ` ${caption(node, name)}`);
  row.append(' ');
  const input = $('<input type="text">').attr('id', id).css('width', 'calc(100% - 145px)').appendTo(row);
  input.typedInput({ default: types[0] ?? 'str', types: [...new Set([...types, ...DYNAMIC])] });
  input.typedInput('type', stored?.type || types[0] || 'str');
  input.typedInput('value', stored?.value ?? initial);
}

function readRows(name: string): StoredForm {
  const inputs = fieldsOf(name).map((one) => ({ name: one.name, input: $(`#${inputId(one.name)}`) }));
  return Object.fromEntries(
    inputs
      .filter(({ input }) => input.length > 0)
      .map(({ name: key, input }) => [
        key,
        { value: String(input.typedInput('value')), type: String(input.typedInput('type')) },
      ]),
  );
}

function explainFault(node: FormNode, name: string, form: StoredForm): string | null {
  const isReadable = (value: string, type: string) => RED.utils.validateTypedProperty(value, type) === true;
  const fault = messageFormFault(name, form, isReadable);
  if (fault === null) return null;
  if (fault.kind === 'refused') return node._(`${node.type}.refused.${fault.code}`, { path: fault.path });
  return node._(`${node.type}.fieldFault.${fault.kind}`, { field: caption(node, fault.field) });
}

const caption = (node: FormNode, name: string): string => node._(`${node.type}.field.${name}`);
