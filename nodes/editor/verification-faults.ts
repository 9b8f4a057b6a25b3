import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';
import { isStored } from './stored';

/** A two-step verification PIN: six digits, or none. */
export function pinFault(value: string): Fault {
  return value === '' || isStored(value) || /^\d{6}$/.test(value) || isEnvironmentReference(value) ? null : 'pin';
}

/** The language of a code, like `en_US` or `en`. Empty means `en_US`. */
export function languageFault(value: string): Fault {
  const isLanguage = /^[a-z]{2,3}(?:[_-][a-z]{2})?$/i.test(value);
  return value === '' || isLanguage || isEnvironmentReference(value) ? null : 'language';
}
