import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';

/** Codes that stand for no country, although they have a name. */
const GROUPS = new Set(['EU', 'EZ', 'QO', 'UN', 'XA', 'XB', 'ZZ']);

/** The name of a country in the reader's language, or null when there is none with this two-letter code. */
export function countryName(code: string, language: string): string | null {
  const region = toCountryCode(code);
  if (!/^[A-Z]{2}$/.test(region) || GROUPS.has(region)) return null;
  return new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }).of(region) ?? null;
}

/** The code in its official form: upper case, and `GB` for `UK`. Anything else comes back as it is. */
export function toCountryCode(text: string): string {
  const code = text.trim();
  return /^[A-Za-z]{2}$/.test(code) ? (new Intl.Locale(`und-${code}`).region ?? code) : code;
}

export function countryFault(value: string): Fault {
  return value === '' || isEnvironmentReference(value) || countryName(value, 'en') !== null ? null : 'country';
}
