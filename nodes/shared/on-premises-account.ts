import { createHash } from 'node:crypto';
import { Account } from '../../src/account';
import { deferPlatform } from '../../src/platform/deferred';
import { InputError } from '../../src/platform/errors';
import { createOnPremisesPlatform } from '../../src/platform/on-premises/client';
import type { OnPremisesAuth, OnPremisesOptions } from '../../src/platform/on-premises/settings';
import type { Platform } from '../../src/platform/platform';
import type { WebhookProtection } from '../../src/webhook/protection';
import type { AccountCredentials, Settings } from './account-config';
import type { Surroundings } from './cloud-account';
import { toMessageRate } from './message-rate';

/**
 * A number on the On-Premises API. Without what sending needs it still receives: then every message fails with what is
 * missing.
 *
 * @throws InputError `webhook_secret_weak`
 */
export function toOnPremisesAccount(
  settings: Settings,
  credentials: Partial<AccountCredentials>,
  { store, onOrphan, tell }: Surroundings,
): Account {
  const { id, name, country, displayNumber } = settings;
  const common = { id, name, api: 'on-premises', country, displayNumber, phoneNumberId: '', wabaId: '' } as const;
  const nothingSigned = { appSecret: '', verifyToken: '' };
  const protection = toProtection(settings, credentials);
  const platform = openPlatform(settings, credentials, tell);
  const rate = toMessageRate(settings.messageRate);
  const own = { ...common, ...rate, ...nothingSigned, standIn: standInFor(settings), protection };
  return new Account(own, platform, store, onOrphan);
}

/** See `AccountSettings.standIn`. */
function standInFor({ displayNumber, baseUrl }: Settings): string {
  const digits = displayNumber.replace(/\D/g, '');
  if (digits !== '') return `on-premises:${digits}`;
  return `on-premises:url:${createHash('sha256').update(baseUrl).digest('hex').slice(0, 16)}`;
}

/** 128 bits, in any usual spelling of them. */
const PATH_SECRET = /^[\w-]{22,}$/;

function toProtection(
  { webhookProtection, webhookUser }: Settings,
  { webhookSecret = '', webhookPassword = '' }: Partial<AccountCredentials>,
): WebhookProtection {
  if (webhookProtection === 'basicAuth') {
    if (webhookUser === '' || webhookPassword === '') return {};
    return { basicAuth: { user: webhookUser, password: webhookPassword } };
  }
  if (webhookProtection === 'mutualTls') return { clientCertificate: true };
  if (webhookProtection !== 'secretPath' || webhookSecret === '') return {};
  if (!PATH_SECRET.test(webhookSecret)) throw secretWeak();
  return { pathSecret: webhookSecret };
}

function openPlatform(
  settings: Settings,
  credentials: Partial<AccountCredentials>,
  tell: (error: unknown) => void,
): Platform {
  try {
    return createOnPremisesPlatform(toOnPremisesOptions(settings, credentials));
  } catch (error) {
    tell(error);
    return deferPlatform('on-premises', Promise.reject(error));
  }
}

/** What the On-Premises API is called with. @throws InputError `auth_unknown` */
export function toOnPremisesOptions(settings: Settings, credentials: Partial<AccountCredentials>): OnPremisesOptions {
  const { baseUrl, ca } = settings;
  return { baseUrl, ca, auth: toAuth(settings, credentials) };
}

function toAuth(
  { auth, user, apiKeyHeader }: Settings,
  { password = '', bearerToken = '', apiKey = '' }: Partial<AccountCredentials>,
): OnPremisesAuth {
  if (auth === 'login') return { type: 'login', user, password };
  if (auth === 'token') return { type: 'token', token: bearerToken };
  if (auth === 'apiKey')
    return { type: 'apiKey', key: apiKey, ...(apiKeyHeader === '' ? {} : { header: apiKeyHeader }) };
  throw authUnknown();
}

const authUnknown = (): InputError =>
  new InputError(
    'auth_unknown',
    'How the account logs in to the On-Premises API is not known.',
    'Open the account, choose user name and password, a token or an API key, and deploy.',
  );

const secretWeak = (): InputError =>
  new InputError(
    'webhook_secret_weak',
    'The secret part of the webhook’s address is too short, or has characters that an address does not have.',
    'Open the account, make a new one there, and deploy.',
  );
