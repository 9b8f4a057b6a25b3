import { deepEqual, equal, match } from 'node:assert/strict';
import { startReceiver } from './support/receiver';
import { afterwards, cleanUp, setStage } from './support/stage';

const PHONE = '+16505551234';

describe('the control API of the simulator', () => {
  afterEach(cleanUp);

  it('plays the whole story over HTTP', async () => {
    const { simulator, receiver, send, control } = await setStage({}, { identityCheck: true });
    const added = await control('POST', '/customers', { phone: PHONE, name: 'Pablo' });
    equal(added.status, 201);
    const { identityHash } = added.body;
    const written = await control('POST', `/customers/${PHONE}/messages`, { text: 'Hello' });
    await simulator.idle();
    deepEqual(written, { status: 200, body: { id: receiver.messages()[0]?.message.id } });

    await send(PHONE, 'Hi', { recipient_identity_key_hash: identityHash });
    const renewed = await control('POST', '/customers/16505551234/new-device');
    deepEqual([renewed.body.device, renewed.body.identityHash === identityHash], [2, false]);
    await send(PHONE, 'Private', { recipient_identity_key_hash: identityHash });
    const { body } = await control('GET', `/customers/${encodeURIComponent(PHONE)}`);
    deepEqual(
      body.inbox.map((received: { content: unknown; person: unknown }) => [received.content, received.person]),
      [
        [
          { type: 'text', text: { body: 'Hi' } },
          { generation: 1, name: 'Pablo' },
        ],
      ],
    );

    equal((await control('POST', `/customers/${PHONE}/read`)).body.read.length, 1);
    const swapped = await control('POST', `/customers/${PHONE}/sim-swap`, { name: 'Mallory', userId: true });
    deepEqual(swapped.body.person, { generation: 2, name: 'Mallory' });
    match(swapped.body.userId, /^US\.\d{20}$/);
    equal((await control('POST', `/customers/${PHONE}/offline`)).body.online, false);
    equal((await control('POST', `/customers/${PHONE}/online`)).body.online, true);
    equal((await control('POST', `/customers/${PHONE}/leave`)).body.onWhatsApp, false);
    equal((await control('POST', `/customers/${PHONE}/join`)).body.onWhatsApp, true);
    const moved = await control('POST', `/customers/${PHONE}/change-number`, { phone: '+12195555358' });
    equal(moved.body.phone, '+12195555358');
    const message = { type: 'location', location: { latitude: 1, longitude: 2 } };
    await control('POST', '/customers/+12195555358/messages', { message });
    await simulator.idle();
    deepEqual(receiver.messages().at(-1)?.message.location, message.location);
    equal((await control('DELETE', '/customers/+12195555358')).status, 200);
    deepEqual((await control('GET', '/state')).body.customers, []);
  });

  it('registers, connects and removes business numbers', async () => {
    const { control, simulator } = await setStage();
    const receiver = await startReceiver();
    afterwards(() => receiver.close());
    const { status, body } = await control('POST', '/numbers', { phoneNumberId: '42', appSecret: receiver.appSecret });
    deepEqual([status, body.phoneNumberId, body.appSecret], [201, '42', receiver.appSecret]);
    match(body.accessToken, /^EAA/);
    const refused = await control('POST', '/numbers/42/webhook', { url: receiver.url });
    deepEqual(refused.body, { verified: false, status: 403, reason: 'answered 403 instead of 200' });
    receiver.verifyToken = body.verifyToken;
    deepEqual((await control('POST', '/numbers/42/webhook', { url: receiver.url })).body, {
      verified: true,
      status: 200,
    });
    const webhook = { object: 'whatsapp_business_account', entry: [] };
    equal((await control('POST', '/webhooks', { phoneNumberId: '42', body: webhook })).status, 202);
    await simulator.idle();
    deepEqual(
      receiver.webhooks.map((received) => [received.body, received.isSigned]),
      [[webhook, true]],
    );
    equal((await control('POST', '/numbers/42/webhook', { url: null })).body.verified, false);
    deepEqual((await control('DELETE', '/numbers/42')).body, { removed: '42' });
    equal((await control('DELETE', '/numbers/42')).status, 404);
  });

  it('shows state and timeline without secrets', async () => {
    const { control, graph, number, simulator } = await setStage();
    await graph('GET', `?access_token=${number.accessToken}`);
    await control('POST', '/customers', { phone: PHONE });
    await control('POST', `/customers/${PHONE}/messages`, { text: 'Hello' });
    await simulator.idle();
    const [state, timeline] = [await control('GET', '/state'), await control('GET', '/timeline')];
    equal(state.body.numbers[0].phoneNumberId, number.phoneNumberId);
    deepEqual(
      timeline.body.entries.map(({ kind }: { kind: string }) => kind),
      ['handshake', 'call', 'webhook'],
    );
    const text = JSON.stringify([state.body, timeline.body]);
    for (const secret of [number.accessToken, number.appSecret, number.verifyToken, simulator.controlToken]) {
      equal(text.includes(secret), false);
    }
  });

  const refused: [what: string, method: string, path: string, body: unknown, status: number, code: string][] = [
    ['an unknown customer', 'POST', '/customers/+1/messages', { text: 'Hi' }, 404, 'customer_not_found'],
    ['a customer without a phone', 'POST', '/customers', {}, 400, 'invalid_field'],
    ['a phone that is none', 'POST', '/customers', { phone: '123' }, 400, 'invalid_phone'],
    ['a customer twice', 'POST', '/customers', { phone: '+16505550001' }, 409, 'customer_exists'],
    ['a flag that is none', 'POST', '/customers', { phone: PHONE, online: 'no' }, 400, 'invalid_field'],
    ['an empty message', 'POST', '/customers/+16505550001/messages', {}, 400, 'invalid_field'],
    ['a message without a type', 'POST', '/customers/+16505550001/messages', { message: {} }, 400, 'invalid_field'],
    ['a message that is no object', 'POST', '/customers/+16505550001/messages', { message: 'x' }, 400, 'invalid_field'],
    ['a number that does not exist', 'POST', '/numbers/1/webhook', { url: null }, 404, 'number_not_found'],
    ['a quality that does not exist', 'POST', '/numbers', { qualityRating: 'PINK' }, 400, 'invalid_field'],
    [
      'a webhook on another machine',
      'POST',
      '/numbers',
      { webhookUrl: 'http://a.example/' },
      400,
      'webhook_not_loopback',
    ],
    ['a webhook without a body', 'POST', '/webhooks', {}, 400, 'invalid_field'],
    ['no JSON', 'POST', '/customers', '{', 400, 'not_json'],
    ['JSON that is no object', 'POST', '/customers', '[]', 400, 'not_json'],
    ['a path that does not exist', 'GET', '/nothing', undefined, 404, 'not_found'],
    ['a path that cannot be decoded', 'GET', '/customers/%', undefined, 404, 'not_found'],
    ['the wrong method', 'GET', '/customers', undefined, 405, 'method_not_allowed'],
  ];
  for (const [what, method, path, body, status, code] of refused) {
    it(`refuses ${what}`, async () => {
      const { control, simulator } = await setStage();
      simulator.world.addCustomer({ phone: '+16505550001' });
      const answer = await control(method, path, body);
      deepEqual([answer.status, answer.body.error.code], [status, code]);
      equal(typeof answer.body.error.message, 'string');
    });
  }
});
