import type { NodeDef } from 'node-red';
import { DEFAULT_VERSION } from '../../src/platform/cloud/settings';

/** What the account's dialog stores; flows that were written by hand may lack any of it. */
export interface AccountConfig extends NodeDef {
  api?: string;
  phoneNumberId?: string;
  wabaId?: string;
  graphVersion?: string;
  baseUrl?: string;
  country?: string;
  /** ID of a store node; empty for this machine's disk. */
  store?: string;
}

/** Each may be missing. */
export interface AccountCredentials {
  accessToken: string | undefined;
  appSecret: string | undefined;
  verifyToken: string | undefined;
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
    baseUrl: config.baseUrl ?? '',
    graphVersion: config.graphVersion ?? DEFAULT_VERSION,
  };
}
