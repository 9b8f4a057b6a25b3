import type { MessageContent } from '../../world/sent-message';

/** A file that a customer sends, as the control API takes it. */
export interface OutgoingMedia {
  type: 'image' | 'video' | 'audio' | 'document' | 'sticker';
  mimeType: string;
  /** Base64. */
  data: string;
  caption?: string;
  filename?: string;
  voice?: boolean;
}

/** What a customer sends: a message, or a file that becomes one. */
export type Outgoing = { message: MessageContent } | { media: OutgoingMedia };
