import assert from 'node:assert/strict';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import {
  accept,
  answerJson,
  type Graph,
  type GraphAnswer,
  type GraphRequest,
  refuse,
  startGraph,
} from './support/graph';
import { catchAll, sendNode, webhookIn } from './support/parts';
import { ACCESS_TOKEN, APP_SECRET_PROOF } from './support/secrets';
import { untilStatus } from './support/until-status';

describe('whatsapp-send-with-hash', () => {
  let red: Runtime;
  let graph: Graph;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });
  beforeEach(async () => {
    shop = aBusiness();
    await deploy({});
  });

  const deploy = async (config: object, account: object = {}): Promise<void> => {
    await red.deploy([shop.account({ baseUrl: graph.url, ...account }), webhookIn(), sendNode(config), catchAll()]);
    red.clear();
    graph.requests.splice(0);
  };

  /** What the platform got for a message of the flow. */
  const sent = async (msg: Message): Promise<GraphRequest['body']> => {
    const before = graph.requests.length;
    const { error } = await red.process('send', msg);
    assert.equal(error, undefined);
    assert.equal(graph.requests.length, before + 1);
    return graph.requests.at(-1)?.body ?? assert.fail();
  };

  /** The code with which a message is not sent; it leaves the third output, and Catch nodes get the error. */
  const rejected = async (msg: Message): Promise<string> => {
    const before = { requests: graph.requests.length, failed: red.received('failed').length };
    const { error } = await red.process('send', msg);
    const failed = (await red.waitFor<FlowMessage>('failed', before.failed + 1)).at(-1);
    const caught = (await red.waitFor<CaughtMessage>('caught', before.failed + 1)).at(-1);
    assert.equal(graph.requests.length, before.requests);
    const { code, message, cause } = error as { code: string; message: string; cause: { advice: string } };
    assert.equal(failed?.topic, 'failed');
    assert.deepEqual(failed?.payload, { code, message, ...cause });
    assert.equal(caught?.error.code, code);
    assert.ok(cause.advice.length > 10);
    await untilStatus(red, 'send', new RegExp(`^${code}$`));
    return code;
  };

  it('sends to the number’s address with the account’s token and the proof of its app secret', async () => {
    await sent({ payload: 'hello', to: shop.phone });
    const [request] = graph.requests;
    assert.equal(request?.path, `/v25.0/${shop.phoneNumberId}/messages?appsecret_proof=${APP_SECRET_PROOF}`);
    assert.equal(request?.headers.authorization, `Bearer ${ACCESS_TOKEN}`);
    const { biz_opaque_callback_data: correlation, ...body } = request?.body ?? {};
    assert.deepEqual(body, {
      messaging_product: 'whatsapp',
      recipient_type: 'individual',
      to: shop.phone,
      type: 'text',
      text: { body: 'hello' },
    });
    assert.match(correlation ?? '', /^[\w-]{22}$/);
  });

  it('slows down when the platform says that a limit of the hour is nearly used up', async () => {
    const times: number[] = [];
    const nearlyFull =
      (percent: number): GraphAnswer =>
      (request, response) => {
        times.push(performance.now());
        response.setHeader('x-app-usage', JSON.stringify({ call_count: percent, total_time: 1, total_cputime: 1 }));
        accept()(request, response);
      };
    graph.next(nearlyFull(50), nearlyFull(90), nearlyFull(0));
    for (const payload of ['plenty left', 'nearly used up', 'later']) await sent({ payload, to: shop.phone });
    const [first = 0, second = 0, third = 0] = times;
    // At 90 percent half of the longest pause, two seconds.
    assert.ok(third - second >= 900, `${third - second} ms`);
    assert.ok(second - first < third - second, 'nothing slows down while there is plenty left');
  });

  it('gives the platform’s answer out of the first output, with everything else of the message', async () => {
    graph.next(accept('wamid.answered'));
    const own = { order: { id: 7 }, parts: { id: 'a', index: 0 }, _msgid: 'own-id' };
    await red.process('send', { payload: 'hello', to: shop.phone, topic: 'mine', ...own });
    const [message] = await red.waitFor<FlowMessage>('accepted');
    const { whatsapp, ...rest } = message ?? assert.fail();
    assert.deepEqual(rest, {
      ...own,
      to: shop.phone,
      topic: 'accepted',
      payload: {
        messaging_product: 'whatsapp',
        contacts: [{ input: shop.phone, wa_id: shop.waId }],
        messages: [{ id: 'wamid.answered' }],
      },
    });
    assert.deepEqual(whatsapp, {
      kind: 'send',
      phoneNumberId: shop.phoneNumberId,
      to: shop.phone,
      policy: 'same',
      id: 'wamid.answered',
      identityHash: null,
    });
    assert.equal(red.received('held').length + red.received('failed').length, 0);
    assert.deepEqual(await untilStatus(red, 'send', /^accepted$/), { fill: 'green', shape: 'dot', text: 'accepted' });
  });

  describe('the recipient', () => {
    it('is msg.to, else the message’s own, else the setting, else the customer who wrote', async () => {
      const [one, two, three, four] = ['+4915112340001', '+4915112340002', '+4915112340003', '+4915112340004'];
      const customer = { customer: { waId: four?.slice(1), phone: four } };
      const text = { type: 'text', text: { body: 'x' } };
      const whole = { to: one, payload: { ...text, to: two }, whatsapp: customer };
      await deploy({ to: three });
      assert.equal((await sent(whole)).to, one);
      assert.equal((await sent({ ...whole, to: undefined })).to, two);
      assert.equal((await sent({ ...whole, to: undefined, payload: text })).to, three);
      await deploy({ to: '' });
      assert.equal((await sent({ ...whole, to: undefined, payload: text })).to, four);
    });

    it('of a message that came in is its customer: webhook in wired into send answers', async () => {
      await red.deploy([
        shop.account({ baseUrl: graph.url }),
        webhookIn({ wires: [['send'], [], [], []] }),
        sendNode(),
      ]);
      await deliver(red, shop.text('who are you?', { hash: 'h1=' }));
      const [message] = await red.waitFor<FlowMessage>('accepted');
      const body = graph.requests.at(-1)?.body;
      assert.equal(body?.to, shop.phone);
      assert.deepEqual(body?.text, { body: 'who are you?' });
      assert.equal(body?.recipient_identity_key_hash, 'h1=');
      assert.equal(message?.whatsapp.identityHash, 'h1=');
      assert.equal(message?.whatsapp.customer?.name, 'Ada Beispiel');
      assert.equal(message?.whatsapp.identity?.state, 'seen');
    });

    it('may be a user ID, a group, a customer, a number of any kind', async () => {
      assert.equal((await sent({ payload: 'x', to: 'DE.90817263544536271809' })).recipient, 'DE.90817263544536271809');
      const group = await sent({
        payload: { type: 'text', text: 'x', recipient_type: 'group' },
        to: 'Y2FwaWdyb3VwOjE3',
      });
      assert.deepEqual([group.to, group.recipient_type], ['Y2FwaWdyb3VwOjE3', 'group']);
      assert.equal((await sent({ payload: 'x', to: { waId: '4915112340001' } })).to, '+4915112340001');
      assert.equal((await sent({ payload: 'x', to: ' +49 151 / 1234-0001 ' })).to, '+4915112340001');
    });

    it('without a country code takes the account’s country, and is refused without one', async () => {
      assert.equal(await rejected({ payload: 'x', to: '0151 12340001' }), 'country_code_missing');
      await deploy({}, { country: 'DE' });
      assert.equal((await sent({ payload: 'x', to: '0151 12340001' })).to, '+4915112340001');
      assert.equal((await sent({ payload: 'x', to: 15112340001 })).to, '+4915112340001');
    });

    it('can be worked out by the setting', async () => {
      for (const [to, toType] of [
        ['order.phone', 'msg'],
        ['order.phone', 'jsonata'],
        ['customer', 'flow'],
      ]) {
        await deploy({ to, toType });
        red.node('send').context().flow.set('customer', '+4915112340009');
        assert.equal((await sent({ payload: 'x', order: { phone: '+4915112340009' } })).to, '+4915112340009');
      }
      await deploy({ to: '$.(', toType: 'jsonata' });
      assert.equal(await rejected({ payload: 'x' }), 'setting_failed');
    });

    it('is never guessed', async () => {
      const customer = { customer: { waId: shop.waId, phone: shop.phone } };
      assert.equal(await rejected({ payload: 'x' }), 'recipient_missing');
      assert.equal(await rejected({ payload: 'x', to: '', whatsapp: customer }), 'recipient_invalid');
      assert.equal(await rejected({ payload: 'x', to: null, whatsapp: customer }), 'recipient_invalid');
      assert.equal(await rejected({ payload: 'x', to: [shop.phone] }), 'recipient_is_list');
      assert.equal(await rejected({ payload: 'x', to: '+49 1' }), 'phone_number_invalid');
    });
  });

  describe('the message', () => {
    it('may be a string, number, boolean, Buffer or message object', async () => {
      const to = shop.phone;
      assert.deepEqual((await sent({ to, payload: 'grüße 👋' })).text, { body: 'grüße 👋' });
      assert.deepEqual((await sent({ to, payload: 0 })).text, { body: '0' });
      assert.deepEqual((await sent({ to, payload: false })).text, { body: 'false' });
      assert.deepEqual((await sent({ to, payload: Buffer.from('bytes') })).text, { body: 'bytes' });
      const image = { link: 'https://example.com/a.jpg', caption: 'c' };
      const body = await sent({ to, payload: { type: 'image', image, context: { message_id: 'wamid.x' } } });
      assert.deepEqual([body.type, body.image, body.context], ['image', image, { message_id: 'wamid.x' }]);
      assert.equal((await sent({ to, payload: { type: 'new_kind', new_kind: { a: 1 } } })).type, 'new_kind');
    });

    it('cannot be nothing, an array, or an object that says no type', async () => {
      const to = shop.phone;
      assert.equal(await rejected({ to, payload: undefined }), 'message_missing');
      assert.equal(await rejected({ to, payload: '' }), 'text_empty');
      assert.equal(await rejected({ to, payload: ['a'] }), 'message_invalid');
      assert.equal(await rejected({ to, payload: { some: 'thing' } }), 'message_type_missing');
      assert.equal(await rejected({ to, payload: 'x'.repeat(5_000) }), 'text_too_long');
    });

    it('leaves the payload that came in as it was', async () => {
      const payload = { type: 'text', text: { body: 'x' }, to: shop.phone };
      const before = structuredClone(payload);
      await sent({ payload });
      assert.deepEqual(payload, before);
    });
  });

  it('answers the message that msg.replyTo names', async () => {
    const to = shop.phone;
    const payload = { type: 'text', text: { body: 'x' }, context: { message_id: 'wamid.own' } };
    assert.deepEqual((await sent({ to, payload: 'x', replyTo: 'wamid.x' })).context, { message_id: 'wamid.x' });
    assert.deepEqual((await sent({ to, payload, replyTo: 'wamid.x' })).context, { message_id: 'wamid.x' });
    assert.deepEqual((await sent({ to, payload })).context, { message_id: 'wamid.own' });
    for (const replyTo of ['', null, 5]) assert.equal(await rejected({ to, payload, replyTo }), 'reply_to_invalid');
  });

  describe('marks a message as read', () => {
    it('without recipient, hash and guard', async () => {
      graph.next(answerJson(200, { success: true }));
      const payload = { status: 'read', message_id: 'wamid.x', typing_indicator: { type: 'text' } };
      await red.process('send', { payload, mine: 1, whatsapp: { customer: { waId: '4915112340001' } } });
      assert.deepEqual(
        graph.requests.map(({ body }) => body),
        [{ messaging_product: 'whatsapp', ...payload }],
      );
      const [message] = await red.waitFor<FlowMessage & { mine: number }>('accepted');
      assert.deepEqual([message?.topic, message?.payload, message?.mine], ['marked_as_read', { success: true }, 1]);
      assert.deepEqual(message?.whatsapp, {
        kind: 'send',
        phoneNumberId: shop.phoneNumberId,
        customer: { waId: '4915112340001' },
        id: 'wamid.x',
      });
      await untilStatus(red, 'send', /^marked as read$/);
    });

    it('which is the one that came in where none is named, and never one of ours', async () => {
      graph.next(answerJson(200, { success: true }));
      const payload = { status: 'read' };
      await red.process('send', { payload, whatsapp: { kind: 'message', id: 'wamid.in' } });
      assert.equal(graph.requests[0]?.body.message_id, 'wamid.in');
      const own = { payload, whatsapp: { kind: 'send', id: 'wamid.out' } };
      assert.equal(await rejected(own), 'message_content_missing');
    });

    it('and tells when the platform refuses', async () => {
      graph.next(refuse(131009));
      const { error } = await red.process('send', { payload: { status: 'read', message_id: 'wamid.x' } });
      const [failed] = await red.waitFor<FlowMessage>('failed');
      assert.equal(failed?.topic, 'failed');
      assert.equal((failed.payload as { platformCode: number }).platformCode, 131009);
      assert.ok(error instanceof Error);
    });
  });

  it('takes callback data, which comes back on the statuses', async () => {
    graph.next(accept('wamid.called-back'));
    const body = await sent({ payload: 'x', to: shop.phone, callbackData: 'order 17 of 2' });
    await deliver(
      red,
      shop.statusUpdate({ id: 'wamid.called-back', biz_opaque_callback_data: body.biz_opaque_callback_data }),
    );
    const [status] = await red.waitFor<FlowMessage>('statuses');
    assert.equal(status?.whatsapp.callbackData, 'order 17 of 2');
    const own = { type: 'text', text: { body: 'x' }, biz_opaque_callback_data: 'from the payload' };
    assert.match((await sent({ payload: own, to: shop.phone })).biz_opaque_callback_data ?? '', / from the payload$/);
    assert.equal(
      await rejected({ payload: 'x', to: shop.phone, callbackData: 'x'.repeat(500) }),
      'callback_data_invalid',
    );
    assert.equal(await rejected({ payload: 'x', to: shop.phone, callbackData: { id: 1 } }), 'callback_data_invalid');
  });

  it('refuses a policy and a timeout that it does not know', async () => {
    const to = shop.phone;
    assert.equal(await rejected({ to, payload: 'x', policy: 'anybody' }), 'policy_unknown');
    assert.equal(await rejected({ to, payload: 'x', timeout: 0 }), 'timeout_invalid');
    assert.equal(await rejected({ to, payload: 'x', timeout: 'soon' }), 'timeout_invalid');
    await deploy({ timeout: '', policy: '' });
    await sent({ to, payload: 'x' });
  });

  it('takes many messages at once', async () => {
    const all = Array.from({ length: 40 }, (_, i) => red.process('send', { payload: `${i}`, to: shop.phone }));
    assert.deepEqual(new Set((await Promise.all(all)).map(({ error }) => error)), new Set([undefined]));
    assert.equal((await red.waitFor('accepted', 40)).length, 40);
    assert.equal(new Set(graph.requests.map(({ body }) => body.biz_opaque_callback_data)).size, 40);
    await untilStatus(red, 'send', /^accepted$/);
  });
});
