import { type MessageForm, required } from '../message-form';

export const reaction: MessageForm = {
  fields: [
    { name: 'emoji', types: ['str'], at: 'reaction.emoji' },
    // The message of webhook in that came in.
    required({
      name: 'message',
      types: ['msg', 'str'],
      initial: 'whatsapp.id',
      at: 'reaction.message_id',
      placeholder: '',
    }),
  ],
  // No emoji takes the reaction back.
  build: ({ emoji = '', message }) => ({ type: 'reaction', reaction: { message_id: message, emoji } }),
};
