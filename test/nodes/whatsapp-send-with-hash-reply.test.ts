import assert from 'node:assert/strict';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { type Graph, startGraph } from './support/graph';
import { sendNode, webhookIn } from './support/parts';

describe('the message that the send node answers', () => {
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

  const quoted = async (config: object, msg: Message): Promise<unknown> => {
    shop = aBusiness();
    await red.deploy([shop.account({ baseUrl: graph.url }), webhookIn(), sendNode(config)]);
    const { error } = await red.process('send', { to: shop.phone, payload: 'Hi', ...msg });
    assert.equal(error, undefined);
    return (graph.requests.at(-1)?.body.context as { message_id?: unknown } | undefined)?.message_id;
  };

  const received = { whatsapp: { kind: 'message', id: 'wamid.in' } };
  const QUOTES: [what: string, config: object, msg: Message, id: string | undefined][] = [
    ['none, as before there was a choice', {}, received, undefined],
    ['none by choice', { replyTo: 'x', replyToType: 'none' }, received, undefined],
    ['the one that came in', { replyTo: '', replyToType: 'received' }, received, 'wamid.in'],
    ['none where a status came in', { replyToType: 'received' }, { whatsapp: { kind: 'status', id: 'w' } }, undefined],
    ['none where nothing came in', { replyToType: 'received' }, {}, undefined],
    ['what a property names', { replyTo: 'answer', replyToType: 'msg' }, { answer: 'wamid.2' }, 'wamid.2'],
    ['none where the property is empty', { replyTo: 'answer', replyToType: 'msg' }, {}, undefined],
    ['msg.replyTo before all', { replyToType: 'received' }, { ...received, replyTo: 'wamid.3' }, 'wamid.3'],
    [
      'what the message object says itself',
      { replyToType: 'received' },
      { ...received, payload: { type: 'text', text: { body: 'Hi' }, context: { message_id: 'wamid.4' } } },
      'wamid.4',
    ],
    [
      'none beside a reaction, which names its message',
      { replyToType: 'received' },
      { ...received, payload: { type: 'reaction', reaction: { message_id: 'wamid.in', emoji: '👍' } } },
      undefined,
    ],
    [
      'the one that came in, by a form',
      { replyToType: 'received', messageType: 'text', form: { text: { value: 'Hi', type: 'str' } } },
      received,
      'wamid.in',
    ],
  ];
  for (const [what, config, msg, id] of QUOTES) {
    it(`is ${what}`, async () => assert.equal(await quoted(config, msg), id));
  }

  it('is an error where it is no text', async () => {
    shop = aBusiness();
    await red.deploy([
      shop.account({ baseUrl: graph.url }),
      webhookIn(),
      sendNode({ replyTo: 'answer', replyToType: 'msg' }),
    ]);
    const { error } = await red.process('send', { to: shop.phone, payload: 'Hi', answer: 7 });
    assert.equal((error as { code?: string } | undefined)?.code, 'reply_to_invalid');
  });
});
