import assert from 'node:assert/strict';
import { Account } from '../../src/account';
import { createCloudPlatform } from '../../src/platform/cloud/client';
import { WhatsAppError } from '../../src/platform/errors';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import type { Store } from '../../src/store/store';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { type Mood, type MoodyPlatform, startMoodyPlatform } from './support/moody-platform';

const CUSTOMERS = 40;
/** For each of them. */
const MESSAGES = 3;
const ALL = CUSTOMERS * MESSAGES;

const SETTINGS = {
  id: 'account',
  name: '',
  api: 'cloud',
  phoneNumberId: '106540352242922',
  wabaId: '',
  country: '',
  appSecret: '',
  verifyToken: '',
  messagesPerSecond: 1_000,
} as const;

/** What the flow was told of a message: that it was accepted, or the code of its error. */
type Told = 'accepted' | string;

describe('a queue of messages in trouble', function () {
  this.timeout(60_000);
  let folder: TempDir;
  let store: Store;
  let platform: MoodyPlatform;
  let account: Account;
  /** By the texts of the messages; more than one would be one too many. */
  let told: Map<string, Told[]>;

  beforeEach(async () => {
    folder = tempDir('queue');
    store = createKeyedStore(createDiskEngine(folder.path));
    platform = await startMoodyPlatform();
    account = open();
    told = new Map();
  });
  afterEach(async () => {
    account.sender.stop();
    account.platform.close();
    await account.sender.idle();
    await store.close();
    await platform.shut();
    folder.remove();
  });

  function open(timeoutMs = 10_000): Account {
    const client = createCloudPlatform({
      phoneNumberId: SETTINGS.phoneNumberId,
      accessToken: 'token',
      baseUrl: platform.url,
      timeoutMs,
    });
    return new Account(SETTINGS, client, store, () => undefined);
  }

  const customerOf = (index: number): string => `1631555${2000 + index}`;
  const textOf = (customer: number, message: number): string => `${customer}/${message}`;

  async function send(customer: number, message: number): Promise<void> {
    const text = textOf(customer, message);
    const result = await account.sender
      .send({
        nodeId: 'send',
        names: { waId: customerOf(customer) },
        address: { to: `+${customerOf(customer)}` },
        content: { type: 'text', text: { body: text } },
        policy: 'same',
      })
      .catch((error: unknown) => {
        if (error instanceof WhatsAppError) return { type: 'failed' as const, error };
        throw error;
      });
    const what = result.type === 'failed' ? result.error.code : result.type;
    told.set(text, [...(told.get(text) ?? []), what]);
  }

  /** Hands over all messages, one to each customer, and then the next. */
  async function sendAll(): Promise<void> {
    const order = Array.from({ length: ALL }, (_, i) => [i % CUSTOMERS, Math.floor(i / CUSTOMERS)] as const);
    await Promise.all(order.map(([customer, message]) => send(customer, message)));
  }

  const count = (what: Told): number => [...told.values()].filter(([first]) => first === what).length;

  /** Whatever happens: what the flow is told is true, nothing arrives twice, and what arrives does so in order. */
  function assertHonest(): void {
    assert.equal(told.size, ALL, 'something comes of each message');
    for (const [text, outcomes] of told) {
      const [outcome = ''] = outcomes;
      assert.equal(outcomes.length, 1, `${text} is told once`);
      const arrivals = platform.arrived.filter((arrival) => arrival.text === text).length;
      const possible = outcome === 'accepted' ? [1] : outcome === 'unknown_outcome' ? [0, 1] : [0];
      assert.ok(possible.includes(arrivals), `${text}, told as ${outcome}, arrived ${arrivals} times`);
    }
    for (let customer = 0; customer < CUSTOMERS; customer += 1) {
      const texts = platform.arrived.filter(({ to }) => to === `+${customerOf(customer)}`).map(({ text }) => text);
      assert.deepEqual(texts, [...texts].sort(), `the order of ${customer}`);
    }
  }

  async function assertNothingLeft(): Promise<void> {
    assert.deepEqual(await store.queued(account.scope), []);
    assert.equal(account.sender.waiting, 0);
  }

  it('waits while the platform has had too much, and then sends all of it', async () => {
    const storm: Mood = { type: 'refuses', code: 130429, status: 429 };
    const endsAt = Date.now() + 1_500;
    platform.mood = () => (Date.now() < endsAt ? storm : { type: 'takes' });
    await sendAll();
    assertHonest();
    assert.equal(count('accepted'), ALL);
    // It did not go on knocking: a few were on their way when it began, and when it was tried again.
    assert.ok(platform.calls < 3 * ALL, `${platform.calls} calls`);
    await assertNothingLeft();
  });

  it('waits as long as the platform asks for', async () => {
    platform.mood = (call) =>
      call === 1 ? { type: 'refuses', code: 131000, status: 503, headers: { 'retry-after': '2' } } : { type: 'takes' };
    const startedAt = Date.now();
    const first = send(0, 0);
    await waitUntil(() => platform.calls === 1);
    // That is said of the number, and not of one customer.
    await Promise.all([first, send(1, 0)]);
    assert.ok(Date.now() - startedAt >= 2_000, `${Date.now() - startedAt} ms`);
    assert.deepEqual([...told.values()], [['accepted'], ['accepted']]);
    assert.equal(platform.calls, 3);
  });

  it('tells of each message that the token has expired, when it does', async () => {
    platform.mood = (call) => (call <= 50 ? { type: 'takes' } : { type: 'refuses', code: 190, status: 401 });
    await sendAll();
    assertHonest();
    assert.deepEqual([count('accepted'), count('auth_failed')], [50, ALL - 50]);
    await assertNothingLeft();
  });

  it('sends again what the platform could not do for a moment', async () => {
    platform.mood = (call) => (call <= 20 ? { type: 'refuses', code: 131000, status: 500 } : { type: 'takes' });
    await sendAll();
    assertHonest();
    assert.equal(count('accepted'), ALL);
    await assertNothingLeft();
  });

  it('never sends again what was answered by something in between', async () => {
    platform.mood = (call) => (call % 4 === 0 ? { type: 'breaks', status: 502 } : { type: 'takes' });
    await sendAll();
    assertHonest();
    assert.equal(platform.calls, ALL);
    assert.deepEqual([count('accepted'), count('unknown_outcome')], [(3 * ALL) / 4, ALL / 4]);
    await assertNothingLeft();
  });

  it('goes on when the platform can be reached again', async () => {
    await platform.shut();
    const all = sendAll();
    await waitUntil(async () => (await store.queued(account.scope)).length === ALL, { timeout: 15_000 });
    assert.equal(told.size, 0);
    await platform.open();
    await all;
    assertHonest();
    assert.equal(count('accepted'), ALL);
    await assertNothingLeft();
  });

  for (const type of ['resets', 'takesAndResets'] as const) {
    it(`reports as unknown what was on its way when a connection broke, and does not send it again: ${type}`, async () => {
      platform.mood = (call) => ({ type: call % 5 === 0 ? type : 'takes' });
      await sendAll();
      assertHonest();
      assert.ok(count('unknown_outcome') >= ALL / 5, `${count('unknown_outcome')}`);
      assert.equal(count('accepted') + count('unknown_outcome'), ALL);
      assert.equal(platform.arrived.length, type === 'resets' ? count('accepted') : ALL);
      await assertNothingLeft();
    });
  }

  it('keeps others moving while some answers are slow, and reports those that never come', async () => {
    account.platform.close();
    account = open(1_500);
    const slow = textOf(0, 0);
    platform.mood = (call) => ({ type: 'takes', afterMs: call % 10 === 0 ? 300 : call === 1 ? 5_000 : 0 });
    await sendAll();
    assertHonest();
    assert.deepEqual(told.get(slow), ['unknown_outcome']);
    assert.equal(count('accepted'), ALL - 1);
    await assertNothingLeft();
  });
});
