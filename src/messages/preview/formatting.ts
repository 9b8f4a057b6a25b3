import { takeExpressions } from './expression';

export type Mark = 'bold' | 'italic' | 'strike' | 'code';

/** A piece of a text that looks the same all through. */
export interface Piece {
  readonly text: string;
  readonly marks: readonly Mark[];
  /** Whether it stands for a value that is known only when a message comes. */
  readonly isExpression?: boolean;
}

// From the private use area, and neither a letter nor a space.
const STAND_IN = '\uE002';

const BETWEEN = (mark: string): RegExp =>
  new RegExp(`(?<![\\p{L}\\p{N}])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?![\\p{L}\\p{N}])`, 'u');

/** In the order in which they win where two begin at the same place. */
const FORMATS: readonly { mark: Mark; pattern: RegExp; isLiteral?: boolean }[] = [
  { mark: 'code', pattern: /```([\s\S]+?)```/u, isLiteral: true },
  { mark: 'code', pattern: /`([^`\n]+)`/u, isLiteral: true },
  { mark: 'bold', pattern: BETWEEN('\\*') },
  { mark: 'italic', pattern: BETWEEN('_') },
  { mark: 'strike', pattern: BETWEEN('~') },
];

/** A text as WhatsApp shows it: `*bold*`, `_italic_`, `~strike~`, and code between backticks. */
export function formatted(text: string): Piece[] {
  const { text: rest, expressions } = takeExpressions(text.replaceAll(STAND_IN, ''), STAND_IN);
  return split(rest, []).flatMap((piece) => withExpressions(piece, expressions));
}

/** A text without formatting, as headers, footers and buttons are. */
export function plain(text: string): Piece[] {
  const { text: rest, expressions } = takeExpressions(text.replaceAll(STAND_IN, ''), STAND_IN);
  return withExpressions({ text: rest, marks: [] }, expressions);
}

function split(text: string, marks: readonly Mark[]): Piece[] {
  if (text === '') return [];
  const found = FORMATS.flatMap(({ mark, pattern, isLiteral = false }) => {
    const match = pattern.exec(text);
    return match === null ? [] : [{ mark, isLiteral, at: match.index, whole: match[0], inner: match[1] ?? '' }];
  });
  const [first] = found.sort((one, other) => one.at - other.at);
  if (first === undefined) return [{ text, marks }];
  const { mark, isLiteral, at, whole, inner } = first;
  const within = [...marks, mark];
  return [
    ...split(text.slice(0, at), marks),
    ...(isLiteral ? [{ text: inner, marks: within }] : split(inner, within)),
    ...split(text.slice(at + whole.length), marks),
  ];
}

/** Expressions leave `expressions` one after the other. */
function withExpressions({ text, marks }: Piece, expressions: string[]): Piece[] {
  return text
    .split(STAND_IN)
    .flatMap((part, index) => [
      ...(index > 0 ? [{ text: expressions.shift() ?? '', marks, isExpression: true }] : []),
      ...(part === '' ? [] : [{ text: part, marks }]),
    ]);
}
