import { longTextField, type MessageForm, present, required, toText } from '../message-form';

export const text: MessageForm = {
  fields: [
    required(longTextField('text', 'text.body')),
    { name: 'preview', types: ['bool'], initial: 'false', placeholder: '' },
  ],
  build: ({ text: body, preview }) => ({
    type: 'text',
    text: present({ body: toText(body), preview_url: preview }),
  }),
};
