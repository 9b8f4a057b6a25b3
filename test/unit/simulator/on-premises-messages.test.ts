import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import type { Customer } from '../../../src/simulator/world/customer';
import { type OnPremisesStage, setOnPremisesStage } from './support/on-premises-stage';
import { cleanUp } from './support/stage';

const PHONE = '+16315553601';
const WA_ID = '16315553601';
const text = (body: string) => ({ to: WA_ID, type: 'text', text: { body } });

interface Scene extends OnPremisesStage {
  customer: Customer;
}

/** @param showsSecurityNotifications whether identity changes are told and block */
async function setScene(showsSecurityNotifications: boolean): Promise<Scene> {
  const stage = await setOnPremisesStage();
  if (showsSecurityNotifications)
    await stage.api('PATCH', '/settings/application', { show_security_notifications: true });
  return { ...stage, customer: stage.simulator.world.addCustomer({ phone: PHONE, name: 'Ana' }) };
}

describe('messages of the simulated On-Premises API', () => {
  afterEach(cleanUp);

  it('arrive, and come with statuses that have no envelope and no signature', async () => {
    const { api, customer, simulator, receiver } = await setScene(false);
    const { status, body } = await api('POST', '/messages', text('Hi'));
    equal(status, 200);
    const [{ id }] = body.messages;
    match(id, /^gBGG/);
    deepEqual(body, { messages: [{ id }], meta: { api_status: 'stable', version: 'v2.41.2' } });
    await simulator.idle();
    customer.read();
    await simulator.idle();
    const common = { id, timestamp: '1767225600', recipient_id: WA_ID };
    deepEqual(
      receiver.webhooks.map((webhook) => [webhook.body, webhook.signature]),
      [
        [{ statuses: [{ ...common, status: 'delivered' }] }, undefined],
        [{ statuses: [{ ...common, status: 'read' }] }, undefined],
      ],
    );
    deepEqual(
      customer.inbox.map(({ content }) => content),
      [{ type: 'text', text: { body: 'Hi' } }],
    );
  });

  it('from customers are marked as read', async () => {
    const { api, customer } = await setScene(false);
    const id = customer.write('Hello');
    equal((await api('PUT', `/messages/${encodeURIComponent(id)}`, { status: 'seen' })).body.errors[0].code, 1009);
    equal((await api('PUT', '/messages/unknown', { status: 'read' })).body.errors[0].code, 1006);
    equal(customer.written[0]?.readAt, undefined);
    equal((await api('PUT', `/messages/${encodeURIComponent(id)}`, { status: 'read' })).status, 200);
    match(customer.written[0]?.readAt ?? '', /^2026-/);
  });

  it('tell that they were sent, where that is set', async () => {
    const { api, simulator, receiver } = await setScene(false);
    await api('PATCH', '/settings/application', { sent_status: true });
    await api('POST', '/messages', { ...text('Hi'), to: `+${WA_ID}` });
    await simulator.idle();
    deepEqual(
      receiver.statuses().map(({ status }) => status),
      ['sent', 'delivered'],
    );
  });

  it('come in as the documents show them', async () => {
    const { customer, simulator, receiver } = await setScene(false);
    const id = customer.write('Hello');
    match(id, /^ABGG/);
    await simulator.idle();
    deepEqual(receiver.webhooks[0]?.body, {
      contacts: [{ profile: { name: 'Ana' }, wa_id: WA_ID }],
      messages: [{ type: 'text', text: { body: 'Hello' }, from: WA_ID, id, timestamp: '1767225600' }],
    });
  });

  it('carry the identity while security notifications are shown', async () => {
    const { customer, simulator, receiver } = await setScene(true);
    customer.write('Hello');
    await simulator.idle();
    deepEqual(receiver.messages()[0]?.message.identity, {
      acknowledged: true,
      created_timestamp: 1_767_225_600_000,
      hash: customer.identityHash,
    });
  });

  it('fail for whoever is not on WhatsApp, at once or later', async () => {
    const { api, customer, simulator, receiver } = await setScene(false);
    const unknown = await api('POST', '/messages', { ...text('Hi'), to: '16315559999' });
    deepEqual(
      [unknown.status, unknown.body.errors],
      [404, [{ code: 1006, title: 'Resource not found', details: 'unknown contact' }]],
    );
    customer.leaveWhatsApp();
    equal((await api('POST', '/messages', text('Hi'))).status, 200);
    await simulator.idle();
    deepEqual(
      receiver.statuses().map(({ status, errors }) => [status, errors]),
      [['failed', [{ code: 1013, title: 'User is not valid' }]]],
    );
  });

  it('are joined into one webhook where batching is on', async () => {
    const { customer, simulator, receiver } = await setScene(false);
    simulator.faults.batch = { size: 2, waitMs: 1000 };
    customer.write('One');
    customer.write('Two');
    await simulator.idle();
    equal(receiver.webhooks.length, 1);
    deepEqual(
      receiver.messages().map(({ message, contact }) => [message.text.body, contact.wa_id]),
      [
        ['One', WA_ID],
        ['Two', WA_ID],
      ],
    );
  });

  const refused: [what: string, body: unknown, status: number, code: number][] = [
    ['no recipient', { ...text('Hi'), to: undefined }, 400, 1008],
    ['a recipient that is none', { ...text('Hi'), to: 'Ana' }, 400, 1009],
    ['a group', { ...text('Hi'), recipient_type: 'group' }, 404, 1012],
    ['another recipient type', { ...text('Hi'), recipient_type: 'all' }, 400, 1002],
    ['a type that does not exist', { ...text('Hi'), type: 'constructor' }, 400, 1009],
    ['no content', { to: WA_ID, type: 'image' }, 400, 1008],
    ['an image without ID and link', { to: WA_ID, type: 'image', image: {} }, 400, 1008],
    [
      'a caption that is too long',
      { to: WA_ID, type: 'image', image: { id: '1', caption: 'x'.repeat(1025) } },
      400,
      1001,
    ],
    [
      'a location beyond the pole',
      { to: WA_ID, type: 'location', location: { latitude: 91, longitude: 0 } },
      400,
      1009,
    ],
    ['content of the wrong form', { to: WA_ID, type: 'text', text: 'Hi' }, 400, 1009],
    ['no text', { to: WA_ID, type: 'text', text: {} }, 400, 1008],
    ['text that is no text', { to: WA_ID, type: 'text', text: { body: 1 } }, 400, 1009],
    ['a text that is too long', text('x'.repeat(4097)), 400, 1001],
  ];
  for (const [what, body, status, code] of refused) {
    it(`are refused with ${code} for ${what}`, async () => {
      const { api, customer, simulator } = await setScene(false);
      const answer = await api('POST', '/messages', body);
      deepEqual([answer.status, answer.body.errors[0].code], [status, code]);
      await simulator.idle();
      equal(customer.inbox.length, 0);
    });
  }
});

describe('identities of the simulated On-Premises API', () => {
  afterEach(cleanUp);

  it('play the story: a change is told, blocks, and is acknowledged', async () => {
    const { api, customer, simulator, receiver } = await setScene(true);
    customer.write('Hello');
    const before = customer.identityHash;
    customer.newDevice();
    notEqual(customer.identityHash, before);
    await simulator.idle();
    const { message } = receiver.messages().at(-1) ?? {};
    deepEqual(message, {
      from: WA_ID,
      id: message.id,
      timestamp: '1767225601',
      system: { identity: customer.identityHash, type: 'user_identity_changed', user: WA_ID },
      type: 'system',
    });

    const path = `/contacts/${WA_ID}/identity`;
    const identity = { hash: customer.identityHash, created_timestamp: 1_767_225_601_000 };
    deepEqual(await api('GET', path), {
      status: 200,
      body: { contacts: { ...identity, acknowledged: false }, meta: { api_status: 'stable', version: 'v2.41.2' } },
    });
    const blocked = await api('POST', '/messages', text('Private'));
    equal(blocked.status, 200);
    await simulator.idle();
    deepEqual(receiver.statuses(), [
      {
        id: blocked.body.messages[0].id,
        status: 'failed',
        timestamp: '1767225601',
        recipient_id: WA_ID,
        errors: [{ code: 480, title: 'Failed to send message since we detect an identity change of the contact' }],
      },
    ]);
    customer.write('It is me');
    await simulator.idle();
    equal(receiver.messages().at(-1)?.message.identity.acknowledged, false);

    const outdated = await api('PUT', path, { hash: before });
    deepEqual([outdated.status, outdated.body.errors[0].code], [400, 1009]);
    equal((await api('PUT', path, {})).body.errors[0].code, 1008);
    equal((await api('POST', '/messages', text('Private'))).status, 200);
    await simulator.idle();
    equal(customer.inbox.length, 0);

    deepEqual(await api('PUT', path, { hash: customer.identityHash }), { status: 200, body: {} });
    deepEqual((await api('GET', path)).body.contacts, { ...identity, acknowledged: true });
    await api('POST', '/messages', text('Private'));
    await simulator.idle();
    equal(customer.inbox.length, 1);
  });

  it('block again after a further change, also what waited for an offline customer', async () => {
    const { api, customer, simulator, receiver } = await setScene(true);
    customer.write('Hello');
    customer.goOffline();
    await api('POST', '/messages', text('Waiting'));
    await simulator.idle();
    customer.simSwap({ name: 'Mallory' });
    const first = customer.identityHash;
    customer.newDevice();
    equal((await api('PUT', `/contacts/${WA_ID}/identity`, { hash: first })).status, 400);
    customer.goOnline();
    await simulator.idle();
    equal(customer.inbox.length, 0);
    deepEqual(
      receiver.statuses().map(({ status, errors }) => [status, errors?.[0].code]),
      [['failed', 480]],
    );
  });

  it('are neither told nor blocking while security notifications are not shown', async () => {
    const { api, customer, simulator, receiver } = await setScene(false);
    customer.write('Hello');
    customer.newDevice();
    await api('POST', '/messages', text('Hi'));
    await simulator.idle();
    equal(receiver.messages().length, 1);
    equal(customer.inbox.length, 1);
    const { hash, acknowledged } = (await api('GET', `/contacts/${WA_ID}/identity`)).body.contacts;
    deepEqual([hash, acknowledged], [customer.identityHash, true]);
  });

  it('block only while security notifications are shown', async () => {
    const { api, customer, simulator } = await setScene(true);
    customer.write('Hello');
    customer.newDevice();
    await api('PATCH', '/settings/application', { show_security_notifications: false });
    await api('POST', '/messages', text('Hi'));
    await simulator.idle();
    equal(customer.inbox.length, 1);
  });

  it('of customers that the client never met have not changed', async () => {
    const { api, customer, simulator, receiver } = await setScene(true);
    customer.newDevice();
    await simulator.idle();
    equal(receiver.webhooks.length, 0);
    equal((await api('GET', `/contacts/${WA_ID}/identity`)).body.contacts.acknowledged, true);
    const unknown = await api('GET', '/contacts/1/identity');
    deepEqual([unknown.status, unknown.body.errors[0].details], [404, 'unknown contact']);
    equal((await api('PUT', '/contacts/1/identity', { hash: 'x' })).body.errors[0].code, 1006);
  });

  it('are acknowledged with a body of null, or none, where that is the rule', async () => {
    const { api, control, customer } = await setScene(true);
    await api('GET', `/contacts/${WA_ID}/identity`);
    for (const [emptyAnswer, body] of [
      ['null', null],
      ['nothing', undefined],
      ['object', {}],
    ] as const) {
      await control('PATCH', '/rules', { emptyAnswer });
      const answer = await api('PUT', `/contacts/${WA_ID}/identity`, { hash: customer.identityHash });
      deepEqual(answer, { status: 200, body });
    }
  });

  it('are told of a changed number too, where that is set', async () => {
    const { api, customer, simulator, receiver } = await setScene(false);
    customer.write('Hello');
    customer.changeNumber('+16315558890');
    await simulator.idle();
    equal(receiver.messages().length, 1);
    await api('PATCH', '/settings/application', { notify_user_change_number: true });
    customer.changeNumber(PHONE);
    await simulator.idle();
    const { message } = receiver.messages().at(-1) ?? {};
    deepEqual(
      [message.from, message.system],
      [
        '16315558890',
        {
          body: `User Ana changed from 16315558890 to ${WA_ID}`,
          new_wa_id: WA_ID,
          type: 'user_changed_number',
        },
      ],
    );
  });
});
