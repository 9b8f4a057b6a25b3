export type MediaKind = 'image' | 'audio' | 'video' | 'document' | 'sticker';

interface KindOfMedia {
  types: readonly string[];
  /** Bytes. */
  limit: number;
}

const KB = 1024;
const MB = 1024 * KB;
const OFFICE = 'application/vnd.openxmlformats-officedocument';

/** What can be sent, and how large (the platform's page on media). Its sizes are of 1024. */
export const MEDIA_KINDS: Readonly<Record<MediaKind, KindOfMedia>> = {
  image: { types: ['image/jpeg', 'image/png'], limit: 5 * MB },
  audio: { types: ['audio/aac', 'audio/amr', 'audio/mpeg', 'audio/mp4', 'audio/ogg'], limit: 16 * MB },
  video: { types: ['video/mp4', 'video/3gpp', 'video/3gp'], limit: 16 * MB },
  // Animated ones; others may have 100 KB, which only the platform can tell apart.
  sticker: { types: ['image/webp'], limit: 500 * KB },
  document: {
    types: [
      'text/plain',
      'application/pdf',
      'application/msword',
      'application/vnd.ms-excel',
      'application/vnd.ms-powerpoint',
      `${OFFICE}.wordprocessingml.document`,
      `${OFFICE}.spreadsheetml.sheet`,
      `${OFFICE}.presentationml.presentation`,
    ],
    limit: 100 * MB,
  },
};

/** The largest that the platform takes or gives, in bytes. */
export const LARGEST_MEDIA = MEDIA_KINDS.document.limit;

/** What kind of message a file of this type goes with; undefined where the platform takes none such. */
export function kindOf(mimeType: string): MediaKind | undefined {
  const type = bareType(mimeType);
  const kinds = Object.keys(MEDIA_KINDS) as MediaKind[];
  return kinds.find((kind) => MEDIA_KINDS[kind].types.includes(type));
}

/** Without parameters like `; codecs=opus`. */
export const bareType = (mimeType: string): string => mimeType.split(';')[0]?.trim().toLowerCase() ?? '';

const EXTENSIONS: Readonly<Record<string, string>> = {
  jpg: 'image/jpeg',
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  aac: 'audio/aac',
  amr: 'audio/amr',
  mp3: 'audio/mpeg',
  m4a: 'audio/mp4',
  ogg: 'audio/ogg',
  opus: 'audio/ogg',
  mp4: 'video/mp4',
  '3gp': 'video/3gpp',
  txt: 'text/plain',
  pdf: 'application/pdf',
  doc: 'application/msword',
  xls: 'application/vnd.ms-excel',
  ppt: 'application/vnd.ms-powerpoint',
  docx: `${OFFICE}.wordprocessingml.document`,
  xlsx: `${OFFICE}.spreadsheetml.sheet`,
  pptx: `${OFFICE}.presentationml.presentation`,
};

/** The type that a file's name tells; undefined where it tells none. */
export function typeOfName(name: string): string | undefined {
  const extension = /\.(\w+)$/.exec(name)?.[1]?.toLowerCase() ?? '';
  return Object.hasOwn(EXTENSIONS, extension) ? EXTENSIONS[extension] : undefined;
}

/** What files of this type end with, like `jpg`; `bin` where that is not known. */
export function extensionOf(mimeType: string): string {
  const type = bareType(mimeType);
  return Object.keys(EXTENSIONS).find((extension) => EXTENSIONS[extension] === type) ?? 'bin';
}

/** How files begin, from which byte on. */
const BEGINNINGS: readonly (readonly [type: string, at: number, bytes: string])[] = [
  ['image/jpeg', 0, '\xff\xd8\xff'],
  ['image/png', 0, '\x89PNG\r\n\x1a\n'],
  ['image/webp', 8, 'WEBP'],
  ['application/pdf', 0, '%PDF-'],
  ['audio/ogg', 0, 'OggS'],
  ['audio/amr', 0, '#!AMR'],
  ['audio/mpeg', 0, 'ID3'],
  ['audio/mp4', 4, 'ftypM4A'],
  ['video/3gpp', 4, 'ftyp3g'],
  ['video/mp4', 4, 'ftyp'],
];

/** The type that a file's first bytes tell; undefined where they tell none. */
export function typeOfContent(content: Buffer): string | undefined {
  const start = content.subarray(0, 16).toString('latin1');
  return BEGINNINGS.find(([, at, bytes]) => start.startsWith(bytes, at))?.[0];
}
