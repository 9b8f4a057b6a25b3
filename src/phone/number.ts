import { InputError } from '../platform/errors';
import { RecentValues } from '../recent-values';
import { loadPhoneLibrary } from './library';
import { canonicalWaId } from './variants';

export interface PhoneNumber {
  /** E.164 with its plus sign, like `+16315551234`. */
  number: string;
  /** ISO 3166 code of the country, where the number tells. */
  country?: string;
  /** The country whose calling code was put before a number that came without one. */
  completedWith?: string;
}

export interface PhoneOptions {
  /** ISO 3166 code of the country that numbers without a plus sign belong to. Without it (or empty) they are refused. */
  country?: string;
}

/**
 * A phone number in any usual formatting as E.164. A number without a plus sign is never passed on as it is: the
 * platform would put the country code of the *business* before it, and the message could reach a stranger (S1).
 *
 * @throws InputError `country_code_missing`, `phone_number_invalid`, `country_invalid`
 */
export function toPhoneNumber(text: string, { country = '' }: PhoneOptions = {}): PhoneNumber {
  const key = `${country} ${text}`;
  const known = lately.get(key);
  if (known !== undefined) return known;
  const number = parse(text, country);
  if (text.length <= LONGEST_KEPT) lately.set(key, number);
  return number;
}

/** Numbers that were asked for lately: most messages go to customers who got one before, and parsing takes as long as sending. */
const lately = new RecentValues<Readonly<PhoneNumber>>(20_000);
const LONGEST_KEPT = 40;

function parse(text: string, country: string): PhoneNumber {
  const clean = tidy(text);
  const isInternational = clean.startsWith('+');
  const home = country.toUpperCase() || undefined;
  if (!isInternational && home === undefined) throw countryCodeMissing(clean);
  const library = loadPhoneLibrary();
  if (home !== undefined && !library.isSupportedCountry(home)) throw countryInvalid();
  const parsed = library.parsePhoneNumberFromString(clean, {
    extract: false,
    ...(home !== undefined ? { defaultCountry: home } : {}),
  });
  if (parsed === undefined || parsed.ext !== undefined) throw invalid(clean);
  // What was completed by us must be a number that exists; what came in full need only be of a length that exists.
  const isAccepted = isInternational ? parsed.isPossible() || isOldSpelling(parsed.number) : parsed.isValid();
  if (!isAccepted) throw invalid(clean);
  return {
    number: parsed.number,
    ...(parsed.country !== undefined ? { country: parsed.country } : {}),
    ...(isInternational || home === undefined ? {} : { completedWith: home }),
  };
}

/** Without the scheme of a link, and without the invisible characters that address books put around numbers. */
function tidy(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[\p{Cf}\p{Cc}]/gu, '')
    .trim()
    .replace(/^(?:tel|whatsapp):/i, '')
    .trim();
}

/** Numbering plans forget old spellings which the platform still gives as wa_id, like Mexico's `521`. */
function isOldSpelling(number: string): boolean {
  const canonical = canonicalWaId(number);
  return `+${canonical}` !== number && loadPhoneLibrary().isPossiblePhoneNumber(`+${canonical}`);
}

// Errors tell how many digits came, not which: they end up in logs, and a number is a person.
const countDigits = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0;

const countryCodeMissing = (text: string): InputError =>
  new InputError(
    'country_code_missing',
    `The recipient's number (${countDigits(text)} digits) has no plus sign and country code.`,
    'Write the number like +1 631 555 1234, or choose in the account the country that such numbers belong to.',
  );

const invalid = (text: string): InputError =>
  new InputError(
    'phone_number_invalid',
    `The recipient (${text.length} characters, ${countDigits(text)} digits) is no phone number.`,
    'Write the number like +1 631 555 1234, without an extension.',
  );

const countryInvalid = (): InputError =>
  new InputError(
    'country_invalid',
    'The country that completes phone numbers is not one that the numbering plans know.',
    'Use a country code of two letters, like US or IN.',
  );
