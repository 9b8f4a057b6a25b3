import type { NodeDef } from 'node-red';
import { DEFAULT_VERSION } from '../../src/platform/cloud/graph-settings';

/** What the account's dialog stores; flows that were written by hand may lack any of it. */
export interface AccountConfig extends NodeDef {
  api?: string;
  phoneNumberId?: string;
  wabaId?: string;
  graphVersion?: string;
  baseUrl?: string;
  /** Whether calls prove the app secret (`appsecret_proof`). */
  appSecretProof?: boolean;
  country?: string;
  /** Messages a second; empty for what every number may send. */
  messageRate?: number | string;
  /** On-Premises: the business's own phone number. */
  displayNumber?: string;
  /** On-Premises: `login`, `token` or `apiKey`. */
  auth?: string;
  user?: string;
  apiKeyHeader?: string;
  /** PEM. */
  ca?: string;
  /** On-Premises: `secretPath`, `basicAuth` or `mutualTls`. */
  webhookProtection?: string;
  webhookUser?: string;
  /** ID of a store node; empty for this machine's disk. */
  store?: string;
}

/** Each may be missing. */
export interface AccountCredentials {
  accessToken: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
  /** On-Premises: the user's password. */
  password: string | undefined;
  /** On-Premises: a token that lasts. */
  bearerToken: string | undefined;
  /** On-Premises: a provider's key. */
  apiKey: string | undefined;
  /** On-Premises: the last part of the webhook's address. */
  webhookSecret: string | undefined;
  /** On-Premises: what the webhooks come with. */
  webhookPassword: string | undefined;
}

/** An account's configuration, complete. */
export type Settings = Required<Omit<AccountConfig, keyof NodeDef | 'store'>> & { id: string; name: string };

export function toSettings(config: AccountConfig): Settings {
  return {
    id: config.id,
    name: config.name ?? '',
    api: config.api ?? 'simulator',
    phoneNumberId: config.phoneNumberId ?? '',
    wabaId: config.wabaId ?? '',
    country: config.country ?? '',
    messageRate: config.messageRate ?? '',
    baseUrl: config.baseUrl ?? '',
    graphVersion: config.graphVersion ?? DEFAULT_VERSION,
    appSecretProof: config.appSecretProof ?? true,
    displayNumber: config.displayNumber ?? '',
    auth: config.auth ?? 'login',
    user: config.user ?? '',
    apiKeyHeader: config.apiKeyHeader ?? '',
    ca: config.ca ?? '',
    webhookProtection: config.webhookProtection ?? 'secretPath',
    webhookUser: config.webhookUser ?? '',
  };
}
