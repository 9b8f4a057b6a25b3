import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business, freshId } from './support/business';
import { deliver } from './support/deliver';
import type { ChangeMessage, FlowMessage } from './support/flow-message';
import { PATH, webhookIn } from './support/parts';
import { VERIFY_TOKEN } from './support/secrets';

const handshake = (token: string, challenge = '1158201444'): string =>
  `${PATH}?${new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': challenge })}`;

describe('whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    await red.deploy([shop.account(), webhookIn()]);
    red.clear();
  });

  describe('the handshake', () => {
    it('gives the challenge back as plain text', async () => {
      const answer = await fetch(red.url + handshake(VERIFY_TOKEN, '<b>1158</b>'));
      assert.equal(answer.status, 200);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      assert.equal(await answer.text(), '<b>1158</b>');
    });

    it('refuses another verify token, and none', async () => {
      assert.equal((await fetch(red.url + handshake('guessed'))).status, 403);
      assert.equal((await fetch(red.url + PATH)).status, 400);
      assert.equal((await fetch(red.url + handshake(VERIFY_TOKEN))).status, 200);
    });

    it('takes no account’s empty verify token for a match', async () => {
      await red.deploy([shop.account({ credentials: { verifyToken: '' } }), webhookIn()]);
      assert.equal((await fetch(red.url + handshake(''))).status, 400);
      assert.equal((await fetch(red.url + handshake('x'))).status, 403);
    });
  });

  describe('the signature', () => {
    it('is checked over the bytes as they came: other letters, escapes and spaces', async () => {
      const text = JSON.stringify(shop.text('äöü 漢字 👋'));
      const escaped = text.replace(/[\u0080-\uffff]/g, (c) => `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`);
      const other = escaped.replace(/wamid\.\d+/, freshId());
      const spaced = JSON.stringify(shop.text('äöü 漢字 👋'), null, 3).replaceAll('\n', '\r\n');
      for (const body of [text, other.replaceAll('/', '\\/'), spaced]) {
        assert.equal((await deliver(red, body)).status, 200);
      }
      const payloads = (await red.waitFor<FlowMessage>('messages', 3)).map(({ payload }) => payload);
      assert.deepEqual(payloads, Array(3).fill('äöü 漢字 👋'));
    });

    it('fails when a single byte differs', async () => {
      const body = JSON.stringify(shop.text('hello'));
      const answer = await fetch(red.url + PATH, {
        method: 'POST',
        body: `${body} `,
        headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` },
      });
      assert.equal(answer.status, 401);
    });

    it('takes a body of several megabytes', async () => {
      const messages = Array.from({ length: 5_000 }, (_, i) =>
        shop.message({ text: { body: `${i} ${'x'.repeat(300)}` } }),
      );
      assert.equal((await deliver(red, shop.messaging({ messages }))).status, 200);
      const received = await red.waitFor<FlowMessage>('messages', 5_000);
      assert.match(String(received[4_999]?.payload), /^4999 /);
    });
  });

  describe('messages', () => {
    it('look as the documentation says', async () => {
      const raw = shop.message({ text: { body: 'Are you open?' }, context: { id: 'wamid.before' } });
      const value = { contacts: [shop.contact('a1B2c3D4e5F=')], messages: [raw] };
      await deliver(red, shop.messaging(value));
      const [message] = await red.waitFor<FlowMessage>('messages');
      assert.ok(message);
      const { _msgid, ...own } = message;
      assert.ok(_msgid);
      const { identity, ...whatsapp } = own.whatsapp;
      assert.equal(own.topic, 'text');
      assert.equal(own.payload, 'Are you open?');
      assert.deepEqual(whatsapp, {
        kind: 'message',
        id: (raw as { id: string }).id,
        timestamp: '2025-10-09T08:55:00.000Z',
        field: 'messages',
        phoneNumberId: shop.phoneNumberId,
        displayPhoneNumber: shop.displayPhoneNumber,
        wabaId: shop.wabaId,
        entryId: shop.wabaId,
        customer: { id: shop.waId, phone: shop.phone, waId: shop.waId, name: 'Ada Beispiel' },
        context: { id: 'wamid.before' },
        raw,
      });
      assert.deepEqual(
        { ...identity, changeId: typeof identity?.changeId },
        { state: 'seen', hash: 'a1B2c3D4e5F=', since: '2025-10-09T08:55:00.000Z', changeId: 'string' },
      );
    });

    it('carry the content of other types as an object', async () => {
      const image = { id: '1', mime_type: 'image/jpeg', caption: 'my balcony' };
      await deliver(red, shop.messaging({ messages: [shop.message({ type: 'image', text: undefined, image })] }));
      const [message] = await red.waitFor<FlowMessage>('messages');
      assert.equal(message?.topic, 'image');
      assert.deepEqual(message?.payload, image);
    });

    it('of a user without a phone number have a user ID and no phone', async () => {
      const userId = 'DE.90817263544536271809';
      const contacts = [{ profile: { name: 'Ada', username: 'ada' }, user_id: userId, identity_key_hash: 'u1=' }];
      await deliver(
        red,
        shop.messaging({ contacts, messages: [shop.message({ from: undefined, from_user_id: userId })] }),
      );
      const [message] = await red.waitFor<FlowMessage>('messages');
      assert.deepEqual(message?.whatsapp.customer, { id: userId, userId, username: 'ada', name: 'Ada' });
      assert.equal(message?.whatsapp.identity?.hash, 'u1=');
    });
  });

  it('statuses carry the status object, the customer, errors with advice, and the identity', async () => {
    const errors = [{ code: 131049, title: 'Not delivered', error_data: { details: 'healthy ecosystem' } }];
    const raw = shop.status({ status: 'failed', errors });
    await deliver(red, shop.messaging({ statuses: [raw] }));
    const [status] = await red.waitFor<FlowMessage>('statuses');
    assert.equal(status?.topic, 'failed');
    assert.deepEqual(status?.payload, raw);
    assert.equal(status?.whatsapp.kind, 'status');
    assert.equal(status?.whatsapp.customer?.phone, shop.phone);
    assert.equal(status?.whatsapp.identity?.state, 'unknown');
    const [error] = (status?.whatsapp.errors ?? []) as Record<string, unknown>[];
    assert.equal(error?.code, 131049);
    assert.equal(error?.title, 'Not delivered');
    assert.equal(typeof error?.retryable, 'boolean');
    assert.ok(String(error?.advice).length > 20);
  });

  it('account events carry the value, the event as the topic, and a severity', async () => {
    const events: [object, string, string][] = [
      [{ event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: 'SCAM' } }, 'ACCOUNT_VIOLATION', 'critical'],
      [{ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: ['DISABLE'] } }, 'DISABLED_UPDATE', 'critical'],
      [{ event: 'DISABLED_UPDATE', ban_info: { waba_ban_state: 'REINSTATE' } }, 'DISABLED_UPDATE', 'info'],
      [{ event: 'ACCOUNT_RESTRICTION', restriction_info: [] }, 'ACCOUNT_RESTRICTION', 'warning'],
      [{ event: 'SOMETHING_NEW' }, 'SOMETHING_NEW', 'warning'],
    ];
    for (const [value] of events) await deliver(red, shop.envelope(value, 'account_update'));
    const received = await red.waitFor<FlowMessage>('events', events.length);
    assert.deepEqual(
      received.map(({ topic, payload, whatsapp }) => [payload, topic, whatsapp.severity]),
      events,
    );
    assert.equal(received[0]?.whatsapp.kind, 'account');
    assert.equal(received[0]?.whatsapp.wabaId, shop.wabaId);
  });

  it('splits a whole batch, in order, each item out of its own output', async () => {
    const [first, second] = [shop.message(), shop.message({ type: 'sticker', sticker: { id: '5' } })];
    const [sent, read] = [shop.status({ status: 'sent' }), shop.status({ status: 'read' })];
    const metadata = { phone_number_id: shop.phoneNumberId };
    const batch = {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: shop.wabaId,
          changes: [
            { field: 'messages', value: { metadata, contacts: [shop.contact()], messages: [first, second] } },
            { field: 'messages', value: { metadata, statuses: [sent], errors: [{ code: 131000, title: 'x' }] } },
          ],
        },
        { id: shop.wabaId, changes: [{ field: 'account_alerts', value: { entity_type: 'BUSINESS' } }] },
        { id: shop.wabaId, changes: [{ field: 'messages', value: { metadata, statuses: [read] } }] },
        { id: shop.wabaId, changed_fields: ['messages'] },
      ],
    };
    assert.equal((await deliver(red, batch)).status, 200);
    await red.waitFor('events', 3);
    assert.deepEqual(
      red.arrivals().map(({ collector, msg }) => `${collector} ${String(msg.topic)}`),
      [
        'messages text',
        'messages sticker',
        'statuses sent',
        'events error',
        'events account_alerts',
        'statuses read',
        'events changed_fields',
      ],
    );
  });

  describe('an identity change', () => {
    it('leaves before the message that revealed it', async () => {
      await deliver(red, shop.text('it is me', { hash: 'old=' }));
      await deliver(red, shop.text('it is me again', { hash: 'new=', timestamp: '1760000200' }));
      await red.waitFor('messages', 2);
      assert.deepEqual(
        red.arrivals().map(({ collector }) => collector),
        ['messages', 'changes', 'messages'],
      );
      const [change] = red.received<ChangeMessage>('changes');
      const [, message] = red.received<FlowMessage>('messages');
      assert.equal(change?.topic, 'hash_changed');
      const { changeId, evidence, ...payload } = change.payload;
      assert.deepEqual(payload, {
        customer: { id: shop.waId, phone: shop.phone, waId: shop.waId, name: 'Ada Beispiel' },
        previousHash: 'old=',
        hash: 'new=',
        changedAt: '2025-10-09T08:56:40.000Z',
        heldMessages: 0,
      });
      assert.equal(evidence.type, 'hash_changed');
      assert.equal(evidence.source, message?.whatsapp.id);
      const identity = { state: 'changed', hash: 'new=', since: '2025-10-09T08:56:40.000Z', changeId };
      assert.deepEqual(change.whatsapp.identity, identity);
      assert.deepEqual(message?.whatsapp.identity, identity);
      assert.equal(change.whatsapp.kind, 'identity_change');
      assert.equal(change.whatsapp.phoneNumberId, shop.phoneNumberId);
    });

    it('leaves before a status that has another hash, and before a 137000', async () => {
      await deliver(red, shop.text('hello', { hash: 'first=' }));
      await deliver(red, shop.statusUpdate({ recipient_identity_key_hash: 'second=' }));
      await red.waitFor('statuses');
      assert.deepEqual(
        red.arrivals().map(({ collector, msg }) => `${collector} ${String(msg.topic)}`),
        ['messages text', 'changes hash_changed', 'statuses delivered'],
      );

      const other = aBusiness();
      await red.deploy([other.account(), webhookIn()]);
      red.clear();
      await deliver(red, other.text('hello', { hash: 'first=' }));
      const errors = [{ code: 137000, title: 'Confirm the correct Recipient Identity Key Hash' }];
      await deliver(red, other.statusUpdate({ status: 'failed', errors }));
      await red.waitFor('statuses');
      assert.deepEqual(
        red.arrivals().map(({ collector, msg }) => `${collector} ${String(msg.topic)}`),
        ['messages text', 'changes hash_mismatch', 'statuses failed'],
      );
      assert.equal(red.received<ChangeMessage>('changes')[0]?.payload.hash, null);
    });

    it('leaves before the system message that tells it', async () => {
      const system = { type: 'customer_identity_changed', identity: { hash: 'told=' }, body: 'changed' };
      await deliver(red, shop.messaging({ messages: [shop.message({ type: 'system', system })] }));
      await red.waitFor('messages');
      assert.deepEqual(
        red.arrivals().map(({ collector, msg }) => `${collector} ${String(msg.topic)}`),
        ['changes identity_changed', 'messages system'],
      );
    });

    it('of a number change tells of both customers, each under its own name', async () => {
      const waId = `49152${shop.waId.slice(5)}`;
      const system = { type: 'user_changed_number', body: 'changed', wa_id: waId };
      await deliver(red, shop.messaging({ messages: [shop.message({ type: 'system', system })] }));
      await red.waitFor('messages');
      const changes = red.received<ChangeMessage>('changes');
      assert.deepEqual(
        changes.map(({ topic, payload, whatsapp }) => [
          topic,
          payload.customer.phone,
          whatsapp.customer?.phone,
          whatsapp.identity?.state,
          whatsapp.identity?.changeId === payload.changeId,
        ]),
        [
          ['number_changed', shop.phone, shop.phone, 'changed', true],
          ['number_changed', `+${waId}`, `+${waId}`, 'changed', true],
        ],
      );
    });

    it('is told in the middle of a batch, right before its own message', async () => {
      const stranger = aBusiness();
      const by = (hash: string, at: string): object => shop.text(hash, { hash, timestamp: at });
      const change = (webhook: object): unknown => (webhook as { entry: [{ changes: [unknown] }] }).entry[0].changes[0];
      const batch = shop.text('x') as { entry: [{ changes: unknown[] }] };
      batch.entry[0].changes = [
        change(by('h1=', '1760000100')),
        change(shop.messaging({ messages: [shop.message({ from: stranger.waId })] })),
        change(by('h2=', '1760000200')),
        change(by('h3=', '1760000300')),
      ];
      await deliver(red, batch);
      await red.waitFor('messages', 4);
      assert.deepEqual(
        red.arrivals().map(({ collector, msg }) => [collector, msg.payload instanceof Object ? '' : msg.payload]),
        [
          ['messages', 'h1='],
          ['messages', 'hello'],
          ['changes', ''],
          ['messages', 'h2='],
          ['changes', ''],
          ['messages', 'h3='],
        ],
      );
      assert.deepEqual(
        red.received<FlowMessage>('messages').map(({ whatsapp }) => whatsapp.identity?.state),
        ['seen', 'unknown', 'changed', 'changed'],
      );
    });
  });
});
