import type { OutgoingMedia } from './outgoing';

/** As what a phone sends a file of this type: whatever it cannot show goes as a document. */
export function fileKind(mimeType: string): OutgoingMedia['type'] {
  if (/^image\/(?:jpeg|png)$/.test(mimeType)) return 'image';
  if (mimeType === 'image/webp') return 'sticker';
  if (/^audio\/(?:aac|amr|mpeg|mp4|ogg)\b/.test(mimeType)) return 'audio';
  return /^video\/(?:mp4|3gpp)\b/.test(mimeType) ? 'video' : 'document';
}
