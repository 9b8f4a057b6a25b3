import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { asExpression, fixedLength } from '../../../../src/messages/preview/expression';
import { formatted, type Piece, plain } from '../../../../src/messages/preview/formatting';

/** In a short form: `bold:word`, expressions in braces. */
const short = (pieces: readonly Piece[]): string[] =>
  pieces.map(({ text, marks, isExpression }) => {
    const shown = isExpression ? `{${text}}` : text;
    return marks.length === 0 ? shown : `${marks.join('+')}:${shown}`;
  });

describe('formatting', () => {
  const FORMATTED: [text: string, pieces: string[]][] = [
    ['', []],
    ['Hello', ['Hello']],
    ['a *b* c', ['a ', 'bold:b', ' c']],
    ['_a_ ~b~ `c` ```d```', ['italic:a', ' ', 'strike:b', ' ', 'code:c', ' ', 'code:d']],
    ['*bold _and italic_*', ['bold:bold ', 'bold+italic:and italic']],
    ['*a* and *b*', ['bold:a', ' and ', 'bold:b']],
    ['```*no* _format_```', ['code:*no* _format_']],
    ['2 * 3 * 4', ['2 * 3 * 4']],
    ['snake_case_name', ['snake_case_name']],
    ['* not bold*', ['* not bold*']],
    ['*not\nbold*', ['*not\nbold*']],
    ['(*bold*)!', ['(', 'bold:bold', ')!']],
    ['*', ['*']],
    ['<b>&amp;</b>', ['<b>&amp;</b>']],
  ];
  for (const [text, pieces] of FORMATTED) {
    it(`shows ${JSON.stringify(text)}`, () => deepEqual(short(formatted(text)), pieces));
  }

  it('keeps expressions whole, and formats around them', () => {
    const value = asExpression('msg.a*b*c');
    deepEqual(short(formatted(`Hi *${value}*, ${value}`)), ['Hi ', 'bold:{msg.a*b*c}', ', ', '{msg.a*b*c}']);
    deepEqual(short(plain(`*${value}*`)), ['*', '{msg.a*b*c}', '*']);
    equal(fixedLength(`Hi ${value}!`), 4);
  });

  it('loses nothing of any text but the signs of formats', () => {
    const signs = /[*_~`]/g;
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom('a', 'é', ' ', '\n', '*', '_', '~', '`', '👍') }), (text) => {
        const shown = formatted(text)
          .map((piece) => piece.text)
          .join('');
        equal(shown.replace(signs, ''), text.replace(signs, ''));
        equal(
          plain(text)
            .map((piece) => piece.text)
            .join(''),
          text,
        );
      }),
    );
  });
});
