import { isObject } from '../../../platform/http/json';
import {
  type FormField,
  type FormValues,
  longTextField,
  type MessageForm,
  present,
  required,
  textField,
  toList,
  toText,
} from '../message-form';
import { toTextOrMedia } from './media';

/** Above a list there is nothing but a text. */
const TEXT_HEADER: FormField = { name: 'header', types: ['str', 'json'], at: 'interactive.header' };
const HEADER: FormField = { ...TEXT_HEADER, media: ['image', 'video', 'document'] };
const TEXT = required(longTextField('text', 'interactive.body.text'));
const FOOTER = textField('footer', 'interactive.footer.text');

function build(type: string, action: object, { header, text, footer }: FormValues) {
  const lines = present({
    header: header === undefined ? undefined : toTextOrMedia(header),
    footer: footer === undefined ? undefined : { text: toText(footer) },
  });
  return { type: 'interactive', interactive: { type, ...lines, body: { text: toText(text) }, action } };
}

const BUTTONS: FormField = {
  name: 'buttons',
  types: ['json'],
  initial: '["Yes", "No"]',
  at: 'interactive.action.buttons',
  editor: 'buttons',
  placeholder: '',
};

const ROWS: FormField = {
  name: 'rows',
  types: ['json'],
  initial: '["Soup", { "id": "salad", "title": "Salad", "description": "with bread" }]',
  at: 'interactive.action.sections',
  editor: 'rows',
  placeholder: '',
};

/** Up to three buttons, each of which answers with its ID. */
export const buttons: MessageForm = {
  fields: [HEADER, TEXT, required(BUTTONS), FOOTER],
  build: (values) => build('button', { buttons: toList(values.buttons).map(toButton) }, values),
};

function toButton(button: unknown): unknown {
  if (!isObject(button)) return { type: 'reply', reply: { id: toText(button), title: toText(button) } };
  return 'reply' in button ? button : { type: 'reply', reply: button };
}

/** A button that opens a list, from which one row is chosen. */
export const list: MessageForm = {
  fields: [TEXT_HEADER, TEXT, required(textField('label', 'interactive.action.button')), required(ROWS), FOOTER],
  build: (values) => build('list', { button: toText(values.label), sections: toSections(toList(values.rows)) }, values),
};

/** Rows stand for one section without a title. */
function toSections(rows: unknown[]): unknown[] {
  if (!rows.some((row) => isObject(row) && 'rows' in row)) return [{ rows: rows.map(toRow) }];
  return rows.map((section) => (isObject(section) ? { ...section, rows: toList(section.rows).map(toRow) } : section));
}

const toRow = (row: unknown): unknown => (isObject(row) ? row : { id: toText(row), title: toText(row) });

/** A button that opens an address. */
export const link: MessageForm = {
  fields: [
    HEADER,
    TEXT,
    required(textField('label', 'interactive.action.parameters.display_text')),
    required({ ...textField('url', 'interactive.action.parameters.url'), placeholder: 'https://example.com' }),
    FOOTER,
  ],
  build: (values) => {
    const parameters = { display_text: toText(values.label), url: values.url };
    return build('cta_url', { name: 'cta_url', parameters }, values);
  },
};
