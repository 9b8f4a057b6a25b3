import { InputError } from '../errors';
import { type HttpOptions, type HttpSettings, toBaseUrl, toHeaderSecret, toHttpSettings } from '../http/settings';
import type { Api } from '../platform';

export interface CloudOptions extends HttpOptions {
  /** Sent as a Bearer token, to the base URL alone and never along a redirect. */
  accessToken: string;
  /** Proves every call (`appsecret_proof`). Empty or absent where it is not known. */
  appSecret?: string;
  /** The ID of the business phone number, not the number itself. */
  phoneNumberId: string;
  /** The WhatsApp Business Account, whose numbers can be listed. Empty where it is not known. */
  wabaId?: string;
  /** Where the Graph API is, or a proxy or BSP that speaks it; a path is kept. Default `https://graph.facebook.com`. */
  baseUrl?: string;
  /** Graph version in the path, default `v25.0`. Empty leaves it out, as some BSPs want it. */
  version?: string;
  /** What the platform calls itself: the simulator is the Cloud API too. */
  api?: Extract<Api, 'cloud' | 'simulator'>;
}

/** Options that were checked and completed. */
export interface CloudSettings extends HttpSettings {
  api: Extract<Api, 'cloud' | 'simulator'>;
  accessToken: string;
  appSecret: string;
  phoneNumberId: string;
  wabaId: string;
}

export const DEFAULT_BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_VERSION = 'v25.0';

/**
 * @throws InputError naming the field: `access_token_missing`, `access_token_invalid`, `phone_number_id_missing`,
 * `phone_number_id_invalid`, `waba_id_invalid`, `base_url_invalid`, `graph_version_invalid`, `setting_invalid`. Never
 * with a value in it.
 */
export function toCloudSettings(options: CloudOptions): CloudSettings {
  const { api = 'cloud', version = DEFAULT_VERSION, wabaId = '' } = options;
  // First, for without it an account cannot even receive.
  const phoneNumberId = toPhoneNumberId(options.phoneNumberId);
  const base = toBaseUrl(
    options.baseUrl ?? DEFAULT_BASE_URL,
    `Correct the base URL in the account, or leave it empty for ${DEFAULT_BASE_URL}.`,
  );
  if (!/^(?:v\d+(?:\.\d+)?)?$/.test(version)) {
    throw new InputError(
      'graph_version_invalid',
      'The Graph version must look like v25.0, or be empty.',
      'Correct the Graph version in the account.',
    );
  }
  if (!/^\w*$/.test(wabaId)) {
    throw new InputError(
      'waba_id_invalid',
      'The ID of the WhatsApp Business Account contains characters that no ID has.',
      'Correct the WhatsApp Business Account ID in the account (digits only).',
    );
  }
  return {
    api,
    accessToken: toHeaderSecret(options.accessToken, 'access_token', 'access token'),
    appSecret: options.appSecret ?? '',
    phoneNumberId,
    wabaId,
    ...toHttpSettings(base, version, options),
  };
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
