import { isObject } from '../../../platform/http/json';
import { type MessageForm, present, required, textField, toList, toText } from '../message-form';
import { toTextOrMedia } from './media';

/** A template with values for its placeholders: positional ones in a list, named ones in an object. */
export const template: MessageForm = {
  fields: [
    required({ ...textField('template', 'template.name'), placeholder: 'order_update' }),
    required({ name: 'language', types: ['str'], initial: 'en_US', at: 'template.language' }),
    { name: 'header', types: ['str', 'json'], media: ['image', 'video', 'document'] },
    { name: 'values', types: ['json'], initial: '[]' },
    { name: 'buttons', types: ['json'], initial: '[]', placeholder: '' },
  ],
  build({ template: name, language, header, values, buttons }) {
    const components = [
      ...toComponent('header', toList(header).map(toTextOrMedia)),
      ...toComponent('body', toParameters(values)),
      ...toList(buttons).flatMap(toButtons),
    ];
    return {
      type: 'template',
      template: {
        name: toText(name),
        language: isObject(language) ? language : { code: toText(language) },
        ...present({ components: components.length > 0 ? components : undefined }),
      },
    };
  },
};

const toComponent = (type: string, parameters: unknown[]): object[] =>
  parameters.length === 0 ? [] : [{ type, parameters }];

function toParameters(values: unknown): unknown[] {
  if (!isObject(values) || 'type' in values) return toList(values).map(toTextOrMedia);
  return Object.entries(values).map(([name, value]) => ({ ...toTextOrMedia(value), parameter_name: name }));
}

/** What each kind of button takes from a message; others have nothing to fill in. */
const BUTTON_PARAMETERS: Readonly<Record<string, string>> = {
  url: 'text',
  quick_reply: 'payload',
  copy_code: 'coupon_code',
  flow: 'action',
};

/** One button by its kind, `{ "copy_code": "25OFF" }`, or in the platform's own form; null where there is nothing to fill in. */
function toButtons(button: unknown, index: number): unknown[] {
  if (button === null) return [];
  if (!isObject(button) || 'type' in button) return [button];
  const [kind = '', value] = Object.entries(button)[0] ?? [];
  const type = BUTTON_PARAMETERS[kind];
  const parameters = type === undefined ? toList(value) : [{ type, [type]: toText(value) }];
  return [{ type: 'button', sub_type: kind, index, parameters }];
}
