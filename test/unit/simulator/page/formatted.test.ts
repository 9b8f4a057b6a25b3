import { deepEqual, equal } from 'node:assert/strict';
import fc from 'fast-check';
import { toRuns } from '../../../../src/simulator/page/client/formatted';

describe('a text as phones show it', () => {
  it('is bold, italic, struck and code where its marks say so', () => {
    deepEqual(toRuns('Your order *A-1* is _on its way_, ~late~ `ok`.'), [
      { text: 'Your order ' },
      { text: 'A-1', style: 'bold' },
      { text: ' is ' },
      { text: 'on its way', style: 'italic' },
      { text: ', ' },
      { text: 'late', style: 'struck' },
      { text: ' ' },
      { text: 'ok', style: 'code' },
      { text: '.' },
    ]);
  });

  for (const text of ['2 * 3 * 4', 'snake_case_name', '*', '**', '* a *', 'a*b*c', '*one\nanother*', '']) {
    it(`leaves ${JSON.stringify(text)} as it is`, () => {
      deepEqual(toRuns(text), text === '' ? [] : [{ text }]);
    });
  }

  it('loses nothing but marks', () => {
    const text = fc.string({ unit: fc.constantFrom('a', ' ', '*', '_', '~', '`', '\n', '.', '<', '👋') });
    const bare = (value: string): string => value.replace(/[*_~`]/g, '');
    fc.assert(
      fc.property(text, (value) =>
        equal(
          bare(
            toRuns(value)
              .map((run) => run.text)
              .join(''),
          ),
          bare(value),
        ),
      ),
    );
  });
});
