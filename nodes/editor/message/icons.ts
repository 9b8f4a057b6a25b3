import type { FormField } from '../../../src/messages/form/message-form';

export const MEDIA_ICONS = { image: 'fa-picture-o', video: 'fa-film', document: 'fa-file-o' } as const;

/** By the names of the forms' fields. */
const ICONS: Readonly<Record<string, string>> = {
  text: 'fa-align-left',
  preview: 'fa-external-link',
  media: 'fa-paperclip',
  caption: 'fa-align-left',
  filename: 'fa-file-o',
  latitude: 'fa-map-marker',
  longitude: 'fa-map-marker',
  place: 'fa-building-o',
  address: 'fa-map-o',
  emoji: 'fa-smile-o',
  message: 'fa-reply',
  header: 'fa-header',
  footer: 'fa-minus',
  label: 'fa-hand-pointer-o',
  buttons: 'fa-hand-pointer-o',
  rows: 'fa-list-ul',
  url: 'fa-link',
  template: 'fa-file-text-o',
  language: 'fa-language',
  values: 'fa-pencil',
};

/** The icon beside a field's caption. A template's fields are called like `header.place`. */
export const iconOf = ({ name, icon }: FormField): string =>
  icon ?? ICONS[name] ?? ICONS[name.slice(name.indexOf('.') + 1)] ?? '';
