import { Account } from '../../src/account';
import type { OrphanListener } from '../../src/messages/sender';
import { createCloudPlatform } from '../../src/platform/cloud/client';
import type { CloudOptions } from '../../src/platform/cloud/settings';
import { deferPlatform } from '../../src/platform/deferred';
import { InputError } from '../../src/platform/errors';
import type { Platform } from '../../src/platform/platform';
import type { Store } from '../../src/store/store';
import type { AccountCredentials, Settings } from './account-config';
import { toMessageRate } from './message-rate';

/** What an account is given besides its configuration. */
export interface Surroundings {
  store: Store;
  onOrphan: OrphanListener;
  tell: (error: unknown) => void;
}

/**
 * A number on the Cloud API. Without what sending needs it still receives: then every message fails with what is missing.
 *
 * @throws InputError when not even webhooks can be taken: `api_unknown`, `phone_number_id_missing`,
 * `phone_number_id_invalid`
 */
export function toCloudAccount(
  settings: Settings,
  credentials: Partial<AccountCredentials>,
  { store, onOrphan, tell }: Surroundings,
): Account {
  const { id, name, api, phoneNumberId, wabaId, country } = settings;
  if (api !== 'cloud') {
    throw new InputError(
      'api_unknown',
      `The account's API "${api}" is not one that this version knows.`,
      'Open the account, choose one of the APIs that it offers, and deploy.',
    );
  }
  const { appSecret = '', verifyToken = '' } = credentials;
  const platform = openPlatform(settings, credentials, tell);
  const rate = toMessageRate(settings.messageRate);
  const own = { id, name, api, phoneNumberId, wabaId, country, appSecret, verifyToken, ...rate } as const;
  return new Account(own, platform, store, onOrphan);
}

/** What the Cloud API is called with. */
export function toCloudOptions(
  { phoneNumberId, wabaId, baseUrl, graphVersion: version, appSecretProof }: Settings,
  { accessToken = '', appSecret = '' }: Partial<AccountCredentials>,
): CloudOptions {
  const proof = appSecretProof ? { appSecret } : {};
  return { accessToken, ...proof, phoneNumberId, wabaId, ...(baseUrl === '' ? {} : { baseUrl }), version };
}

function openPlatform(
  settings: Settings,
  credentials: Partial<AccountCredentials>,
  tell: (error: unknown) => void,
): Platform {
  try {
    return createCloudPlatform(toCloudOptions(settings, credentials));
  } catch (error) {
    if (error instanceof InputError && error.code.startsWith('phone_number_id_')) throw error;
    tell(error);
    return deferPlatform('cloud', Promise.reject(error));
  }
}
