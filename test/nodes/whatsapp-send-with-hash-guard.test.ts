import assert from 'node:assert/strict';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { ChangeMessage, FlowMessage } from './support/flow-message';
import { accept, type Graph, refuse, startGraph } from './support/graph';
import { catchAll, sendNode, webhookIn } from './support/parts';
import { untilStatus } from './support/until-status';

const MISMATCH = [{ code: 137000, title: 'Confirm the correct Recipient Identity Key Hash' }];

describe('the guard of whatsapp-send-with-hash', () => {
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
    graph.requests.splice(0);
    const second = sendNode({ id: 'second', wires: [['accepted2'], ['held2'], ['failed2']] });
    await red.deploy([shop.account({ baseUrl: graph.url }), webhookIn(), sendNode(), second, catchAll()]);
    red.clear();
  });

  const send = async (msg: Message = {}, node = 'send'): Promise<void> => {
    assert.equal((await red.process(node, { payload: 'for your eyes only', to: shop.phone, ...msg })).error, undefined);
  };
  const see = async (hash: string, at = 1_760_000_100): Promise<void> => {
    const before = red.received('messages').length;
    await deliver(red, shop.text('hello', { hash, timestamp: String(at) }));
    await red.waitFor('messages', before + 1);
  };
  const lastHash = (): unknown => graph.requests.at(-1)?.body.recipient_identity_key_hash;
  const order = (): string[] => red.arrivals().map(({ collector, msg }) => `${collector} ${String(msg.topic)}`);

  it('attaches no hash while none is known, and the current one as soon as it is', async () => {
    await send();
    assert.equal(lastHash(), undefined);
    await see('h1=');
    await send();
    assert.equal(lastHash(), 'h1=');
    const [first, second] = await red.waitFor<FlowMessage>('accepted', 2);
    assert.deepEqual([first?.whatsapp.identityHash, second?.whatsapp.identityHash], [null, 'h1=']);
  });

  it('learns the hash from the status of a message that left without one', async () => {
    graph.next(accept('wamid.revealing'));
    await send();
    await deliver(red, shop.statusUpdate({ id: 'wamid.revealing', recipient_identity_key_hash: 'revealed=' }));
    const [status] = await red.waitFor<FlowMessage>('statuses');
    assert.equal(status?.whatsapp.identity?.state, 'seen');
    await send();
    assert.equal(lastHash(), 'revealed=');
  });

  it('holds what is for a customer whose identity changed', async () => {
    await see('h1=');
    await see('h2=', 1_760_000_200);
    await send({ topic: 'mine', order: 7 });
    const [held] = await red.waitFor<FlowMessage>('held');
    assert.equal(graph.requests.length, 0);
    assert.equal(held?.topic, 'identity_changed');
    assert.deepEqual(held?.payload, { type: 'text', text: { body: 'for your eyes only' } });
    assert.equal(held?.order, 7);
    const { id, reason, since } = (held?.whatsapp.held ?? {}) as Record<string, string>;
    assert.ok(id && Date.parse(since ?? ''));
    assert.equal(reason, 'identity_changed');
    assert.equal(held?.whatsapp.to, shop.phone);
    assert.deepEqual(await untilStatus(red, 'send', /^held$/), { fill: 'yellow', shape: 'ring', text: 'held' });
    assert.equal(red.received('accepted').length + red.received('failed').length + red.received('caught').length, 0);
  });

  it('holds it in whatever spelling the customer is addressed', async () => {
    // Mexican numbers exist with and without a 1 after the country code.
    const from = `521${shop.waId.slice(-10)}`;
    for (const [hash, at] of [
      ['h1=', '1760000100'],
      ['h2=', '1760000200'],
    ]) {
      const contacts = [{ wa_id: from, identity_key_hash: hash }];
      await deliver(red, shop.messaging({ contacts, messages: [shop.message({ from, timestamp: at })] }));
    }
    await red.waitFor('messages', 2);
    await send({ to: `+52${from.slice(3)}` });
    await send({ to: `+${from}` });
    await red.waitFor('held', 2);
    assert.equal(graph.requests.length, 0);
  });

  describe('msg.identityHash', () => {
    it('lets the message leave while it is the current hash', async () => {
      await see('h1=');
      await send({ identityHash: 'h1=' });
      assert.equal(lastHash(), 'h1=');
      await send({ payload: { type: 'text', text: 'x', recipient_identity_key_hash: 'h1=' } });
      assert.equal(lastHash(), 'h1=');
      await red.waitFor('accepted', 2);
    });

    it('holds the message while another hash, or none, is current', async () => {
      await send({ identityHash: 'old=' });
      await see('h1=');
      await send({ identityHash: 'old=' });
      await send({ payload: { type: 'text', text: 'x', recipient_identity_key_hash: 'old=' } });
      const held = await red.waitFor<FlowMessage>('held', 3);
      assert.deepEqual(new Set(held.map(({ topic }) => topic)), new Set(['identity_mismatch']));
      assert.equal(graph.requests.length, 0);
    });

    it('lets what was held leave when the very hash is seen that was asked for', async () => {
      await send({ identityHash: 'h1=' });
      await red.waitFor('held');
      await see('h1=');
      const [message] = await red.waitFor<FlowMessage>('accepted');
      assert.equal(lastHash(), 'h1=');
      assert.equal(message?.whatsapp.released, true);
    });

    it('never overrides a change', async () => {
      await see('h1=');
      await see('h2=', 1_760_000_200);
      await send({ identityHash: 'h2=' });
      assert.equal((await red.waitFor<FlowMessage>('held'))[0]?.topic, 'identity_changed');
      assert.equal(graph.requests.length, 0);
    });

    for (const identityHash of ['', null, 7, {}]) {
      it(`is an error when it is ${JSON.stringify(identityHash)}: no condition is not what was asked for`, async () => {
        const { error } = await red.process('send', { payload: 'x', to: shop.phone, identityHash });
        assert.equal((error as { code: string }).code, 'identity_hash_invalid');
        assert.equal(graph.requests.length, 0);
      });
    }
  });

  describe('policies', () => {
    it('whoever: leaves without a hash, also to a customer whose identity changed', async () => {
      await see('h1=');
      await see('h2=', 1_760_000_200);
      await send({ policy: 'whoever' });
      assert.equal(lastHash(), undefined);
      assert.equal((await red.waitFor<FlowMessage>('accepted'))[0]?.whatsapp.policy, 'whoever');
    });

    it('authenticated: holds for everybody who was not authenticated, and refuses groups', async () => {
      await send({ policy: 'authenticated' });
      await see('h1=');
      await send({ policy: 'authenticated' });
      const held = await red.waitFor<FlowMessage>('held', 2);
      assert.deepEqual(new Set(held.map(({ topic }) => topic)), new Set(['identity_unknown']));
      const group = { payload: 'x', to: 'Y2FwaWdyb3VwOjE3NTc1', policy: 'authenticated' };
      const { error } = await red.process('send', group);
      assert.equal((error as { code: string }).code, 'group_not_authenticated');
      assert.equal(graph.requests.length, 0);
    });
  });

  describe('137000', () => {
    it('in a status after acceptance: the change leaves first, the message leaves held of the node that sent it', async () => {
      await see('h1=');
      graph.next(accept('wamid.refused-later'));
      await send({ _msgid: 'the-same' }, 'second');
      await red.waitFor('accepted2');
      red.clear();
      const failed = { id: 'wamid.refused-later', status: 'failed', errors: MISMATCH };
      await deliver(red, shop.statusUpdate(failed));
      const [held] = await red.waitFor<FlowMessage>('held2');
      assert.deepEqual(order(), ['changes hash_mismatch', 'statuses failed', 'held2 identity_changed']);
      const [change] = red.received<ChangeMessage>('changes');
      assert.equal(change?.payload.previousHash, 'h1=');
      assert.equal(change?.payload.hash, null);
      assert.equal(change?.payload.heldMessages, 1);
      assert.equal(change?.payload.customer.phone, shop.phone);
      assert.equal(held?._msgid, 'the-same');
      assert.deepEqual(held?.payload, { type: 'text', text: { body: 'for your eyes only' } });

      // The platform sends it again; and later messages queue behind.
      await deliver(red, shop.statusUpdate(failed));
      await send();
      await red.waitFor('held');
      assert.equal(red.received('held2').length, 1);
      assert.equal(red.received('changes').length, 1);
      assert.equal(graph.requests.length, 1);
    });

    it('in the answer: the change leaves first, the message is held and no error', async () => {
      await see('h1=');
      red.clear();
      graph.next(refuse(137000, { message: '(#137000) Confirm the correct Recipient Identity Key Hash' }));
      await send({ order: 7 });
      const [held] = await red.waitFor<FlowMessage>('held');
      assert.deepEqual(order(), ['changes hash_mismatch', 'held identity_changed']);
      assert.equal(held?.order, 7);
      const [change] = red.received<ChangeMessage>('changes');
      const { changeId, heldMessages, previousHash, hash } = change?.payload ?? assert.fail();
      assert.deepEqual([heldMessages, previousHash, hash], [1, 'h1=', null]);
      assert.equal(change?.whatsapp.identity?.state, 'changed');
      assert.equal(change?.whatsapp.identity?.changeId, changeId);
      assert.equal(change?.whatsapp.phoneNumberId, shop.phoneNumberId);
    });

    it('in a status that overtakes the answer: the message is held once, and never accepted', async () => {
      await see('h1=');
      red.clear();
      let answer = (): void => undefined;
      graph.next((request, response) => {
        answer = () => accept('wamid.overtaken')(request, response);
      });
      const sending = send();
      const { body } = await waitUntil(() => graph.requests.at(-1));
      const failed = { id: 'wamid.overtaken', status: 'failed', errors: MISMATCH };
      await deliver(red, shop.statusUpdate({ ...failed, biz_opaque_callback_data: body.biz_opaque_callback_data }));
      await red.waitFor('held');
      answer();
      await sending;
      await deliver(red, shop.envelope({ event: 'THE_END' }, 'account_update'));
      await red.waitFor('events');
      assert.deepEqual(order(), [
        'changes hash_mismatch',
        'statuses failed',
        'held identity_changed',
        'events THE_END',
      ]);
    });

    it('for a hash that was replaced meanwhile is no second change', async () => {
      await see('h1=');
      graph.next(accept('wamid.with-h1'));
      await send();
      await see('h2=', 1_760_000_150);
      await deliver(red, shop.statusUpdate({ id: 'wamid.with-h1', status: 'failed', errors: MISMATCH }));
      await red.waitFor('held');
      assert.deepEqual(
        red.received<ChangeMessage>('changes').map(({ topic, payload }) => [topic, payload.hash]),
        [['hash_changed', 'h2=']],
      );
    });
  });

  it('gives what is held later to its own node, whichever configuration of the number that node has', async () => {
    const nodes = [shop.account({ baseUrl: graph.url }), shop.account({ id: 'twin', baseUrl: graph.url })];
    await red.deploy([...nodes, webhookIn(), sendNode({ account: 'twin' }), catchAll()]);
    red.clear();
    graph.next(accept('wamid.of-the-twin'));
    await see('h1=');
    await send();
    await deliver(red, shop.statusUpdate({ id: 'wamid.of-the-twin', status: 'failed', errors: MISMATCH }));
    assert.equal((await red.waitFor<FlowMessage>('held'))[0]?.topic, 'identity_changed');
    assert.equal(red.logs().filter(({ level }) => level === 'error').length, 0);
  });

  it('holds for the customer, not for the group that the customer is in', async () => {
    await see('h1=');
    await see('h2=', 1_760_000_200);
    await send({ to: 'Y2FwaWdyb3VwOjE3NTc1' });
    await red.waitFor('accepted');
    assert.equal(lastHash(), undefined);
  });
});
