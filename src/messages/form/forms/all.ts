import type { MessageForm } from '../message-form';
import { buttons, link, list } from './interactive';
import { location } from './location';
import { mediaForms } from './media';
import { reaction } from './reaction';
import { template } from './template';
import { text } from './text';

/** Every form of the send node's dialog, by its name; every other message is a JSON object in the payload. */
export const FORMS: Readonly<Record<string, MessageForm>> = {
  text,
  template,
  ...mediaForms,
  location,
  buttons,
  list,
  link,
  reaction,
};
