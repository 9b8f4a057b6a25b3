import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { toContactInputs } from '../../../src/contacts/inputs';
import { InputError } from '../../../src/platform/errors';

describe('toContactInputs', () => {
  for (const [what, given, column, inputs] of [
    ['one number', ' +1 631 555 1001 ', undefined, ['+1 631 555 1001']],
    ['a number without text', 16315551001, undefined, ['16315551001']],
    ['lines of text', '+1 631 555 1001\r\n\n+1 (631) 555-1004\n', undefined, ['+1 631 555 1001', '+1 (631) 555-1004']],
    ['text with commas', '+16315551001, +16315551004;+1', undefined, ['+16315551001', '+16315551004', '+1']],
    ['a list', ['+1', 16315551001, null, '', {}['x' as never]], undefined, ['+1', '16315551001', '', '', '']],
    ['a row of its own', { phone: '+1', name: 'Ada' }, undefined, ['+1']],
    ['a usual column', [{ number: '+1' }, { number: 2 }], undefined, ['+1', '2']],
    ['a column that is named', [{ Telefon: '+1', phone: 'x' }], 'Telefon', ['+1']],
    ['a row without a number', [{ phone: '+1' }, { phone: null }], undefined, ['+1', '']],
    ['a row without the column, where others have it', [{ phone: '+1' }, { name: 'Ada' }], undefined, ['+1', '']],
    ['a row without the named column', [{ name: 'Ada' }, { Telefon: '+1' }], 'Telefon', ['', '+1']],
    ["a webhook's customer", { waId: '16315551001', name: 'Ada' }, undefined, ['+16315551001']],
    ['a column of wa_ids', [{ wa_id: '16315551001' }], undefined, ['+16315551001']],
  ] as const) {
    it(`reads ${what}`, () => deepEqual(toContactInputs(given, column), [...inputs]));
  }

  for (const [what, given, column, code] of [
    ['nothing', undefined, undefined, 'contacts_missing'],
    ['null', null, undefined, 'contacts_missing'],
    ['an empty text', ' \n', undefined, 'contacts_missing'],
    ['an empty list', [], undefined, 'contacts_missing'],
    ['a list of nothing', [null, ''], undefined, 'contacts_missing'],
    ['a boolean', true, undefined, 'contacts_invalid'],
    ['a Buffer', Buffer.from('+1'), undefined, 'contacts_invalid'],
    ['rows without the column', [{ phone: '+1' }], 'Telefon', 'column_missing'],
    ['rows without a usual column', [{ name: '+16315551001' }], undefined, 'column_missing'],
  ] as const) {
    it(`refuses ${what}`, () => {
      throws(
        () => toContactInputs(given, column),
        (error: unknown) => {
          ok(error instanceof InputError);
          equal(error.code, code);
          ok(!error.message.includes('6315551001'));
          return true;
        },
      );
    });
  }
});
