import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { createCloudPlatform } from '../../../src/platform/cloud/client';
import { cleanUp, setStage } from './support/stage';

const PHONE = '+16505551234';
const TEXT = { messaging_product: 'whatsapp', to: PHONE, type: 'text', text: { body: 'Hi' } };

describe('POST messages of the simulator', () => {
  afterEach(cleanUp);

  it('answers as the platform does, and reports sent and delivered', async () => {
    const { simulator, receiver, number, graph } = await setStage();
    simulator.world.addCustomer({ phone: PHONE });
    const { status, body } = await graph('POST', '/messages', { ...TEXT, biz_opaque_callback_data: 'x' });
    equal(status, 200);
    const [{ id }] = body.messages;
    match(id, /^wamid\./);
    deepEqual(body, {
      messaging_product: 'whatsapp',
      contacts: [{ input: PHONE, wa_id: '16505551234' }],
      messages: [{ id }],
    });
    await simulator.idle();
    const [sent, delivered] = receiver.statuses();
    deepEqual(sent, {
      id,
      status: 'sent',
      timestamp: '1767225600',
      recipient_id: '16505551234',
      biz_opaque_callback_data: 'x',
      pricing: { billable: false, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' },
    });
    equal(delivered.status, 'delivered');
    deepEqual(receiver.webhooks[0]?.body.entry[0].changes[0].value.metadata, {
      display_phone_number: '15550051310',
      phone_number_id: number.phoneNumberId,
    });
  });

  it('works without a version, with any version, and with the token in the query string', async () => {
    const { simulator, number } = await setStage();
    for (const version of ['', '/v19.0', '/v26.0']) {
      const url = `${simulator.url}${version}/${number.phoneNumberId}?access_token=${number.accessToken}`;
      equal((await fetch(url)).status, 200);
    }
  });

  it("serves this package's own client", async () => {
    const { simulator, number } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const platform = createCloudPlatform({
      api: 'simulator',
      baseUrl: simulator.url,
      version: 'v25.0',
      phoneNumberId: number.phoneNumberId,
      accessToken: number.accessToken,
    });
    try {
      const receipt = await platform.sendMessage({ to: PHONE, type: 'text', text: { body: 'Hi' } });
      await simulator.idle();
      deepEqual(
        customer.inbox.map(({ id }) => id),
        [receipt.id],
      );
    } finally {
      platform.close();
    }
  });

  it('dials a number without plus with the country of the business, as the documents warn', async () => {
    const { simulator, graph, number } = await setStage({}, { displayPhoneNumber: '912212345678' });
    equal(number.callingCode, '91');
    const rows = [
      ['+16315551234', '16315551234'],
      ['+1 (631) 555-1234', '16315551234'],
      ['(631) 555-1234', '916315551234'],
      ['1 (631) 555-1234', '9116315551234'],
    ];
    for (const [to, dialled] of rows) {
      const { body } = await graph('POST', '/messages', { ...TEXT, to });
      deepEqual(body.contacts, [{ input: to, wa_id: dialled }]);
    }
    await simulator.idle();
  });

  it('accepts messages to people who are not on WhatsApp, and then fails them', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    simulator.world.addCustomer({ phone: PHONE, onWhatsApp: false });
    for (const to of [PHONE, '+16505550000']) {
      const { status, body } = await send(to, 'Hi', { recipient_identity_key_hash: 'AAAAAAAAAAA=' });
      equal(status, 200);
      const failed = receiver.statuses().at(-1);
      deepEqual(
        [failed.id, failed.status, failed.recipient_id, failed.errors[0].code],
        [body.messages[0].id, 'failed', to.slice(1), 131026],
      );
    }
    equal(receiver.statuses().length, 2);
  });

  it('marks incoming messages as read', async () => {
    const { simulator, graph } = await setStage();
    const id = simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: id };
    deepEqual(await graph('POST', '/messages', read), { status: 200, body: { success: true } });
    const unknown = await graph('POST', '/messages', { ...read, message_id: 'wamid.unknown' });
    deepEqual([unknown.status, unknown.body.error.code], [400, 131009]);
    equal((await graph('POST', '/messages', { ...read, message_id: undefined })).body.error.code, 100);
    equal((await graph('POST', '/messages', { ...read, status: 'seen' })).body.error.code, 100);
    equal((await graph('POST', '/messages', { ...read, typing_indicator: { type: 'voice' } })).body.error.code, 100);
  });

  it('shows the customer what was read, what came before it, and that an answer is being written', async () => {
    const { simulator, clock, graph, number } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const other = simulator.world.addNumber();
    const [first, , second, third] = [
      customer.write('1', number.phoneNumberId),
      customer.write('elsewhere', other.phoneNumberId),
      customer.write('2', number.phoneNumberId),
      customer.write('3', number.phoneNumberId),
    ];
    const at = new Date(clock.now()).toISOString();
    const read = { messaging_product: 'whatsapp', status: 'read', message_id: second };
    await graph('POST', '/messages', { ...read, typing_indicator: { type: 'text' } });
    const seen = () => customer.written.map(({ id, readAt, typingAt }) => [id === third, readAt, typingAt]);
    const nothing = undefined;
    deepEqual(seen(), [
      [false, at, nothing],
      [false, nothing, nothing],
      [false, at, at],
      [true, nothing, nothing],
    ]);
    await clock.advance(1000);
    await graph('POST', '/messages', { ...read, message_id: first });
    equal(customer.written[0]?.readAt, at);
  });

  const refused: [what: string, body: unknown, code: number][] = [
    ['no JSON', '{"to":', 100],
    ['a JSON array', [], 100],
    ['nothing', undefined, 100],
    ['no messaging_product', { ...TEXT, messaging_product: undefined }, 100],
    ['no recipient', { ...TEXT, to: undefined }, 100],
    ['an empty recipient', { ...TEXT, to: '' }, 100],
    ['a recipient that is no number', { ...TEXT, to: 'Pablo' }, 131009],
    ['the business itself as recipient', { ...TEXT, to: '+1 555 005 1310' }, 131021],
    ['a recipient type that does not exist', { ...TEXT, recipient_type: 'everybody' }, 100],
    ['an unknown group', { ...TEXT, recipient_type: 'group', to: 'abc' }, 131041],
    ['a group without ID', { ...TEXT, recipient_type: 'group', to: '' }, 100],
    ['an unknown type', { ...TEXT, type: 'telegram', telegram: {} }, 100],
    ['a type of the prototype', { ...TEXT, type: 'constructor' }, 100],
    ['no content', { ...TEXT, text: undefined }, 131008],
    ['content that is no object', { ...TEXT, text: 'Hi' }, 100],
    ['no text', { ...TEXT, text: {} }, 131008],
    ['text that is no string', { ...TEXT, text: { body: 5 } }, 100],
    ['a text that is too long', { ...TEXT, text: { body: 'x'.repeat(4097) } }, 100],
    ['callback data that is too long', { ...TEXT, biz_opaque_callback_data: 'x'.repeat(513) }, 100],
    ['a hash that is no string', { ...TEXT, recipient_identity_key_hash: {} }, 100],
  ];
  for (const [what, body, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      const { simulator, receiver, graph } = await setStage();
      const customer = simulator.world.addCustomer({ phone: PHONE });
      const answer = await graph('POST', '/messages', body);
      deepEqual([answer.status, answer.body.error.code], [400, code]);
      equal(typeof answer.body.error.message, 'string');
      match(answer.body.error.fbtrace_id, /^A\w{20,}$/);
      await simulator.idle();
      equal(customer.inbox.length + receiver.webhooks.length, 0);
    });
  }

  it('takes what only looks unusual', async () => {
    const { simulator, graph } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const context = { message_id: 'wamid.1' };
    for (const body of [
      { ...TEXT, type: undefined, context },
      { ...TEXT, type: 'template', template: { name: 'hello', language: { code: 'en' } } },
      { ...TEXT, type: 'contacts', contacts: [{ name: { formatted_name: 'A' } }] },
      { ...TEXT, text: { body: 'x'.repeat(4096) }, recipient: 'US.1' },
    ]) {
      equal((await graph('POST', '/messages', body)).status, 200);
    }
    const form = new URLSearchParams({ messaging_product: 'whatsapp', to: PHONE, text: '{"body":"a form"}' });
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    equal((await graph('POST', '/messages', form.toString(), headers)).status, 200);
    await simulator.idle();
    deepEqual(
      customer.inbox.map(({ content }) => content.type),
      ['text', 'template', 'contacts', 'text', 'text'],
    );
    deepEqual(customer.inbox[0]?.content.context, context);
    deepEqual(customer.inbox[4]?.content.text, { body: 'a form' });
  });
});

describe('access to the simulated Graph API', () => {
  afterEach(cleanUp);

  it('needs the token of the number', async () => {
    const { simulator, number, graph } = await setStage();
    const other = simulator.world.addNumber();
    const wrong = await graph('POST', '/messages', TEXT, { authorization: 'Bearer EAAwrong' });
    deepEqual([wrong.status, wrong.body.error.code, wrong.body.error.type], [401, 190, 'OAuthException']);
    const foreign = await graph('GET', '', undefined, { authorization: `Bearer ${other.accessToken}` });
    deepEqual([foreign.status, foreign.body.error.code, foreign.body.error.error_subcode], [400, 100, 33]);
    const none = await fetch(`${simulator.url}/v25.0/${number.phoneNumberId}`);
    equal(none.status, 401);
    const { error } = (await none.json()) as { error: { code: number } };
    equal(error.code, 200);
    await simulator.world.removeNumber(number.phoneNumberId);
    equal((await graph('GET', '')).body.error.code, 190);
  });

  it('checks the proof of the app secret, where there is one', async () => {
    const { graph, number } = await setStage();
    const proof = createHmac('sha256', number.appSecret).update(number.accessToken).digest('hex');
    equal((await graph('GET', `?appsecret_proof=${proof}`)).status, 200);
    const { status, body } = await graph('GET', `?appsecret_proof=${'0'.repeat(64)}`);
    deepEqual([status, body.error.code], [400, 100]);
  });

  it('knows no other objects, methods and paths', async () => {
    const { graph, simulator } = await setStage();
    const method = await graph('GET', '/messages');
    deepEqual([method.status, method.body.error.code, method.body.error.error_subcode], [400, 100, 33]);
    const path = await graph('POST', '/nothing/here');
    deepEqual([path.status, path.body.error.code], [400, 2500]);
    notEqual(path.body.error.fbtrace_id, method.body.error.fbtrace_id);
    const calls = simulator.timeline.entries.filter(({ kind }) => kind === 'call');
    deepEqual(
      calls.map((entry) => entry.kind === 'call' && [entry.method, entry.path.split('/').at(-1), entry.status]),
      [
        ['GET', 'messages', 400],
        ['POST', 'here', 400],
      ],
    );
  });
});

describe('settings of a simulated number', () => {
  afterEach(cleanUp);

  it('take one feature at a time', async () => {
    const { graph, number } = await setStage();
    const both = { user_identity_change: { enable_identity_key_check: true }, calling: { status: 'ENABLED' } };
    for (const body of [both, {}, { unknown: {} }, { user_identity_change: true }]) {
      const answer = await graph('POST', '/settings', body);
      deepEqual([answer.status, answer.body.error.code], [400, 100]);
    }
    equal(number.identityCheck, false);
    equal((await graph('POST', '/settings', { calling: { status: 'ENABLED' } })).status, 200);
  });

  it("take the guide's spelling and refuse the reference's, or the other way round", async () => {
    const { graph, number, simulator } = await setStage();
    const refused = await graph('POST', '/settings', { user_identity_change: { enabled: true } });
    deepEqual([refused.status, refused.body.error.code], [400, 100]);
    equal(number.identityCheck, false);
    equal(
      (await graph('POST', '/settings', { user_identity_change: { enable_identity_key_check: 'yes' } })).status,
      400,
    );
    simulator.world.rules.identityCheckMember = 'enabled';
    equal((await graph('POST', '/settings', { user_identity_change: { enabled: true } })).status, 200);
    equal(number.identityCheck, true);
  });

  it('do not tell the identity check', async () => {
    const { graph } = await setStage({}, { identityCheck: true });
    const { status, body } = await graph('GET', '/settings');
    equal(status, 200);
    deepEqual(Object.keys(body).sort(), ['calling', 'payload_encryption', 'storage_configuration']);
  });
});

describe('fields of a simulated number', () => {
  afterEach(cleanUp);

  it('come in the default set', async () => {
    const { graph, number, receiver } = await setStage();
    deepEqual((await graph('GET', '')).body, {
      verified_name: 'Simulated Business',
      code_verification_status: 'VERIFIED',
      display_phone_number: '15550051310',
      quality_rating: 'GREEN',
      platform_type: 'CLOUD_API',
      throughput: { level: 'STANDARD' },
      webhook_configuration: { application: receiver.url },
      id: number.phoneNumberId,
    });
  });

  it('come as asked for, always with the ID', async () => {
    const { graph, number } = await setStage({}, { throughputLevel: 'HIGH' });
    const { body } = await graph('GET', '?fields=throughput{level},name_status');
    deepEqual(body, { throughput: { level: 'HIGH' }, name_status: 'APPROVED', id: number.phoneNumberId });
    for (const field of ['secret', 'constructor', '__proto__']) {
      const unknown = await graph('GET', `?fields=${field}`);
      deepEqual([unknown.status, unknown.body.error.code], [400, 100]);
    }
  });
});
