import type { FormField } from '../../../src/messages/form/message-form';
import type { Usage } from '../../../src/messages/validation/measure';
import { captionOf, placeholderOf } from './captions';
import { showUsages } from './counter';
import { iconOf, MEDIA_ICONS } from './icons';
import { itemList } from './item-list';
import { fromMediaValue, toMediaValue } from './media-value';
import type { OwnEditor } from './own-editor';
import { isFixed, type StoredInput } from './stored-form';
import { textArea } from './text-area';

/** A field of the form in the open dialog. */
export interface FieldRow {
  readonly field: FormField;
  read(): StoredInput;
  /** Says how much of its limits is used. */
  count(usages: readonly Usage[]): void;
}

const DYNAMIC = ['msg', 'flow', 'global', 'env', 'jsonata'] as const;

/** @param onChange called with whatever is typed or chosen */
export function addFieldRow(
  node: EditorNode,
  place: JQuery,
  { field, stored }: { field: FormField; stored: StoredInput | undefined },
  onChange: () => void,
): FieldRow {
  const id = `whatsapp-field-${field.name.replaceAll('.', '-')}`;
  const row = $('<div class="form-row">').appendTo(place);
  const label = $('<label>').attr('id', `${id}-label`).appendTo(row);
  label.append($('<i class="fa fa-fw">').addClass(iconOf(field)), ' ', $('<span>').text(captionOf(node, field)));
  row.append(' ');
  const column = $('<div class="whatsapp-field">').appendTo(row);
  const placeholder = placeholderOf(node, field);
  const described = { 'aria-labelledby': `${id}-label`, 'aria-describedby': `${id}-count` };
  const own = ownEditor(node, field, { id: `${id}-own`, placeholder, ...described }, onChange);

  const first = field.types[0] ?? 'str';
  const start = stored ?? { value: field.initial ?? '', type: first };
  const input = $('<input type="text">').attr({ id, placeholder }).css('width', '100%').appendTo(column);
  const { media = [] } = field;
  const types = [...new Set([...field.types, ...DYNAMIC])];
  const offered = [
    ...(own === undefined ? [] : [own.type]),
    ...types.filter((type) => type !== own?.type.value),
    ...media.map((kind) => mediaType(node, kind)),
  ];
  input.typedInput({ default: own?.type.value ?? first, types: offered as (typeof first)[] });
  column.find('input.red-ui-typedInput-input').attr({ id: `${id}-text`, ...described });
  column.find('.red-ui-typedInput-option-expand').attr('aria-label', node._(`${node.type}.expand`));
  if (own !== undefined) column.append(own.element);
  const counter = $('<div class="whatsapp-counter">').attr('id', `${id}-count`).appendTo(column);

  const typeOf = (): string => String(input.typedInput('type'));
  const isOwn = (): boolean => own !== undefined && typeOf() === own.type.value;
  const read = (): StoredInput => {
    if (own !== undefined && isOwn()) return { value: own.read(), type: own.storedType };
    const plain = { value: String(input.typedInput('value')), type: typeOf() };
    return media.some((kind) => kind === plain.type) ? fromMediaValue(plain) : plain;
  };

  if (own?.takes(start.value, start.type || first)) {
    input.typedInput('type', own.type.value);
    own.write(start.value);
  } else {
    const { type, value } = toMediaValue(start, media) ?? start;
    input.typedInput('type', type || first);
    input.typedInput('value', value);
  }
  let shown = typeOf();
  const showEditor = (): void => {
    own?.element.toggle(isOwn());
    label.attr('for', isOwn() ? `${id}-own` : `${id}-text`);
  };
  showEditor();
  // What was last written as JSON, and what the list made of it.
  let written = start.value;
  let asShown = own?.read();
  const noteWritten = (): void => {
    if (typeOf() === own?.storedType && !isOwn()) written = String(input.typedInput('value'));
  };
  const changeType = (editor: OwnEditor, before: string, now: string): void => {
    if (before === editor.storedType && now === editor.type.value) {
      editor.write(editor.takes(written, editor.storedType) ? written : '');
      asShown = editor.read();
    }
    // A list that nobody changed gives back what was written, also what it could not show.
    if (before === editor.type.value && now === editor.storedType) {
      input.typedInput('value', editor.read() === asShown ? written : editor.read());
    }
    showEditor();
  };
  input.on('change', () => {
    const [before, now] = [shown, typeOf()];
    shown = now;
    if (own !== undefined && before !== now) changeType(own, before, now);
    else noteWritten();
    onChange();
  });
  column.find('input.red-ui-typedInput-input').on('input', () => {
    noteWritten();
    onChange();
  });
  return {
    field,
    read,
    // What comes with the message cannot be counted here.
    count: (usages) => showUsages(node, counter, isFixed(read()) ? usages : []),
  };
}

/** An ID or an address, which stands in a message as media of this kind. */
const mediaType = (node: EditorNode, kind: keyof typeof MEDIA_ICONS): object => ({
  value: kind,
  label: node._(`${node.type}.field.headerMedia.${kind}`),
  icon: `fa ${MEDIA_ICONS[kind]}`,
});

function ownEditor(
  node: EditorNode,
  { editor }: FormField,
  attributes: Record<string, string>,
  onChange: () => void,
): OwnEditor | undefined {
  if (editor === undefined) return undefined;
  return editor === 'lines' ? textArea(attributes, onChange) : itemList(node, editor, onChange);
}
