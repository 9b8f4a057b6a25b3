import { InputError } from '../platform/errors';
import type { CodeRequest } from '../platform/number';

/** The form with a country: the documents also show `en`, but the reference takes nothing else (facts, section 4). */
export const DEFAULT_LANGUAGE = 'en_US';

/**
 * How a registration code is to come: `SMS` (the default) or `VOICE` in any case, and its language as `en`, `en_US` or
 * `en-US`.
 *
 * @throws InputError `code_method_unknown`, `language_invalid`
 */
export function toCodeRequest({ method, language }: { method?: unknown; language?: unknown }): CodeRequest {
  return { method: toMethod(method), language: toLanguage(language) };
}

function toMethod(method: unknown): CodeRequest['method'] {
  const name = isAbsent(method) ? 'SMS' : String(method).trim().toUpperCase();
  if (name === 'SMS' || name === 'VOICE') return name;
  throw new InputError('code_method_unknown', 'A code comes by SMS or by call.', 'Use one of: SMS, VOICE.');
}

function toLanguage(language: unknown): string {
  if (isAbsent(language)) return DEFAULT_LANGUAGE;
  const [, tongue, country] = /^([a-z]{2,3})(?:[_-]([a-z]{2}))?$/i.exec(String(language).trim()) ?? [];
  if (tongue === undefined) {
    throw new InputError('language_invalid', 'The language of the code is not known.', 'Use a code like en_US or en.');
  }
  return country === undefined ? tongue.toLowerCase() : `${tongue.toLowerCase()}_${country.toUpperCase()}`;
}

const isAbsent = (value: unknown): boolean => value === undefined || value === null || value === '';
