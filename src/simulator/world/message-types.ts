/** What can be sent: facts, section 8, "Outgoing". The content of each type is a member of that name. */
export const MESSAGE_TYPES: readonly string[] = [
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
];

/** Characters of a text. */
export const TEXT_LIMIT = 4096;
