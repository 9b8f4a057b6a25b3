import assert from 'node:assert/strict';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import type { FlowMessage } from './support/flow-message';
import { type Graph, startGraph } from './support/graph';
import { catchAll, sendNode, webhookIn } from './support/parts';

describe('whatsapp-send-with-hash with a form', () => {
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

  const deploy = async (config: object): Promise<void> => {
    shop = aBusiness();
    await red.deploy([
      shop.account({ baseUrl: graph.url }),
      webhookIn(),
      sendNode(config),
      catchAll(),
      {
        id: 'remember',
        type: 'change',
        rules: [
          { t: 'set', p: 'town', pt: 'flow', to: 'payload', tot: 'msg' },
          { t: 'set', p: 'town', pt: 'global', to: 'payload', tot: 'msg' },
        ],
        wires: [['remembered']],
      },
    ]);
    red.clear();
    graph.requests.splice(0);
  };

  const body = (value: string, type: string) => ({ messageType: 'text', form: { text: { value, type } } });

  /** The content that the platform gets for a message of the flow. */
  const sent = async (msg: Message): Promise<object> => {
    const { error } = await red.process('send', { to: shop.phone, ...msg });
    assert.equal(error, undefined);
    const {
      messaging_product: _,
      recipient_type: __,
      to: ___,
      biz_opaque_callback_data: ____,
      ...content
    } = graph.requests.at(-1)?.body ?? assert.fail();
    return content;
  };

  const rejected = async (msg: Message): Promise<{ code: string; message: string; path?: string }> => {
    const before = { requests: graph.requests.length, failed: red.received('failed').length };
    await red.process('send', { to: shop.phone, ...msg });
    const failed = (await red.waitFor<FlowMessage>('failed', before.failed + 1)).at(-1);
    assert.equal(graph.requests.length, before.requests);
    return failed?.payload as { code: string; message: string; path?: string };
  };

  it('works its fields out for each message: text, property, contexts, environment, expression', async () => {
    process.env.WHATSAPP_TEST_TOWN = 'Rome';
    const texts: [value: string, type: string, text: string][] = [
      ['Hello', 'str', 'Hello'],
      ['order.town', 'msg', 'Oslo'],
      ['town', 'flow', 'Bern'],
      ['town', 'global', 'Bern'],
      ['WHATSAPP_TEST_TOWN', 'env', 'Rome'],
      ['"Order " & order.id', 'jsonata', 'Order 7'],
    ];
    for (const [value, type, text] of texts) {
      await deploy(body(value, type));
      await red.process('remember', { payload: 'Bern' });
      assert.deepEqual(await sent({ order: { id: 7, town: 'Oslo' } }), { type: 'text', text: { body: text } }, type);
    }
    delete process.env.WHATSAPP_TEST_TOWN;
  });

  it('takes no notice of the payload, whatever that holds, and leaves the message as it was', async () => {
    await deploy({
      messageType: 'buttons',
      form: { text: { value: 'Hi', type: 'str' }, buttons: { value: '["Yes"]', type: 'json' } },
    });
    for (const payload of [
      'text',
      { status: 'read', message_id: 'wamid.1' },
      { type: 'image', image: {} },
      undefined,
    ]) {
      assert.equal(((await sent({ payload })) as { type: string }).type, 'interactive');
    }
    const own = { payload: { recipient_identity_key_hash: 'x', to: '+4915112340001' }, mine: 1 };
    await sent(own);
    assert.equal(graph.requests.at(-1)?.body.to, shop.phone);
    const accepted = red.received<FlowMessage & { mine: number }>('accepted').at(-1);
    assert.equal(accepted?.mine, 1);
  });

  it('reacts to the message that came in', async () => {
    await deploy({
      messageType: 'reaction',
      form: { emoji: { value: '👍', type: 'str' }, message: { value: 'whatsapp.id', type: 'msg' } },
    });
    const customer = { waId: '4915112340001', phone: '+4915112340001' };
    await red.process('send', { whatsapp: { kind: 'message', id: 'wamid.in', customer } });
    assert.deepEqual(graph.requests.at(-1)?.body.reaction, { message_id: 'wamid.in', emoji: '👍' });
  });

  it('is refused before the call, with the place of the fault', async () => {
    await deploy(body('order.town', 'msg'));
    assert.deepEqual((({ code, path }) => ({ code, path }))(await rejected({ order: {} })), {
      code: 'message_field_missing',
      path: 'text',
    });
    assert.equal((await rejected({ order: { town: 'x'.repeat(5000) } })).path, 'text.body');
    await deploy(body('$error("no town")', 'jsonata'));
    const failed = await rejected({});
    assert.equal(failed.code, 'setting_failed');
    assert.match(failed.message, /field "text".*no town/);
    await deploy({ messageType: 'buttons', form: { buttons: { value: '[', type: 'json' }, text: { value: 'x' } } });
    assert.equal((await rejected({})).code, 'setting_failed');
    await deploy({ messageType: 'hologram' });
    assert.equal((await rejected({})).code, 'message_form_unknown');
  });

  it('leaves the message to the payload in flows that were made before there were forms', async () => {
    for (const config of [{}, { messageType: '' }, { messageType: 'payload', form: { text: { value: 'x' } } }]) {
      await deploy(config);
      assert.deepEqual(await sent({ payload: 'Hi' }), { type: 'text', text: { body: 'Hi' } });
    }
  });
});
