import { deepEqual, equal, rejects } from 'node:assert/strict';
import { Account } from '../../../src/account';
import { deferPlatform } from '../../../src/platform/deferred';
import { NoAnswerError, PlatformError } from '../../../src/platform/errors';
import type { Platform } from '../../../src/platform/platform';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Store } from '../../../src/store/store';
import { waitUntil } from '../../harness/wait';

const SETTINGS = { id: 'account', name: '', wabaId: '', country: '', appSecret: '', verifyToken: '' };

describe('marking messages as read', () => {
  let store: Store;
  /** What came to the platform, in order. */
  let calls: string[];
  let refusal: Error | undefined;
  beforeEach(() => {
    store = createKeyedStore(createMemoryEngine());
    calls = [];
    refusal = undefined;
  });
  afterEach(() => store.close());

  function open(messagesPerSecond: number): Account {
    const platform: Platform = {
      ...deferPlatform('cloud', new Promise(() => undefined)),
      sendMessage: async ({ to }) => {
        calls.push(`message ${to}`);
        return { id: `wamid.${calls.length}`, contacts: [], raw: {} };
      },
      markAsRead: async ({ message_id }) => {
        calls.push(`receipt ${message_id}`);
        if (refusal !== undefined) throw refusal;
      },
    };
    const settings = { ...SETTINGS, api: 'cloud', phoneNumberId: '1', messagesPerSecond } as const;
    return new Account(settings, platform, store, () => undefined);
  }

  const send = ({ sender }: Account, waId: string): Promise<unknown> =>
    sender.send({
      nodeId: 'send',
      names: { waId },
      address: { to: waId },
      content: { type: 'text', text: { body: 'x' } },
      policy: 'same',
    });
  const read = ({ sender }: Account, id: string): Promise<void> => sender.markAsRead({ message_id: id }, {});

  it('goes before the messages that wait, at the pace of the number', async () => {
    const account = open(10);
    const startedAt = Date.now();
    const all = ['1', '2', '3'].map((waId) => send(account, waId));
    await waitUntil(() => calls.length === 1);
    await read(account, 'a');
    await Promise.all(all);
    deepEqual(calls, ['message 1', 'receipt a', 'message 2', 'message 3']);
    // Each waits a tenth of a second for the one before, and a little longer.
    equal(Date.now() - startedAt > 299, true);
  });

  it('is refused as the platform refuses it, and everything waits while that is about the whole number', async () => {
    const account = open(1000);
    const limited = { retryable: true, advice: '', platformCode: 130429, waitSeconds: 0.2 };
    refusal = new PlatformError('rate_limited', 'Too many.', limited);
    await rejects(read(account, 'a'), { code: 'rate_limited' });
    refusal = undefined;
    const pausedAt = Date.now();
    await Promise.all([send(account, '1'), read(account, 'b')]);
    equal(Date.now() - pausedAt > 150, true);
    deepEqual(calls, ['receipt a', 'receipt b', 'message 1']);
  });

  it('that still waits fails when the account is deployed again', async () => {
    const account = open(0.1);
    await send(account, '1');
    const waiting = read(account, 'a');
    const isClosed = { retryable: true, advice: '' };
    refusal = new NoAnswerError('account_closed', 'Closed.', isClosed, false);
    account.sender.stop();
    await rejects(waiting, { code: 'account_closed' });
    equal(account.sender.waiting, 0);
  });
});
