import { fromItems, type Item, toItems } from './items';
import type { OwnEditor } from './own-editor';

const PARTS = { buttons: ['title', 'id'], rows: ['title', 'id', 'description'], section: ['section'] } as const;

/** Buttons, or rows of a list and their sections, one below the other, to be added, moved and removed. */
export function itemList(node: EditorNode, kind: 'buttons' | 'rows', onChange: () => void): OwnEditor {
  const say = (key: string): string => node._(`${node.type}.items.${key}`);
  const hasSections = kind === 'rows';
  const element = $('<div class="whatsapp-items">');
  const list = $('<ol>').appendTo(element);
  const addSection = {
    label: say('add.section'),
    icon: 'fa fa-plus',
    click: () => void list.editableList('addItem', { isSection: true }),
  };
  list.editableList<Partial<Item>>({
    addButton: say(`add.${kind}`),
    // Published types know nothing of further buttons.
    ...(hasSections ? ({ buttons: [addSection] } as object) : {}),
    height: 'auto',
    removable: true,
    sortable: true,
    addItem(row, index, item) {
      const line = $('<div class="whatsapp-item">').appendTo(row);
      for (const part of PARTS[item.isSection ? 'section' : kind]) {
        $('<input type="text">')
          .attr({ 'data-part': part, placeholder: say(part), 'aria-label': `${say(part)} ${index + 1}` })
          .val(item[part === 'section' ? 'title' : part] ?? '')
          .on('input change', onChange)
          .appendTo(line);
      }
      row
        .closest('li')
        .find('.red-ui-editableList-item-remove')
        .attr('aria-label', `${say('remove')} ${index + 1}`);
      onChange();
    },
    removeItem: onChange,
    sortItems: onChange,
  });
  const read = (): string => {
    const rows = list.editableList('items').toArray();
    return fromItems(
      rows.map((row) => {
        const partOf = (part: string): string => String($(row).find(`[data-part=${part}]`).val() ?? '').trim();
        const isSection = $(row).find('[data-part=section]').length > 0;
        const title = partOf(isSection ? 'section' : 'title');
        return { isSection, title, description: partOf('description'), id: partOf('id') };
      }),
    );
  };
  let written = { value: '', asRead: '' };
  return {
    type: { value: 'list', label: say('list'), icon: 'fa fa-list', hasValue: false },
    storedType: 'json',
    element,
    takes: (value, type) => type === 'json' && toItems(value, hasSections) !== undefined,
    read() {
      const value = read();
      // Nobody changed it: then it stays as it was written, spaces included.
      return value === written.asRead ? written.value : value;
    },
    write(value) {
      list.editableList('empty');
      list.editableList('addItems', toItems(value, hasSections) ?? []);
      written = { value, asRead: read() };
    },
  };
}
