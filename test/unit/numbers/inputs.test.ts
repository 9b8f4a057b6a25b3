import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import fc from 'fast-check';
import { toVerificationCode } from '../../../src/numbers/code';
import { toCodeRequest } from '../../../src/numbers/code-request';
import { toNumberFields } from '../../../src/numbers/number-fields';
import { toPin } from '../../../src/numbers/pin';
import { InputError } from '../../../src/platform/errors';
import { NUMBER_FIELDS } from '../../../src/platform/number';

function refusalOf(work: () => unknown): InputError {
  let refusal: unknown;
  throws(work, (error: unknown) => {
    refusal = error;
    return true;
  });
  ok(refusal instanceof InputError, String(refusal));
  return refusal;
}

describe('toVerificationCode', () => {
  for (const [given, code] of [
    ['123-830', '123830'],
    ['123 830', '123830'],
    [' 000000\n', '000000'],
    ['12\u201134\u00a056', '123456'],
    ['１２３４５６', '123456'],
    ['0123', '0123'],
    ['12345678', '12345678'],
    [123830, '123830'],
  ] as const) {
    it(`reads ${JSON.stringify(given)}`, () => equal(toVerificationCode(given), code));
  }

  for (const given of [
    '123',
    '123456789',
    '12a456',
    '12.34',
    '+123456',
    12345,
    12345.6,
    -123456,
    true,
    {},
    ['123456'],
  ]) {
    it(`refuses ${JSON.stringify(given)} without repeating it`, () => {
      const { code, message, advice } = refusalOf(() => toVerificationCode(given));
      equal(code, 'code_invalid');
      if (typeof given !== 'boolean') ok(!`${message} ${advice}`.includes(String(given)));
    });
  }

  for (const given of [undefined, null, '', ' - ']) {
    it(`misses it in ${JSON.stringify(given)}`, () =>
      equal(refusalOf(() => toVerificationCode(given)).code, 'code_missing'));
  }

  it('keeps the digits of every code, however it is broken up', () => {
    const digits = fc.stringMatching(/^\d{4,8}$/);
    fc.assert(
      fc.property(digits, fc.array(fc.constantFrom(' ', '-', '–', '\t')), (code, marks) => {
        const broken = [...code].map((digit, i) => digit + (marks[i] ?? '')).join('');
        equal(toVerificationCode(broken), code);
      }),
    );
  });
});

describe('toPin', () => {
  for (const [given, pin] of [
    ['012345', '012345'],
    [' 123456 ', '123456'],
    [123456, '123456'],
  ] as const) {
    it(`reads ${JSON.stringify(given)}`, () => equal(toPin(given), pin));
  }

  for (const given of ['12345', '1234567', '12 34 56', 'abcdef', 12345, 123456.7, {}]) {
    it(`refuses ${JSON.stringify(given)} without repeating it`, () => {
      const { code, message } = refusalOf(() => toPin(given));
      equal(code, 'pin_invalid');
      ok(!message.includes(String(given)));
    });
  }

  for (const given of [undefined, null, '']) {
    it(`misses it in ${JSON.stringify(given)}`, () => equal(refusalOf(() => toPin(given)).code, 'pin_missing'));
  }
});

describe('toCodeRequest', () => {
  for (const [method, language, expected] of [
    [undefined, undefined, { method: 'SMS', language: 'en_US' }],
    ['', '', { method: 'SMS', language: 'en_US' }],
    ['voice', 'en', { method: 'VOICE', language: 'en' }],
    [' Sms ', 'pt-br', { method: 'SMS', language: 'pt_BR' }],
    ['VOICE', 'ES_es', { method: 'VOICE', language: 'es_ES' }],
    ['SMS', 'fil', { method: 'SMS', language: 'fil' }],
  ] as const) {
    it(`reads ${method} and ${language}`, () => deepEqual(toCodeRequest({ method, language }), expected));
  }

  it('refuses another method', () => {
    equal(refusalOf(() => toCodeRequest({ method: 'email' })).code, 'code_method_unknown');
  });

  for (const language of ['english', 'e', 'en_USA', 'en us', 7]) {
    it(`refuses the language ${language}`, () => {
      equal(refusalOf(() => toCodeRequest({ language })).code, 'language_invalid');
    });
  }
});

describe('toNumberFields', () => {
  for (const [given, fields] of [
    [undefined, NUMBER_FIELDS],
    ['', NUMBER_FIELDS],
    ['throughput', ['throughput']],
    [' throughput , quality_rating,throughput ', ['throughput', 'quality_rating']],
    ['throughput{level,x},id', ['throughput{level,x}', 'id']],
    [
      ['id', 'name_status'],
      ['id', 'name_status'],
    ],
  ] as const) {
    it(`reads ${JSON.stringify(given)}`, () => deepEqual([...toNumberFields(given)], [...fields]));
  }

  for (const given of [[], ['id', 7], ['a b'], 'id&access_token=x', '../me', ',', {}]) {
    it(`refuses ${JSON.stringify(given)}`, () => equal(refusalOf(() => toNumberFields(given)).code, 'fields_invalid'));
  }
});
