import { isObject } from '../../../platform/http/json';
import { type FormField, longTextField, type MessageForm, present, required, textField, toText } from '../message-form';

/** The ID of an upload, or the address of a file that the platform fetches. */
export const toMedia = (media: unknown): Record<string, unknown> =>
  typeof media === 'string' && /^https?:/i.test(media.trim()) ? { link: media.trim() } : { id: toText(media) };

/** A text, or media as `{ "image": "…" }` with the ID or address, or the platform's own form, which has a type. */
export function toTextOrMedia(value: unknown): Record<string, unknown> {
  if (!isObject(value)) return { type: 'text', text: toText(value) };
  if ('type' in value) return value;
  const [type = '', media] = Object.entries(value)[0] ?? [];
  return { type, [type]: isObject(media) ? media : toMedia(media) };
}

const mediaForm = (type: string, ...optional: FormField[]): MessageForm => ({
  fields: [required(textField('media', type)), ...optional],
  build: ({ media, caption, filename }) => ({
    type,
    [type]: { ...toMedia(media), ...present({ caption: toText(caption), filename: toText(filename) }) },
  }),
});

const caption = (type: string): FormField => longTextField('caption', `${type}.caption`);

export const mediaForms = {
  image: mediaForm('image', caption('image')),
  video: mediaForm('video', caption('video')),
  audio: mediaForm('audio'),
  document: mediaForm('document', caption('document'), textField('filename', 'document.filename')),
  sticker: mediaForm('sticker'),
};
