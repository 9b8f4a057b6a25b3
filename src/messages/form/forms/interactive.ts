import { isObject } from '../../../platform/http/json';
import {
  type FormField,
  type FormValues,
  type MessageForm,
  present,
  required,
  textField,
  toList,
  toText,
} from '../message-form';
import { toTextOrMedia } from './media';

/** A text, or media. */
const HEADER: FormField = { name: 'header', types: ['str', 'json'] };

const LINES = {
  before: [HEADER, required(textField('text'))],
  after: [textField('footer')],
};

function build(type: string, action: object, { header, text, footer }: FormValues) {
  const lines = present({
    header: header === undefined ? undefined : toTextOrMedia(header),
    footer: footer === undefined ? undefined : { text: toText(footer) },
  });
  return { type: 'interactive', interactive: { type, ...lines, body: { text: toText(text) }, action } };
}

/** Up to three buttons, each of which answers with its ID. */
export const buttons: MessageForm = {
  fields: [...LINES.before, required({ name: 'buttons', types: ['json'], initial: '["Yes", "No"]' }), ...LINES.after],
  build: (values) => build('button', { buttons: toList(values.buttons).map(toButton) }, values),
};

function toButton(button: unknown): unknown {
  if (!isObject(button)) return { type: 'reply', reply: { id: toText(button), title: toText(button) } };
  return 'reply' in button ? button : { type: 'reply', reply: button };
}

const ROWS = '["Soup", { "id": "salad", "title": "Salad", "description": "with bread" }]';

/** A button that opens a list, from which one row is chosen. */
export const list: MessageForm = {
  fields: [
    ...LINES.before,
    required(textField('label')),
    required({ name: 'rows', types: ['json'], initial: ROWS }),
    ...LINES.after,
  ],
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
  fields: [...LINES.before, required(textField('label')), required(textField('url')), ...LINES.after],
  build: (values) => {
    const parameters = { display_text: toText(values.label), url: values.url };
    return build('cta_url', { name: 'cta_url', parameters }, values);
  },
};
