import type { Outgoing } from './outgoing';
import { samplePdf } from './sample-pdf';
import { samplePhoto, sampleSticker } from './sample-pictures';
import { toBase64 } from './to-base64';

/** Half a second of silence: Opus in Ogg, as phones record it. */
const SILENCE =
  'T2dnUwACAAAAAAAAAAABAAAAAAAAAIRs2SQBE09wdXNIZWFkAQEAAIC7AAAAAABPZ2dTAAAAAAAAAAAAAAEAAAABAAAAh1hgGgEQT3B1c1RhZ3MAAAAAAAAA' +
  'AE9nZ1MABMBdAAAAAAAAAQAAAAIAAAAJa8M1GQMDAwMDAwMDAwMDAwMDAwMDAwMDAwMDAwP4//74//74//74//74//74//74//74//74//74//74//74' +
  '//74//74//74//74//74//74//74//74//74//74//74//74//74//4=';

/** What a customer can send with one press besides text. The files are real: a flow can fetch them. */
export const ATTACHMENTS: Record<string, () => Outgoing | Promise<Outgoing>> = {
  Photo: async () => ({ media: { type: 'image', caption: 'My card, front side', ...(await samplePhoto()) } }),
  Document: async () => ({
    media: {
      type: 'document',
      mimeType: 'application/pdf',
      filename: 'proof-of-address.pdf',
      data: await toBase64(new Blob([samplePdf('Proof of address')])),
    },
  }),
  'Voice message': () => ({
    media: { type: 'audio', mimeType: 'audio/ogg; codecs=opus', voice: true, data: SILENCE },
  }),
  Sticker: async () => ({ media: { type: 'sticker', ...(await sampleSticker()) } }),
  Location: () => ({
    message: {
      type: 'location',
      location: { latitude: 52.520008, longitude: 13.404954, name: 'City library', address: '1 Market Square' },
    },
  }),
  Contact: () => ({
    message: {
      type: 'contacts',
      contacts: [
        {
          name: { first_name: 'Cleo', formatted_name: 'Cleo Park' },
          phones: [{ phone: '+1 631 555 1009', type: 'MOBILE' }],
        },
      ],
    },
  }),
};
