import { object, text, url } from '../shape';

const LONGEST_CAPTION = 1024;

/** Media by the ID of an upload, or by an address that the platform fetches. */
export const media = object(
  {},
  { id: text(), link: url, caption: text(LONGEST_CAPTION), filename: text() },
  { needsOneOf: ['id', 'link'] },
);
