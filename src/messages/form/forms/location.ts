import { type MessageForm, present, required, textField, toText } from '../message-form';

export const location: MessageForm = {
  fields: [
    required({ name: 'latitude', types: ['num'] }),
    required({ name: 'longitude', types: ['num'] }),
    textField('place'),
    textField('address'),
  ],
  build: ({ latitude, longitude, place, address }) => ({
    type: 'location',
    location: { latitude, longitude, ...present({ name: toText(place), address: toText(address) }) },
  }),
};
