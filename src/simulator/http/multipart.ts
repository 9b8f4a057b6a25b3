/** One field of a form. */
export interface FormField {
  name: string;
  value: string;
}

/**
 * The fields of a `multipart/form-data` body, without its files.
 *
 * @returns null when the body is none
 */
export function parseMultipart(body: Buffer, contentType: string): FormField[] | null {
  const [, quoted, plain] = /;\s*boundary=(?:"([^"]+)"|([^\s;]+))/i.exec(contentType) ?? [];
  const boundary = quoted ?? plain;
  if (boundary === undefined) return null;
  // One character for each byte, so that nothing is lost before it is known where text is.
  const parts = `\r\n${body.toString('latin1')}`.split(`\r\n--${boundary}`);
  if (parts.length < 3 || !parts.at(-1)?.startsWith('--')) return null;
  const fields: FormField[] = [];
  for (const part of parts.slice(1, -1)) {
    const [head = '', ...rest] = part.split('\r\n\r\n');
    const [, name] = /^content-disposition:[^\r\n]*;\s*name="([^"]*)"/im.exec(head) ?? [];
    if (name === undefined) return null;
    const isFile = /;\s*filename\*?=/i.test(head);
    if (!isFile) fields.push({ name, value: Buffer.from(rest.join('\r\n\r\n'), 'latin1').toString() });
  }
  return fields;
}
