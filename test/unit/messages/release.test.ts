import { deepEqual, equal } from 'node:assert/strict';
import { Account, type AccountSettings } from '../../../src/account';
import type { SendResult } from '../../../src/messages/send-result';
import { deferPlatform } from '../../../src/platform/deferred';
import { PlatformError } from '../../../src/platform/errors';
import type { Platform } from '../../../src/platform/platform';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { HOLD_LIMITS, type Outgoing } from '../../../src/store/outgoing';

const SETTINGS: AccountSettings = {
  id: 'account',
  name: '',
  api: 'on-premises',
  phoneNumberId: '',
  wabaId: '',
  country: '',
  appSecret: '',
  verifyToken: '',
  standIn: 'on-premises:15550783881',
};

/** The server blocks whoever changed, and does not ask whether a message is private (480). */
const BLOCKED = new PlatformError('identity_mismatch', 'Blocked.', { retryable: false, advice: '', platformCode: 480 });

describe('a release of held messages', () => {
  it('ends with the first that the server blocks again, whatever the policy lets through', async () => {
    const store = createKeyedStore(createMemoryEngine());
    let sent = 0;
    const platform: Platform = {
      ...deferPlatform('on-premises', new Promise(() => undefined)),
      sendMessage: async () => {
        sent += 1;
        // So that the test ends, were it to go on for ever.
        if (sent > 50) throw new PlatformError('refused', 'No.', { retryable: false, advice: '' });
        throw BLOCKED;
      },
    };
    const account = new Account(SETTINGS, platform, store, () => undefined);
    const results: SendResult['type'][] = [];
    account.sender.register('send', ({ type }) => results.push(type));
    const outgoing: Outgoing = {
      nodeId: 'send',
      names: { waId: '16315550001' },
      address: { to: '+16315550001' },
      content: { type: 'text', text: { body: 'Please confirm that it is you' } },
      policy: 'whoever',
    };
    equal((await account.sender.send(outgoing)).type, 'held');
    await account.sender.recover();
    equal(sent, 2);
    deepEqual(results, ['held']);
    equal((await store.heldOf(account.scope, { waId: '16315550001' })).length, 1);
    await store.close();
  });

  it('goes on when a message whose send node is gone, and that kept others waiting, grows too old', async () => {
    let now = 1_760_000_000_000;
    const store = createKeyedStore(createMemoryEngine(), { now: () => now });
    const sent: unknown[] = [];
    const platform: Platform = {
      ...deferPlatform('cloud', new Promise(() => undefined)),
      sendMessage: async ({ text }) => {
        sent.push(text);
        return { id: 'wamid.1', contacts: [], raw: {} };
      },
    };
    const { standIn: _, ...settings } = SETTINGS;
    const account = new Account({ ...settings, api: 'cloud', phoneNumberId: '1' }, platform, store, () => undefined);
    const names = { waId: '16315550001' };
    const results: SendResult['type'][] = [];
    account.sender.register('send', ({ type }) => results.push(type));
    const tell = (nodeId: string, body: string): Promise<SendResult> => {
      const content = { type: 'text', text: { body } };
      return account.sender.send({ nodeId, names, address: { to: '+16315550001' }, content, policy: 'authenticated' });
    };
    equal((await tell('gone', 'First')).type, 'held');
    await store.reveal(account.scope, names, 'hash', 1_760_000_000);
    equal(await store.acknowledge(account.scope, names, { newest: true }), 'acknowledged');
    now += 3_600_000;
    equal((await tell('send', 'Second')).type, 'held');
    now += HOLD_LIMITS.age - 1_800_000;
    await account.sender.expire(now);
    deepEqual(sent, [{ body: 'Second' }]);
    deepEqual(results, ['accepted']);
    await store.close();
  });
});
