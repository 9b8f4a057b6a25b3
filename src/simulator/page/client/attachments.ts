import type { MessageContent } from '../../world/sent-message';

let made = 0;
const mediaId = (): string => String(1_900_000_000_000_000 + ++made);

/** What a customer can send besides text: shapes of the facts' incoming messages. */
export const ATTACHMENTS: Record<string, () => MessageContent> = {
  Photo: () => ({
    type: 'image',
    image: {
      caption: 'My card, front side',
      mime_type: 'image/jpeg',
      sha256: 'SfInY0gGKTsJlUWbwxC1k+FAD0FZHvzwfpvO0zX0GUI=',
      id: mediaId(),
    },
  }),
  Document: () => ({
    type: 'document',
    document: {
      filename: 'proof-of-address.pdf',
      mime_type: 'application/pdf',
      sha256: 'V5OPpLD/gEG6Xjg0MbmQDLFgcKsL+j5LfY4ny/pZ4MY=',
      id: mediaId(),
    },
  }),
  'Voice message': () => ({
    type: 'audio',
    audio: {
      mime_type: 'audio/ogg; codecs=opus',
      sha256: 'wvqXMe6n7n1W0zphvLPoLj+s/NtKqmr3zZ7YzTP7xFI=',
      id: mediaId(),
      voice: true,
    },
  }),
  Video: () => ({
    type: 'video',
    video: {
      caption: 'Look at this',
      mime_type: 'video/mp4',
      sha256: 'vdGU5X4caz12KwFgYwpljlUNqMt1YnkH+5GkPc3mMnc=',
      id: mediaId(),
    },
  }),
  Sticker: () => ({
    type: 'sticker',
    sticker: {
      mime_type: 'image/webp',
      sha256: 'wvqXMe6n7n1W0zphvLPoLj+s/NtKqmr3zZ7YzTP7xFI=',
      id: mediaId(),
      animated: false,
    },
  }),
  Location: () => ({
    type: 'location',
    location: { latitude: 52.520008, longitude: 13.404954, name: 'City library', address: '1 Market Square' },
  }),
  Contact: () => ({
    type: 'contacts',
    contacts: [
      {
        name: { first_name: 'Cleo', formatted_name: 'Cleo Park' },
        phones: [{ phone: '+1 631 555 1009', type: 'MOBILE' }],
      },
    ],
  }),
};
