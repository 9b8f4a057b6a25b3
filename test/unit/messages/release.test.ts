import { deepEqual, equal } from 'node:assert/strict';
import { Account, type AccountSettings } from '../../../src/account';
import type { SendResult } from '../../../src/messages/sender';
import { deferPlatform } from '../../../src/platform/deferred';
import { PlatformError } from '../../../src/platform/errors';
import type { Platform } from '../../../src/platform/platform';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Outgoing } from '../../../src/store/outgoing';

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
});
