import { type PhoneNumber, toPhoneNumber } from '../phone/number';
import { InputError } from '../platform/errors';

/** What an input is before anybody is asked about it. */
export type Candidate =
  | ({ type: 'number' } & PhoneNumber)
  /** `invalid` is no phone number; `incomplete` cannot be told, for its country is missing. `reason` is an error code. */
  | { type: 'invalid' | 'incomplete'; reason: string };

/**
 * An input as a phone number. One bad number must not spoil a list: what is wrong with it is told, not thrown.
 *
 * @param country ISO 3166 code that completes numbers without a plus sign; empty refuses them
 * @throws InputError `country_invalid`
 */
export function toCandidate(input: string, country: string): Candidate {
  if (input === '') return { type: 'invalid', reason: 'number_missing' };
  try {
    return { type: 'number', ...toPhoneNumber(input, { country }) };
  } catch (error) {
    if (!(error instanceof InputError) || error.code === 'country_invalid') throw error;
    return { type: error.code === 'country_code_missing' ? 'incomplete' : 'invalid', reason: error.code };
  }
}
