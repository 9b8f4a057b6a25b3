import type { Caption, FormField } from '../../../src/messages/form/message-form';

/** What the dialog calls a field. */
export const captionOf = (node: EditorNode, { name, caption = { key: name, values: {} } }: FormField): string =>
  wordsOf(node, 'field', caption);

/** What an empty field shows. Every field of the catalogue has a text, which may be empty. */
export const placeholderOf = (node: EditorNode, { name, placeholder = { key: name, values: {} } }: FormField): string =>
  wordsOf(node, 'example', placeholder);

const wordsOf = (node: EditorNode, table: string, caption: Caption): string =>
  typeof caption === 'string' ? caption : node._(`${node.type}.${table}.${caption.key}`, { ...caption.values });
