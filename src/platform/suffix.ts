const MAX_DETAILS = 300;

/** The platform's details as the end of a sentence: one short line after a colon, or nothing. */
export function toSuffix(details: string | undefined): string {
  if (details === undefined) return '';
  const line = details.replace(/\s+/g, ' ').trim().replace(/\.$/, '');
  return `: ${line.length > MAX_DETAILS ? `${line.slice(0, MAX_DETAILS)}…` : line}`;
}
