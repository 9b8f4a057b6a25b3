import { InputError } from '../errors';
import type { Api } from '../platform';

export interface CloudOptions {
  /** Sent as a Bearer token, to the base URL alone and never along a redirect. */
  accessToken: string;
  /** The ID of the business phone number, not the number itself. */
  phoneNumberId: string;
  /** Where the Graph API is, or a proxy or BSP that speaks it; a path is kept. Default `https://graph.facebook.com`. */
  baseUrl?: string;
  /** Graph version in the path, default `v25.0`. Empty leaves it out, as some BSPs want it. */
  version?: string;
  /** Until the whole answer is there, waiting for a free connection included, in milliseconds. Default 30,000. */
  timeoutMs?: number;
  /** Until a connection stands, TLS included, in milliseconds. Default 10,000. */
  connectTimeoutMs?: number;
  /** An answer above this size is given up. Default 1 MiB; the platform's are a few hundred bytes. */
  maxAnswerBytes?: number;
  /** Connections at a time; further requests wait for one. Default 64. */
  maxConnections?: number;
  /** What the platform calls itself: the simulator is the Cloud API too. */
  api?: Extract<Api, 'cloud' | 'simulator'>;
}

/** Options that were checked and completed. */
export interface CloudSettings extends Required<Omit<CloudOptions, 'baseUrl' | 'version'>> {
  /** Base URL with the version, without a slash at the end. */
  root: string;
  /** Host and port for error messages. */
  host: string;
  isLoopback: boolean;
}

export const DEFAULT_BASE_URL = 'https://graph.facebook.com';
export const DEFAULT_VERSION = 'v25.0';

/**
 * @throws InputError naming the field: `access_token_missing`, `access_token_invalid`, `phone_number_id_missing`,
 * `phone_number_id_invalid`, `base_url_invalid`, `graph_version_invalid`, `setting_invalid`. Never with a value in it.
 */
export function toCloudSettings(options: CloudOptions): CloudSettings {
  const { api = 'cloud', version = DEFAULT_VERSION } = options;
  // First, for without it an account cannot even receive.
  const phoneNumberId = toPhoneNumberId(options.phoneNumberId);
  const base = toBaseUrl(options.baseUrl ?? DEFAULT_BASE_URL);
  if (!/^(?:v\d+(?:\.\d+)?)?$/.test(version)) {
    throw new InputError(
      'graph_version_invalid',
      'The Graph version must look like v25.0, or be empty.',
      'Correct the Graph version in the account.',
    );
  }
  const path = `${base.pathname.replace(/\/+$/, '')}${version === '' ? '' : `/${version}`}`;
  return {
    api,
    accessToken: toAccessToken(options.accessToken),
    phoneNumberId,
    root: base.origin + path,
    host: base.host,
    isLoopback: /^(?:localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(base.hostname),
    timeoutMs: toPositive('timeoutMs', options.timeoutMs ?? 30_000),
    connectTimeoutMs: toPositive('connectTimeoutMs', options.connectTimeoutMs ?? 10_000),
    maxAnswerBytes: toPositive('maxAnswerBytes', options.maxAnswerBytes ?? 1024 * 1024),
    maxConnections: toPositive('maxConnections', options.maxConnections ?? 64),
  };
}

function toAccessToken(token: unknown): string {
  if (typeof token !== 'string' || token === '') {
    throw new InputError(
      'access_token_missing',
      'The account has no access token.',
      'Enter the access token in the account.',
    );
  }
  // A line break would end the header, and start another one of the token's choosing.
  if (!/^[\x21-\x7e]+$/.test(token)) {
    throw new InputError(
      'access_token_invalid',
      'The access token contains a space, a line break or another character that no token has.',
      'Copy the access token again, without what is around it.',
    );
  }
  return token;
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

function toBaseUrl(text: string): URL {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isPlain =
    url !== undefined && url.username === '' && url.password === '' && url.search === '' && url.hash === '';
  if (!isPlain || !/^https?:$/.test(url.protocol)) {
    throw new InputError(
      'base_url_invalid',
      'The base URL must start with https:// (or http://) and have no user name, query or fragment.',
      `Correct the base URL in the account, or leave it empty for ${DEFAULT_BASE_URL}.`,
    );
  }
  return url;
}

function toPositive(name: string, value: number): number {
  // Timers take 31 bits of milliseconds; more would fire at once.
  if (Number.isInteger(value) && value > 0 && value < 2 ** 31) return value;
  throw new InputError('setting_invalid', `${name} must be a whole number above 0.`, `Correct ${name}.`);
}
