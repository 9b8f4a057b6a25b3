import { fromItems, type Item, toItems } from './items';
import type { OwnEditor } from './own-editor';

const PARTS = { buttons: ['title', 'id'], rows: ['title', 'id', 'description'] } as const;

/** Buttons, or rows of a list, one below the other, to be added, moved and removed. */
export function itemList(node: EditorNode, kind: keyof typeof PARTS, onChange: () => void): OwnEditor {
  const say = (key: string): string => node._(`${node.type}.items.${key}`);
  const element = $('<div class="whatsapp-items">');
  const list = $('<ol>').appendTo(element);
  list.editableList<Partial<Item>>({
    addButton: say(`add.${kind}`),
    height: 'auto',
    removable: true,
    sortable: true,
    addItem(row, index, item) {
      const line = $('<div class="whatsapp-item">').appendTo(row);
      for (const part of PARTS[kind]) {
        $('<input type="text">')
          .attr({ 'data-part': part, placeholder: say(part), 'aria-label': `${say(part)} ${index + 1}` })
          .val(item[part] ?? '')
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
  const read = (): Item[] =>
    list
      .editableList('items')
      .toArray()
      .map((row) => {
        const partOf = (part: string): string => String($(row).find(`[data-part=${part}]`).val() ?? '').trim();
        return { title: partOf('title'), description: partOf('description'), id: partOf('id') };
      });
  return {
    type: { value: 'list', label: say('list'), icon: 'fa fa-list', hasValue: false },
    storedType: 'json',
    element,
    takes: (value, type) => type === 'json' && toItems(value) !== undefined,
    read: () => fromItems(read()),
    write(value) {
      list.editableList('empty');
      list.editableList('addItems', toItems(value) ?? []);
    },
  };
}
