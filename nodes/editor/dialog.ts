export type DialogPrefix = 'node-input' | 'node-config-input';

const OPEN_FOR = 'whatsapp-node';

/** The field of a property in the open dialog. */
export function field(prefix: DialogPrefix, property: string): JQuery {
  return $(`#${prefix}-${property}`);
}

/** Remembers on the dialog itself whose it is; to be called by `oneditprepare`. */
export function claimDialog(prefix: DialogPrefix, node: { id: string }): void {
  field(prefix, 'name').data(OPEN_FOR, node.id);
}

/**
 * A property as it would be saved now: what the dialog shows while it is open for this very node, else what is stored.
 * Validators need it where one property depends on another, for the node itself changes only when the dialog is closed.
 */
export function currentValue(prefix: DialogPrefix, node: { id: string }, property: string, stored: unknown): string {
  const isOpen = field(prefix, 'name').data(OPEN_FOR) === node.id;
  const value: unknown = isOpen ? field(prefix, property).val() : stored;
  return value === undefined || value === null ? '' : String(value);
}

/** Takes away the spaces around what is typed or pasted, which nobody sees and everything fails by. */
export function trimOnChange(prefix: DialogPrefix, properties: readonly string[]): void {
  for (const property of properties) {
    field(prefix, property).on('change', (event) => {
      const input = $(event.currentTarget);
      const text = String(input.val() ?? '');
      if (text !== text.trim()) input.val(text.trim()).trigger('change');
    });
  }
}
