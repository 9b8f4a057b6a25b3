import { Account, type AccountSettings } from '../../../../src/account';
import type { Platform } from '../../../../src/platform/platform';
import type { IdentityChange } from '../../../../src/store/identity-change';
import { createKeyedStore } from '../../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../../src/store/memory-engine';
import type { Store } from '../../../../src/store/store';
import { onCleanUp } from '../loopback';

const SETTINGS: AccountSettings = {
  id: 'account',
  name: '',
  api: 'on-premises',
  phoneNumberId: '15550783881',
  wabaId: '',
  country: 'US',
  appSecret: '',
  verifyToken: '',
};

/** An account with a store in memory. */
export function accountWith(platform: Platform, { now, store }: { now?: () => number; store?: Store } = {}): Account {
  const kept = store ?? createKeyedStore(createMemoryEngine(), now === undefined ? {} : { now });
  onCleanUp(() => kept.close());
  return new Account({ ...SETTINGS, api: platform.api }, platform, kept, () => undefined);
}

/** What the flow hears of identity changes. */
export function changesOf(account: Account): IdentityChange[] {
  const changes: IdentityChange[] = [];
  account.subscribe({ receive: async () => undefined, report: (reports) => changes.push(...reports) });
  return changes;
}
