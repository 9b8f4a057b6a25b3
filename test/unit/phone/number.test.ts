import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { toPhoneNumber } from '../../../src/phone/number';
import { InputError } from '../../../src/platform/errors';

const refusal = (code: string) => (error: unknown) => error instanceof InputError && error.code === code;

describe('toPhoneNumber', () => {
  describe('the table of S1', () => {
    for (const text of ['+16315551234', '+1 (631) 555-1234']) {
      it(`${text} is the right number, wherever the business is`, () => {
        equal(toPhoneNumber(text).number, '+16315551234');
        equal(toPhoneNumber(text, { country: 'IN' }).number, '+16315551234');
      });
    }

    for (const text of ['(631) 555-1234', '1 (631) 555-1234', '6315551234', '16315551234']) {
      it(`${text} is refused, for the platform would guess the country`, () => {
        throws(() => toPhoneNumber(text), refusal('country_code_missing'));
      });

      it(`${text} is completed by the country that numbers without plus belong to`, () => {
        const expected = { number: '+16315551234', country: 'US', completedWith: 'US' };
        deepEqual(toPhoneNumber(text, { country: 'US' }), expected);
      });
    }

    it('(631) 555-1234 of an Indian business becomes Indian, and says so', () => {
      const expected = { number: '+916315551234', country: 'IN', completedWith: 'IN' };
      deepEqual(toPhoneNumber('(631) 555-1234', { country: 'IN' }), expected);
    });

    it('1 (631) 555-1234 of an Indian business is refused rather than sent to +9116315551234', () => {
      throws(() => toPhoneNumber('1 (631) 555-1234', { country: 'IN' }), refusal('phone_number_invalid'));
    });
  });

  const READABLE: [string, string][] = [
    ['+44 (0)7911 123456', '+447911123456'],
    ['+1.631.555.1234', '+16315551234'],
    ['\u202a+1 631\u00a0555\u20111234\u202c', '+16315551234'],
    ['＋１６３１５５５１２３４', '+16315551234'],
    ['+١٦٣١٥٥٥١٢٣٤', '+16315551234'],
    ['tel:+1-631-555-1234', '+16315551234'],
    ['whatsapp:+16315551234', '+16315551234'],
    ['+54 11 15 2345 6789', '+5491123456789'],
    ['+5215512345678', '+5215512345678'],
    ['+553191234567', '+553191234567'],
  ];
  for (const [text, number] of READABLE) {
    it(`reads ${JSON.stringify(text)}`, () => equal(toPhoneNumber(text).number, number));
  }

  it('knows how to dial abroad from the country of the business', () => {
    equal(toPhoneNumber('00 49 170 1234567', { country: 'FR' }).number, '+491701234567');
    equal(toPhoneNumber('011 49 170 1234567', { country: 'us' }).number, '+491701234567');
  });

  for (const text of [
    '+',
    '+1234',
    '+999123456789',
    '+1631555123456789',
    '+1 631 555 1234 ext. 5',
    '+1 800 FLOWERS',
    '+1 631 555 1234, +1 631 555 1235',
  ]) {
    it(`refuses ${text}`, () => {
      throws(() => toPhoneNumber(text), refusal('phone_number_invalid'));
    });
  }

  it('refuses a country that is none', () => {
    throws(() => toPhoneNumber('6315551234', { country: 'XX' }), refusal('country_invalid'));
    throws(() => toPhoneNumber('6315551234', { country: '' }), refusal('country_code_missing'));
  });

  it('keeps the number out of its errors', () => {
    for (const text of ['6315551234', '+16315551234567890']) {
      throws(
        () => toPhoneNumber(text),
        (error: unknown) =>
          error instanceof InputError &&
          ok(!JSON.stringify([error.message, error.cause]).includes('631555')) === undefined,
      );
    }
  });
});
