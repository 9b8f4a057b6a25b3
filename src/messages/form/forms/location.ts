import { type MessageForm, present, required, textField, toText } from '../message-form';

export const location: MessageForm = {
  fields: [
    required({ name: 'latitude', types: ['num'], at: 'location.latitude' }),
    required({ name: 'longitude', types: ['num'], at: 'location.longitude' }),
    textField('place', 'location.name'),
    textField('address', 'location.address'),
  ],
  build: ({ latitude, longitude, place, address }) => ({
    type: 'location',
    location: { latitude, longitude, ...present({ name: toText(place), address: toText(address) }) },
  }),
};
