import { loadPhoneLibrary } from '../../phone/library';
import { SimulatorError } from '../simulator-error';

/** What may stand between the digits of a number (S1). */
const PUNCTUATION = /[\s()-]/g;

/**
 * The digits that the platform dials, without plus. Where the plus sign is missing it prepends the business number's
 * own country calling code, right or wrong: the table "Phone Number Formats" of S1.
 *
 * @param callingCode what is prepended; nothing where numbers are taken for complete
 * @returns null when it is no phone number
 */
export function toDialled(input: string, callingCode: string): string | null {
  const compact = input.replace(PUNCTUATION, '');
  const dialled = compact.startsWith('+') ? compact.slice(1) : `${callingCode}${compact}`;
  return /^\d{5,20}$/.test(dialled) ? dialled : null;
}

/**
 * The digits that the On-Premises contact check looks up: any dialable form, completed with the business number's country
 * (S2, "Phone Number Formats").
 *
 * @returns null where a number cannot have so many digits
 */
export function toContactNumber(input: string, callingCode: string): string | null {
  const number = loadPhoneLibrary().parsePhoneNumberFromString(input, { defaultCallingCode: callingCode });
  return number?.isPossible() ? number.number.slice(1) : null;
}

/** E.164 with its plus sign. */
export function toE164(phone: string): string {
  const compact = phone.replace(PUNCTUATION, '');
  if (!/^\+[1-9]\d{6,14}$/.test(compact)) {
    throw new SimulatorError('invalid_phone', 'A phone number starts with a plus sign and the country calling code.');
  }
  return compact;
}

/** Country calling code of a number given by its digits, like `91`. */
export function callingCodeOf(number: string): string {
  return loadPhoneLibrary().parsePhoneNumberFromString(`+${number}`)?.countryCallingCode ?? number.slice(0, 1);
}

/** ISO country of a number in E.164. Numbers made up for examples often belong to none: then `US`. */
export function countryOf(phone: string): string {
  return loadPhoneLibrary().parsePhoneNumberFromString(phone)?.country ?? 'US';
}
