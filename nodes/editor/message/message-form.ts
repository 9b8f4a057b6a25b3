import { formOf } from '../../../src/messages/form/form-of';
import type { FormField, MessageForm } from '../../../src/messages/form/message-form';
import { fixedLength } from '../../../src/messages/preview/expression';
import { toPreview } from '../../../src/messages/preview/to-preview';
import { type Template, toTemplate } from '../../../src/messages/template/template';
import { measure } from '../../../src/messages/validation/measure';
import { message as messageShape } from '../../../src/messages/validation/shapes/message';
import { InputError } from '../../../src/platform/errors';
import { currentValue, field } from '../dialog';
import { announcer } from './announcer';
import { captionOf } from './captions';
import { usageText } from './counter';
import { explainFault } from './explain-fault';
import { addFieldRow, type FieldRow } from './field-row';
import { fieldUsages, isBeyond, NOTEWORTHY, share } from './field-usages';
import { showPreview } from './preview-view';
import { shownReply } from './reply-field';
import { shownValues } from './shown-values';
import type { StoredForm, StoredInput } from './stored-form';
import { addTemplatePicker } from './template-picker';

/** The properties of a node that describes a message in its dialog. */
export interface MessageFormProperties {
  account: string;
  messageType: string;
  /** The template that was picked from the account's, for messages of that type. */
  template: Template | null;
  form: StoredForm;
}

type FormNode = EditorNode<MessageFormProperties>;

const ROWS = '#whatsapp-message-form';
const FAULT = '#whatsapp-message-form-fault';
const USAGE = '#whatsapp-message-form-usage';
const PREVIEW = '#whatsapp-message-preview';

/** Validates the property `form`, which the dialog keeps in no field of that name. */
export function validateMessageForm(this: FormNode, form: unknown, _options: object): true | string {
  try {
    const found = findForm(this.messageType, this.template);
    return found === null ? true : (explainFault(this, found, (form || {}) as StoredForm) ?? true);
  } catch (error) {
    if (error instanceof InputError) return this._(`${this.type}.fieldFault.template`);
    throw error;
  }
}

/** What the open dialog holds, to be stored. */
export interface OpenForm {
  read(): Pick<MessageFormProperties, 'form' | 'template'>;
}

/**
 * Shows the fields of the chosen type of message in the open dialog; what is wrong with them, how much of the limits is
 * used, and how the message looks, while one types.
 */
export function prepareMessageForm(node: FormNode): OpenForm {
  const select = field('node-input', 'messageType');
  const announce = announcer($(USAGE));
  // What was typed is kept while one looks at other types: many have fields in common.
  const typed = new Map<string, StoredInput>();
  let template = usableTemplate(node.template);
  let rows: FieldRow[] = [];
  let fields = $();
  for (const one of findForm(String(select.val()), template)?.fields ?? []) {
    const stored = node.form?.[one.name];
    if (stored !== undefined) typed.set(keyOf(one), stored);
  }

  const keep = (): void => {
    for (const row of rows) typed.set(keyOf(row.field), row.read());
  };
  const look = (): void => {
    const form = findForm(String(select.val()), template);
    const stored = readRows(rows);
    const fault = form === null ? null : explainFault(node, form, stored);
    $(FAULT)
      .text(fault ?? '')
      .toggle(fault !== null);
    $(PREVIEW)
      .closest('.form-row')
      .toggle(form !== null);
    if (form !== null) announce(count(node, form, rows, stored));
    if (form !== null) preview(node, form, stored, template);
  };
  const showFields = (): void => {
    keep();
    fields.empty();
    rows = [];
    const form = findForm(String(select.val()), template);
    // Whatever the rows tell while they are made comes too early.
    let isMade = false;
    const onChange = (): void => void (isMade && look());
    rows = (form?.fields ?? []).map((one) =>
      addFieldRow(node, fields, { field: one, stored: typed.get(keyOf(one)) }, onChange),
    );
    isMade = true;
    if (select.val() === 'template' && template === null) {
      $('<div class="form-tips">')
        .text(node._(`${node.type}.templates.handTip`))
        .appendTo(fields);
    }
    look();
  };
  const show = (): void => {
    keep();
    rows = [];
    $(ROWS).empty();
    if (select.val() === 'template') {
      addTemplatePicker(node, $('<div>').appendTo(ROWS), {
        account: currentValue('node-input', node, 'account', node.account),
        kept: template,
        onPick(picked) {
          template = picked;
          showFields();
        },
      });
    }
    fields = $('<div>').appendTo(ROWS);
    // A reaction names its message itself.
    $('#whatsapp-reply').toggle(select.val() !== 'reaction');
    showFields();
  };
  select.on('change', show);
  field('node-input', 'account').on('change', () => select.val() === 'template' && show());
  $('#node-input-replyTo').on('change', look);
  show();
  return { read: () => ({ form: readRows(rows), template: select.val() === 'template' ? template : null }) };
}

/** @throws InputError `template_invalid` */
function findForm(name: string, template: unknown): MessageForm | null {
  try {
    return formOf(name, template);
  } catch (error) {
    // What msg.payload holds, or an environment variable names.
    if (error instanceof InputError && error.code === 'message_form_unknown') return null;
    throw error;
  }
}

function usableTemplate(stored: unknown): Template | null {
  try {
    return stored ? toTemplate(stored) : null;
  } catch (error) {
    // The validator says so; in the dialog one picks another.
    if (error instanceof InputError) return null;
    throw error;
  }
}

/** Fields of two types of messages are the same where they are called and filled in alike. */
const keyOf = ({ name, editor }: FormField): string => `${name}/${editor ?? ''}`;

const readRows = (rows: readonly FieldRow[]): StoredForm =>
  Object.fromEntries(rows.map((row) => [row.field.name, row.read()]));

/** @returns what is to be said about the limits to people who cannot see the counters */
function count(node: FormNode, form: MessageForm, rows: readonly FieldRow[], stored: StoredForm): string {
  const content = form.build(shownValues(form.fields, stored, () => undefined));
  const usages = measure(content, messageShape, '', fixedLength);
  const sentences: string[] = [];
  for (const row of rows) {
    const own = fieldUsages(row.field, form.fields, usages);
    row.count(own);
    const notable = own.filter(
      (usage) => isBeyond(usage) || (usage.unit === 'characters' && share(usage) >= NOTEWORTHY),
    );
    sentences.push(...notable.map((usage) => `${captionOf(node, row.field)}: ${usageText(node, usage)}`));
  }
  return sentences.join('. ');
}

function preview(node: FormNode, form: MessageForm, stored: StoredForm, template: Template | null): void {
  // A template shows its own placeholders for what is missing.
  const missing = (one: FormField): string | undefined => (template === null ? captionOf(node, one) : undefined);
  const content = form.build(shownValues(form.fields, stored, missing));
  showPreview($(PREVIEW), toPreview({ ...content, ...shownReply(node) }, template ?? undefined));
}
