import { type MessageForm, present, required, textField, toText } from '../message-form';

export const text: MessageForm = {
  fields: [required(textField('text')), { name: 'preview', types: ['bool'], initial: 'false' }],
  build: ({ text: body, preview }) => ({
    type: 'text',
    text: present({ body: toText(body), preview_url: preview }),
  }),
};
