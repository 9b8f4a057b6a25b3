import { InputError } from '../errors';
import { type HttpOptions, type HttpSettings, toBaseUrl, toHeaderSecret, toHttpSettings } from '../http/settings';

/** What a Graph API is reached with, whichever of its objects one asks for. */
export interface GraphOptions extends HttpOptions {
  /** Sent as a Bearer token, to the base URL alone and never along a redirect. */
  accessToken: string;
  /** Proves every call (`appsecret_proof`). Empty or absent where it is not known. */
  appSecret?: string;
  /** The WhatsApp Business Account, whose numbers and apps can be listed. Empty where it is not known. */
  wabaId?: string;
  /** Where the Graph API is, or a proxy or BSP that speaks it; a path is kept. Default `https://graph.facebook.com`. */
  baseUrl?: string;
  /** Graph version in the path, default `v25.0`. Empty leaves it out, as some BSPs want it. */
  version?: string;
}

/** Options that were checked and completed. */
export interface GraphSettings extends HttpSettings {
  accessToken: string;
  appSecret: string;
  wabaId: string;
}

export const DEFAULT_BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_VERSION = 'v25.0';

/**
 * @throws InputError naming the field: `access_token_missing`, `access_token_invalid`, `waba_id_invalid`,
 * `base_url_invalid`, `graph_version_invalid`, `setting_invalid`. Never with a value in it.
 */
export function toGraphSettings(options: GraphOptions): GraphSettings {
  const { version = DEFAULT_VERSION, wabaId = '' } = options;
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
    accessToken: toHeaderSecret(options.accessToken, 'access_token', 'access token'),
    appSecret: options.appSecret ?? '',
    wabaId,
    ...toHttpSettings(base, version, options),
  };
}
