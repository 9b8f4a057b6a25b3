import type { OwnEditor } from './own-editor';

/** A text of several lines, for which a typed input has no place. */
export function textArea(attributes: Record<string, string>, onChange: () => void): OwnEditor {
  const element = $('<textarea class="whatsapp-area" rows="4">').attr(attributes).on('input change', onChange);
  return {
    type: { value: 'str', label: RED._('typedInput.type.str'), icon: 'red/images/typedInput/az.svg', hasValue: false },
    storedType: 'str',
    element,
    takes: (_value, type) => type === 'str',
    read: () => String(element.val() ?? ''),
    write: (value) => void element.val(value),
  };
}
