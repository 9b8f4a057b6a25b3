import { deepEqual, equal } from 'node:assert/strict';
import { Account } from '../../../src/account';
import type { SendResult } from '../../../src/messages/send-result';
import { deferPlatform } from '../../../src/platform/deferred';
import { NoAnswerError } from '../../../src/platform/errors';
import type { OutgoingMessage, Platform, SendReceipt } from '../../../src/platform/platform';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Store } from '../../../src/store/store';
import { waitUntil } from '../../harness/wait';

const SETTINGS = { id: 'account', name: '', wabaId: '', country: '', appSecret: '', verifyToken: '' };
const WA_ID = '16315550001';

describe('messages in their turn', () => {
  let store: Store;
  /** What came to the platform, with how it may be answered. */
  let calls: { text: string; accept: () => void; refuse: (error: Error) => void }[];
  let results: string[];
  beforeEach(() => {
    store = createKeyedStore(createMemoryEngine());
    calls = [];
    results = [];
  });
  afterEach(() => store.close());

  const toText = (message: OutgoingMessage): string => (message.text as { body: string }).body;
  const describeResult = (result: SendResult): string =>
    result.type === 'held' ? `held ${result.held.reason}` : result.type;

  function open(more: Partial<Platform> = {}): Account {
    const platform: Platform = {
      ...deferPlatform('cloud', new Promise(() => undefined)),
      sendMessage: (message) =>
        new Promise<SendReceipt>((resolve, refuse) => {
          const accept = (): void => resolve({ id: `wamid.${calls.length}`, contacts: [], raw: {} });
          calls.push({ text: toText(message), accept, refuse });
        }),
      ...more,
    };
    const account = new Account({ ...SETTINGS, api: 'cloud', phoneNumberId: '1' }, platform, store, () => undefined);
    account.sender.register('send', (result) => results.push(describeResult(result)));
    return account;
  }

  const send = ({ sender }: Account, body: string, waId = WA_ID): Promise<SendResult> =>
    sender.send({
      nodeId: 'send',
      names: { waId },
      address: { to: `+${waId}` },
      content: { type: 'text', text: { body } },
      policy: 'same',
      retries: 1,
    });
  const texts = (): string[] => calls.map(({ text }) => text);
  const arrived = (count: number): Promise<unknown> => waitUntil(() => calls.length === count);

  it('leave one after the other for one customer, and others are not kept waiting', async () => {
    const account = open();
    const all = [send(account, 'one'), send(account, 'two'), send(account, 'else', '16315550002')];
    await arrived(2);
    deepEqual(texts(), ['one', 'else']);
    equal(account.sender.waiting, 1);
    calls[0]?.accept();
    await arrived(3);
    calls[1]?.accept();
    calls[2]?.accept();
    deepEqual((await Promise.all(all)).map(describeResult), ['accepted', 'accepted', 'accepted']);
    deepEqual(await store.queued(account.scope), []);
  });

  it('are recorded while they wait, and leave in the next life, once', async () => {
    const account = open();
    const all = ['one', 'two', 'three'].map((text) => send(account, text));
    await waitUntil(async () => (await store.queued(account.scope)).length === 2);
    account.sender.stop();
    const isClosed = { retryable: true, advice: '' };
    calls[0]?.refuse(new NoAnswerError('account_closed', 'Closed.', isClosed, false));
    await account.sender.idle();
    deepEqual((await Promise.all(all)).map(describeResult), ['postponed', 'postponed', 'postponed']);
    calls = [];
    const next = open();
    await next.sender.recover();
    for (const count of [1, 2, 3]) {
      await arrived(count);
      calls.at(-1)?.accept();
    }
    await waitUntil(() => results.length === 3);
    deepEqual(
      [texts(), results],
      [
        ['one', 'two', 'three'],
        ['accepted', 'accepted', 'accepted'],
      ],
    );
    deepEqual(await store.queued(next.scope), []);
  });

  it('go before what is sent after them, also when that comes before the recovery', async () => {
    const account = open();
    void send(account, 'one');
    void send(account, 'two');
    await waitUntil(async () => (await store.queued(account.scope)).length === 1);
    account.sender.stop();
    calls[0]?.accept();
    const next = open();
    void send(next, 'three');
    await arrived(2);
    deepEqual(texts(), ['one', 'two']);
  });

  it('that were on their way when their node was deployed again are told of to its next life', async () => {
    const account = open();
    const all = [send(account, 'one'), send(account, 'else', '16315550002')];
    await arrived(2);
    calls[0]?.accept();
    deepEqual(describeResult(await (all[0] ?? send(account, 'never'))), 'accepted');
    account.sender.stop();
    calls[1]?.accept();
    deepEqual((await Promise.all(all)).map(describeResult), ['accepted', 'postponed']);
    deepEqual(results, []);
    await open().sender.recover();
    deepEqual(results, ['accepted']);
  });

  it('pass the guard when their turn comes: what changed meanwhile holds them', async () => {
    const account = open();
    const all = [send(account, 'one'), send(account, 'two')];
    await waitUntil(async () => (await store.queued(account.scope)).length === 1);
    await store.revoke(account.scope, { waId: WA_ID });
    calls[0]?.accept();
    deepEqual((await Promise.all(all)).map(describeResult), ['accepted', 'held identity_changed']);
    deepEqual(texts(), ['one']);
  });

  it('do not leave when their customer was forgotten', async () => {
    const account = open();
    const first = send(account, 'one');
    const second = send(account, 'two').catch((error: { code: string }) => error.code);
    await waitUntil(async () => (await store.queued(account.scope)).length === 1);
    await store.forget(account.scope, { waId: WA_ID });
    calls[0]?.accept();
    await first;
    equal(await second, 'message_withdrawn');
    deepEqual(texts(), ['one']);
  });

  it('that certainly did not leave are sent again before those behind them, and then fail', async () => {
    const account = open();
    const all = [send(account, 'one'), send(account, 'two')];
    const refused = { retryable: true, advice: '', waitSeconds: 0.01 };
    for (const count of [1, 2]) {
      await arrived(count);
      calls.at(-1)?.refuse(new NoAnswerError('platform_unreachable', 'Refused.', refused, false));
    }
    await arrived(3);
    calls.at(-1)?.accept();
    deepEqual((await Promise.all(all)).map(describeResult), ['failed', 'accepted']);
    deepEqual(texts(), ['one', 'one', 'two']);
  });

  it('leave at the rate that the platform grants the number, which it is asked for when they pile up', async () => {
    let asked = 0;
    const account = open({
      sendMessage: async ({ to }) => {
        calls.push({ text: String(to), accept: () => undefined, refuse: () => undefined });
        return { id: `wamid.${to}`, contacts: [], raw: {} };
      },
      numberInfo: async () => {
        asked += 1;
        return { throughput: { level: 'HIGH' } };
      },
    });
    // At the rate that every number has they would take more than five seconds.
    const all = Array.from({ length: 400 }, (_, i) => send(account, 'x', String(16315550002 + i)));
    await waitUntil(() => calls.length === 400, {
      timeout: 4_000,
      what: () => `400 leave, of them ${calls.length} by now`,
    });
    await Promise.all(all);
    equal(asked, 1);
  });

  it('that may have left are not sent again', async () => {
    const account = open();
    const one = send(account, 'one');
    await arrived(1);
    calls[0]?.refuse(new NoAnswerError('unknown_outcome', 'No.', { retryable: false, advice: '' }, true));
    equal((await one).type, 'failed');
    deepEqual(texts(), ['one']);
  });
});
