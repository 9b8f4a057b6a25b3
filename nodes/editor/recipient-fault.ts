import { isEnvironmentReference } from './environment';
import type { Fault } from './explained';

/**
 * What is wrong with a fixed recipient. User IDs and group IDs are taken as they are; a phone number needs its plus sign,
 * or a country to complete it by, because the platform would prepend the country code of the business.
 *
 * @param country of the account that the message is sent with, empty when it names none
 */
export function recipientFault(text: string, country: string): Fault {
  const value = text.trim();
  if (value === '' || isEnvironmentReference(value) || /[^\d\s()+./-]/.test(value)) return null;
  const digits = value.replace(/\D/g, '').length;
  if (digits < 5 || digits > 15) return 'recipientLength';
  return value.startsWith('+') || country !== '' ? null : 'recipientPlus';
}
