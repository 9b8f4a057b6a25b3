/** A piece of a text, with the style that WhatsApp gives it. */
export interface Run {
  text: string;
  style?: 'bold' | 'italic' | 'struck' | 'code';
}

const STYLES = { '*': 'bold', _: 'italic', '~': 'struck', '`': 'code' } as const;

/** Marks stand at the edges of words, and hug what is between them. */
const MARKED = /(?<=^|[\s([{"'«¿¡])([*_~`])(?=\S)([^\n]*?\S)\1(?=$|[\s)\]}"'».,:;!?…])/gm;

/** A text as phones show it: `*bold*`, `_italic_`, `~struck~` and `code` in backquotes, one within the other left as it is. */
export function toRuns(text: string): Run[] {
  const runs: Run[] = [];
  let at = 0;
  for (const match of text.matchAll(MARKED)) {
    const [whole, mark = '', inner = ''] = match;
    if (match.index > at) runs.push({ text: text.slice(at, match.index) });
    runs.push({ text: inner, style: STYLES[mark as keyof typeof STYLES] });
    at = match.index + whole.length;
  }
  if (at < text.length) runs.push({ text: text.slice(at) });
  return runs;
}
