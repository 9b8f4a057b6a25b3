/** A message's content in the Cloud API's own form. It may still carry an address of its own (`to`, `recipient`). */
export interface MessageContent {
  type: string;
  [property: string]: unknown;
}

/** The types whose content stands under a property of the type's name (facts, section 8). */
export const CONTENT_TYPES = [
  'text',
  'image',
  'video',
  'audio',
  'document',
  'sticker',
  'location',
  'contacts',
  'reaction',
  'template',
  'interactive',
] as const;
