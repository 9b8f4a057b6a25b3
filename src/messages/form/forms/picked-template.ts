import { placeholdersIn } from '../../template/placeholders';
import type { Template, TemplateButton } from '../../template/template';
import { type FormField, type FormValues, type MessageForm, present, required, toText } from '../message-form';
import { toMedia } from './media';

/** One value that a part of the template takes, by one or more fields. */
interface Slot {
  readonly fields: readonly FormField[];
  toParameter(values: FormValues): object;
}

/** A part of the template that takes values. */
interface Part {
  readonly component: object;
  readonly slots: readonly Slot[];
}

/** A template that was chosen among those of the account: a field for each value that it takes. */
export function pickedTemplate(template: Template): MessageForm {
  const parts = [...headerParts(template), ...textParts(template, 'body', template.body), ...buttonParts(template)];
  return {
    fields: uniqueFields(
      parts.flatMap(({ slots }, part) =>
        slots.flatMap(({ fields }, slot) =>
          fields.map((field) => ({ at: `template.components[${part}].parameters[${slot}]`, ...field })),
        ),
      ),
    ),
    build(values) {
      const components = parts
        .filter(({ slots }) => slots.some(({ fields }) => fields.some(({ name }) => values[name] !== undefined)))
        .map(({ component, slots }) => ({ ...component, parameters: slots.map((slot) => slot.toParameter(values)) }));
      const { name, language } = template;
      return {
        type: 'template',
        template: {
          name,
          language: { code: language },
          ...present({ components: components.length > 0 ? components : undefined }),
        },
      };
    },
  };
}

/** A code is asked for once, and stands in the text and in the button. */
const uniqueFields = (fields: readonly FormField[]): FormField[] =>
  fields.filter((field, index) => fields.findIndex(({ name }) => name === field.name) === index);

const single = (field: FormField, toParameter: (value: unknown) => object): Slot => ({
  fields: [field],
  toParameter: (values) => toParameter(values[field.name]),
});

function headerParts(template: Template): Part[] {
  const { header } = template;
  if (header === undefined) return [];
  if (header.format === 'text') return textParts(template, 'header', header.text);
  const slot = header.format === 'location' ? locationSlot : mediaSlot(header.format);
  return [{ component: { type: 'header' }, slots: [slot] }];
}

const MEDIA_ICONS = { image: 'fa-picture-o', video: 'fa-film', document: 'fa-file-o' };

function mediaSlot(format: keyof typeof MEDIA_ICONS): Slot {
  const media: FormField = {
    name: 'header.media',
    types: ['str'],
    caption: { key: `headerMedia.${format}`, values: {} },
    placeholder: { key: 'media', values: {} },
    icon: MEDIA_ICONS[format],
  };
  const filename: FormField = {
    name: 'header.filename',
    types: ['str'],
    at: 'template.components[0].parameters[0].document.filename',
    caption: { key: 'filename', values: {} },
    placeholder: { key: 'filename', values: {} },
  };
  return {
    fields: [required(media), ...(format === 'document' ? [filename] : [])],
    toParameter: (values) => ({
      type: format,
      [format]: {
        ...toMedia(values['header.media']),
        ...present({ filename: toText(values['header.filename']) }),
      },
    }),
  };
}

const coordinate = (name: string): FormField =>
  required({ ...locationField(name), types: ['num'], at: `template.components[0].parameters[0].location.${name}` });

function locationField(name: string): FormField {
  const words = { key: name, values: {} };
  return { name: `header.${name}`, types: ['str'], caption: words, placeholder: words };
}

const locationSlot: Slot = {
  fields: [coordinate('latitude'), coordinate('longitude'), locationField('place'), locationField('address')],
  toParameter: (values) => ({
    type: 'location',
    location: {
      latitude: values['header.latitude'],
      longitude: values['header.longitude'],
      ...present({ name: toText(values['header.place']), address: toText(values['header.address']) }),
    },
  }),
};

function textParts(template: Template, part: 'header' | 'body', text: string): Part[] {
  const names = placeholdersIn(text);
  const slots = names.map((name) =>
    single(valueField(template, part, name), (value) => ({
      type: 'text',
      text: toText(value),
      ...(template.isNamed ? { parameter_name: name } : {}),
    })),
  );
  return slots.length === 0 ? [] : [{ component: { type: part }, slots }];
}

function valueField({ isNamed, category, examples }: Template, part: 'header' | 'body', name: string): FormField {
  const field = `${part}.${name}`;
  const caption = isNamed ? name : { key: `${part}Value`, values: { name } };
  return required({
    name: field,
    types: ['str'],
    caption: category === 'AUTHENTICATION' ? { key: 'code', values: {} } : caption,
    ...example(examples[field]),
    icon: category === 'AUTHENTICATION' ? 'fa-key' : 'fa-pencil',
  });
}

const example = (text = ''): Pick<FormField, 'placeholder'> => ({
  placeholder: text === '' ? '' : { key: 'example', values: { text } },
});

/** Those without which the platform refuses the message come first, so that what comes later may be left out. */
function buttonParts(template: Template): Part[] {
  const parts = template.buttons.flatMap((button, index) => buttonPart(template, button, index));
  const isNeeded = ({ slots }: Part): boolean => slots.some(({ fields }) => fields.some((field) => field.isRequired));
  return [...parts.filter(isNeeded), ...parts.filter((part) => !isNeeded(part))];
}

function buttonPart(template: Template, { kind, text, url = '' }: TemplateButton, index: number): Part[] {
  const field: FormField = { name: `button.${index}`, types: ['str'], caption: text, placeholder: '' };
  const part = (slot: Slot, sub_type = kind): Part[] => [
    { component: { type: 'button', sub_type, index }, slots: [slot] },
  ];
  switch (kind) {
    case 'url': {
      const [fixed = '', end] = url.split(/\{\{\w+\}\}/);
      if (end === undefined) return [];
      const placeholder = { key: 'urlEnd', values: { url: fixed } };
      return part(single(required({ ...field, placeholder, icon: 'fa-link' }), toTextParameter));
    }
    case 'otp':
      return part(
        single(valueField(template, 'body', placeholdersIn(template.body)[0] ?? '1'), toTextParameter),
        'url',
      );
    case 'copy_code': {
      const sample = example(template.examples[field.name]);
      const toCode = (value: unknown): object => ({ type: 'coupon_code', coupon_code: toText(value) });
      return part(single(required({ ...field, ...sample, icon: 'fa-clipboard' }), toCode));
    }
    case 'flow': {
      const flow = required({ ...field, types: ['json'], initial: '{ "flow_token": "unused" }', icon: 'fa-list-alt' });
      return part(single(flow, (value) => ({ type: 'action', action: value })));
    }
    case 'quick_reply': {
      const placeholder = { key: 'payload', values: {} };
      const toPayload = (value: unknown): object => ({ type: 'payload', payload: toText(value) });
      return part(single({ ...field, placeholder, icon: 'fa-reply' }, toPayload));
    }
    default:
      return [];
  }
}

const toTextParameter = (value: unknown): object => ({ type: 'text', text: toText(value) });
