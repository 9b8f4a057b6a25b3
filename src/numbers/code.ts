import { InputError } from '../platform/errors';

/**
 * A registration code as the platform takes it: the spaces and the hyphen of `123-830` go, leading zeros stay (facts,
 * section 4). Whatever is wrong with it, the error does not repeat it.
 *
 * @throws InputError `code_missing`, `code_invalid`
 */
export function toVerificationCode(value: unknown): string {
  if (value === undefined || value === null || value === '') throw missing();
  // A number has lost its leading zeros; one of six digits had none to lose.
  if (typeof value === 'number' && Number.isInteger(value) && value >= 100_000 && value <= 99_999_999) {
    return String(value);
  }
  if (typeof value !== 'string') throw invalid();
  const code = value.normalize('NFKC').replace(/[\s\p{Pd}\p{Cf}]/gu, '');
  if (code === '') throw missing();
  if (!/^\d{4,8}$/.test(code)) throw invalid();
  return code;
}

const missing = (): InputError =>
  new InputError('code_missing', 'There is no verification code.', 'Give the code that came by SMS or call.');

const invalid = (): InputError =>
  new InputError(
    'code_invalid',
    'The verification code is not one of 4 to 8 digits.',
    'Give the code as text, like "012-345": a number loses leading zeros.',
  );
