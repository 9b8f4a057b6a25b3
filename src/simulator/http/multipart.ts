/** One field of a form. */
export interface FormField {
  name: string;
  value: string;
}

/** A file in a form. */
export interface FormFile {
  name: string;
  /** What the form says of its type; empty where it says nothing. */
  type: string;
  content: Buffer;
}

/**
 * The fields and files of a `multipart/form-data` body.
 *
 * @returns null when the body is none
 */
export function parseForm(body: Buffer, contentType: string): { fields: FormField[]; files: FormFile[] } | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  // One character for each byte, so that nothing is lost before it is known where text is.
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  if (parts.length < 3 || !parts.at(-1)?.startsWith('--')) return null;
  const fields: FormField[] = [];
  const files: FormFile[] = [];
  for (const part of parts.slice(1, -1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const [, name] = /^content-disposition:[^\r\n]*;\s*name="([^"]*)"/im.exec(head) ?? [];
    if (name === undefined) return null;
    const content = Buffer.from(rest.join('\r\n\r\n'), 'latin1');
    const isFile = /;\s*filename\*?=/i.test(head);
    if (isFile) files.push({ name, type: /^content-type:\s*([^\r\n]+)/im.exec(head)?.[1]?.trim() ?? '', content });
    else fields.push({ name, value: content.toString() });
  }
  return { fields, files };
}

/** The fields of such a body, without its files; null when the body is none. */
export function parseMultipart(body: Buffer, contentType: string): FormField[] | null {
  return parseForm(body, contentType)?.fields ?? null;
}
