import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { cleanUp, setStage } from './support/stage';

const PHONE = '+16505551234';
/** Word for word the errors of S1's failed delivery status. */
const MISMATCH = [
  { code: 137000, title: 'Confirm the correct Recipient Identity Key Hash or send without any identity key hash' },
];

describe('the identity check of the simulator', () => {
  afterEach(cleanUp);

  it('plays the story of a changed identity', async () => {
    const { simulator, receiver, send, graph } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Pablo Morales' });
    const on = await graph('POST', '/settings', { user_identity_change: { enable_identity_key_check: true } });
    deepEqual(on, { status: 200, body: { success: true } });

    customer.write('Hello');
    await simulator.idle();
    const [first] = receiver.messages();
    const oldHash: string = first?.contact.identity_key_hash;
    match(oldHash, /^[A-Za-z0-9+/]{11}=$/);
    equal(first?.message.text.body, 'Hello');

    const answer = await send(PHONE, 'Your balance', { recipient_identity_key_hash: oldHash });
    deepEqual(answer.body.contacts, [{ input: PHONE, wa_id: '16505551234' }]);
    deepEqual(
      customer.inbox.map(({ id, content, person, device }) => ({ id, content, person, device })),
      [
        {
          id: answer.body.messages[0].id,
          content: { type: 'text', text: { body: 'Your balance' } },
          person: { generation: 1, name: 'Pablo Morales' },
          device: 1,
        },
      ],
    );
    deepEqual(
      receiver.statuses().map(({ status, recipient_identity_key_hash: hash }) => [status, hash]),
      [
        ['sent', undefined],
        ['delivered', undefined],
      ],
    );

    customer.newDevice();
    customer.write('I have a new phone');
    await simulator.idle();
    const newHash = receiver.messages().at(-1)?.contact.identity_key_hash;
    notEqual(newHash, oldHash);

    const refused = await send(PHONE, 'Something private', {
      recipient_identity_key_hash: oldHash,
      biz_opaque_callback_data: 'mine',
    });
    equal(refused.status, 200);
    equal(customer.inbox.length, 1);
    const failed = receiver.statuses().at(-1);
    deepEqual(failed, {
      id: refused.body.messages[0].id,
      status: 'failed',
      timestamp: failed.timestamp,
      recipient_id: '16505551234',
      biz_opaque_callback_data: 'mine',
      errors: MISMATCH,
    });
    equal(receiver.statuses().filter(({ id }) => id === refused.body.messages[0].id).length, 1);

    await send(PHONE, 'To the new one', { recipient_identity_key_hash: newHash });
    equal(customer.inbox.at(-1)?.identityHash, newHash);
    equal(
      receiver.webhooks.every(({ isSigned }) => isSigned),
      true,
    );
  });

  it('tells the hash on the statuses of messages sent without one, read included', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { body } = await send(PHONE, 'Hi', { biz_opaque_callback_data: 'abc' });
    deepEqual(customer.read(), [body.messages[0].id]);
    deepEqual(customer.read(), []);
    await simulator.idle();
    deepEqual(
      receiver
        .statuses()
        .map((status) => [status.status, status.recipient_identity_key_hash, status.biz_opaque_callback_data]),
      ['sent', 'delivered', 'read'].map((status) => [status, customer.identityHash, 'abc']),
    );
    equal(customer.inbox[0]?.readAt, '2026-01-01T00:00:00.000Z');
  });

  it('shows no hash anywhere while the check is off, and ignores one that is sent', async () => {
    const { simulator, receiver, send } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    customer.write('Hello');
    await send(PHONE, 'Hi', { recipient_identity_key_hash: 'AAAAAAAAAAA=' });
    await send(PHONE, 'Hi again');
    customer.read();
    await simulator.idle();
    equal(customer.inbox.length, 2);
    equal(receiver.statuses().length, 6);
    equal(
      receiver.webhooks.some(({ raw }) => /hash/.test(raw)),
      false,
    );
  });

  it('stops comparing and showing when the check is switched off', async () => {
    const { simulator, receiver, send, graph } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    await graph('POST', '/settings', { user_identity_change: { enable_identity_key_check: false } });
    customer.write('Hello');
    await send(PHONE, 'Hi', { recipient_identity_key_hash: 'AAAAAAAAAAA=' });
    equal(customer.inbox.length, 1);
    equal(
      receiver.webhooks.some(({ raw }) => /hash/.test(raw)),
      false,
    );
  });

  it('compares when an offline customer comes back, not before', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { identityHash } = customer;
    customer.goOffline();
    await send(PHONE, 'Private', { recipient_identity_key_hash: identityHash });
    await send(PHONE, 'Neutral');
    deepEqual(
      receiver.statuses().map(({ status }) => status),
      ['sent', 'sent'],
    );
    customer.simSwap({ name: 'Mallory' });
    equal(customer.inbox.length, 0);
    customer.goOnline();
    await simulator.idle();
    deepEqual(
      customer.inbox.map(({ content, person }) => [content.text, person]),
      [[{ body: 'Neutral' }, { generation: 2, name: 'Mallory' }]],
    );
    const [failed, delivered] = receiver.statuses().slice(2);
    deepEqual([failed.status, failed.errors], ['failed', MISMATCH]);
    deepEqual([delivered.status, delivered.recipient_identity_key_hash], ['delivered', customer.identityHash]);
  });

  it('delivers what waited when the identity is still the same', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE, online: false });
    await send(PHONE, 'Private', { recipient_identity_key_hash: customer.identityHash });
    customer.goOnline();
    await simulator.idle();
    equal(customer.inbox.length, 1);
    equal(receiver.statuses().at(-1).status, 'delivered');
  });

  it('can stamp statuses with the hash at sending, and on messages sent with a hash', async () => {
    const { simulator, receiver, send } = await setStage(
      { rules: { stampStatusAt: 'sending', stampStatusSentWithHash: true } },
      { identityCheck: true },
    );
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { identityHash } = customer;
    await send(PHONE, 'With', { recipient_identity_key_hash: identityHash });
    customer.goOffline();
    await send(PHONE, 'Without');
    customer.newDevice();
    customer.goOnline();
    await simulator.idle();
    deepEqual(
      receiver.statuses().map((status) => status.recipient_identity_key_hash),
      [identityHash, identityHash, identityHash, identityHash],
    );
    simulator.world.rules.stampStatusAt = 'delivery';
    customer.read();
    await simulator.idle();
    deepEqual(
      receiver
        .statuses()
        .slice(4)
        .map((status) => status.recipient_identity_key_hash),
      [identityHash, customer.identityHash],
    );
  });

  it('can answer an outdated hash at once', async () => {
    const { simulator, receiver, send } = await setStage(
      { rules: { mismatchAnswer: 'http' } },
      { identityCheck: true },
    );
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const { status, body } = await send(PHONE, 'Private', { recipient_identity_key_hash: 'AAAAAAAAAAA=' });
    equal(status, 400);
    equal(body.error.code, 137000);
    equal(receiver.webhooks.length, 0);
    await send(PHONE, 'Private', { recipient_identity_key_hash: customer.identityHash });
    equal(customer.inbox.length, 1);
  });
});
