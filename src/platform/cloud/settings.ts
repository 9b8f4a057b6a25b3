import { InputError } from '../errors';
import type { Api } from '../platform';
import { type GraphOptions, type GraphSettings, toGraphSettings } from './graph-settings';

export interface CloudOptions extends GraphOptions {
  /** The ID of the business phone number, not the number itself. */
  phoneNumberId: string;
  /** What the platform calls itself: the simulator is the Cloud API too. */
  api?: Extract<Api, 'cloud' | 'simulator'>;
}

/** Options that were checked and completed. */
export interface CloudSettings extends GraphSettings {
  api: Extract<Api, 'cloud' | 'simulator'>;
  phoneNumberId: string;
}

/**
 * @throws InputError naming the field: `phone_number_id_missing`, `phone_number_id_invalid`, and those of
 * `toGraphSettings`. Never with a value in it.
 */
export function toCloudSettings(options: CloudOptions): CloudSettings {
  // First, for without it an account cannot even receive.
  const phoneNumberId = toPhoneNumberId(options.phoneNumberId);
  return { api: options.api ?? 'cloud', phoneNumberId, ...toGraphSettings(options) };
}

function toPhoneNumberId(id: unknown): string {
  if (typeof id !== 'string' || id === '') {
    throw new InputError(
      'phone_number_id_missing',
      'The account has no phone number ID.',
      'Enter the phone number ID in the account.',
    );
  }
  if (!/^\w+$/.test(id)) {
    throw new InputError(
      'phone_number_id_invalid',
      'The phone number ID contains characters that no ID has.',
      'Enter the ID of the phone number (digits only), not the phone number itself.',
    );
  }
  return id;
}
