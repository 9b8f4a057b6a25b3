import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { FlowMessage } from './support/flow-message';
import { webhookIn } from './support/parts';
import { APP_SECRET } from './support/secrets';
import { untilStatus } from './support/until-status';

const OTHER_SECRET = 'theOtherAppSecret55aa';

const outputs = (name: string): string[][] =>
  ['messages', 'statuses', 'changes', 'events'].map((port) => [`${name} ${port}`]);

describe('accounts and paths of whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  let branch: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(() => {
    shop = aBusiness();
    branch = aBusiness();
  });

  const seen = (): string[] => red.arrivals().map(({ collector, msg }) => `${collector}: ${String(msg.payload)}`);

  it('several nodes on one account each get every event, on one path or on several', async () => {
    await red.deploy([
      shop.account(),
      webhookIn({ id: 'a', wires: outputs('a') }),
      webhookIn({ id: 'b', wires: outputs('b') }),
      webhookIn({ id: 'c', path: '/elsewhere', wires: outputs('c') }),
    ]);
    red.clear();
    await deliver(red, shop.text('one'));
    await deliver(red, shop.text('two'), { path: '/elsewhere' });
    for (const name of ['a', 'b', 'c']) await red.waitFor(`${name} messages`, 2);
    assert.deepEqual(
      seen().sort(),
      ['a', 'b', 'c'].flatMap((n) => [`${n} messages: one`, `${n} messages: two`]).sort(),
    );
    assert.equal(red.logs().filter(({ level }) => level === 'error').length, 0);
  });

  describe('two accounts with one app secret on one path', () => {
    beforeEach(async () => {
      await red.deploy([
        shop.account({ id: 'one' }),
        branch.account({ id: 'two', wabaId: shop.wabaId }),
        webhookIn({ id: 'a', account: 'one', wires: outputs('a') }),
        webhookIn({ id: 'b', account: 'two', wires: outputs('b') }),
      ]);
      red.clear();
    });

    it('each get the events of their own number', async () => {
      await deliver(red, shop.text('for one'));
      await deliver(red, branch.text('for two'));
      await red.waitFor('b messages');
      await red.waitFor('a messages');
      assert.deepEqual(seen().sort(), ['a messages: for one', 'b messages: for two']);
      await untilStatus(red, 'a', /^1 received$/);
      await untilStatus(red, 'b', /^1 received$/);
    });

    it('share one batch by the numbers in it', async () => {
      const batch = shop.text('for one') as { entry: unknown[] };
      batch.entry.push(...(branch.text('for two') as { entry: unknown[] }).entry);
      await deliver(red, batch);
      await red.waitFor('b messages');
      assert.deepEqual(seen().sort(), ['a messages: for one', 'b messages: for two']);
    });

    it('both get the events of their WABA', async () => {
      await deliver(red, shop.envelope({ event: 'ACCOUNT_DELETED' }, 'account_update'));
      await red.waitFor('a events');
      await red.waitFor('b events');
    });

    it('count and show events of numbers that nobody configured, which touch no ledger', async () => {
      const stranger = aBusiness();
      assert.equal((await deliver(red, stranger.text('lost?', { hash: 'h1=' }))).status, 200);
      await deliver(red, shop.text('for one'));
      await red.waitFor('a messages');
      assert.deepEqual(seen(), ['a messages: for one']);
      for (const id of ['a', 'b']) await untilStatus(red, id, /1 of other numbers/);

      // Had it counted, another hash would be a change.
      await red.deploy([stranger.account(), webhookIn()]);
      await deliver(red, stranger.text('configured now', { hash: 'h2=' }));
      const [message] = await red.waitFor<FlowMessage>('messages');
      assert.equal(message?.whatsapp.identity?.state, 'seen');
    });
  });

  describe('two accounts with different app secrets on one path', () => {
    beforeEach(async () => {
      await red.deploy([
        shop.account({ id: 'one' }),
        branch.account({
          id: 'two',
          credentials: { accessToken: 'x', appSecret: OTHER_SECRET, verifyToken: 'other-token' },
        }),
        webhookIn({ id: 'a', account: 'one', wires: outputs('a') }),
        webhookIn({ id: 'b', account: 'two', wires: outputs('b') }),
      ]);
      red.clear();
    });

    it('take what their own secret signed', async () => {
      await deliver(red, shop.text('for one'), { secret: APP_SECRET });
      await deliver(red, branch.text('for two'), { secret: OTHER_SECRET });
      await red.waitFor('a messages');
      await red.waitFor('b messages');
      assert.deepEqual(seen().sort(), ['a messages: for one', 'b messages: for two']);
    });

    it('take nothing that only the other’s secret signed, and say so', async () => {
      assert.equal((await deliver(red, branch.text('forged', { hash: 'h1=' }), { secret: APP_SECRET })).status, 200);
      await deliver(red, branch.text('genuine', { hash: 'h2=' }), { secret: OTHER_SECRET });
      const [message] = await red.waitFor<FlowMessage>('b messages');
      assert.deepEqual(seen(), ['b messages: genuine']);
      assert.equal(message?.whatsapp.identity?.state, 'seen');
      await untilStatus(red, 'b', /1 of other numbers/);
    });

    it('both answer the handshake with their own verify token', async () => {
      for (const token of ['other-token', 'verifyTokenOfTheTests-9e51']) {
        const query = new URLSearchParams({ 'hub.mode': 'subscribe', 'hub.verify_token': token, 'hub.challenge': '7' });
        assert.equal(await (await fetch(`${red.url}/whatsapp/webhook?${query}`)).text(), '7');
      }
    });
  });

  it('two configurations of one number share what is known, and each gets the events', async () => {
    await red.deploy([
      shop.account({ id: 'one' }),
      shop.account({ id: 'two' }),
      webhookIn({ id: 'a', account: 'one', wires: outputs('a') }),
      webhookIn({ id: 'b', account: 'two', wires: outputs('b') }),
    ]);
    red.clear();
    await deliver(red, shop.text('hello', { hash: 'h1=' }));
    await deliver(red, shop.text('hello again', { hash: 'h2=', timestamp: '1760000300' }));
    await red.waitFor('b messages', 2);
    await red.waitFor('a messages', 2);
    const of = (name: string): string[] =>
      red.arrivals().flatMap(({ collector: c }) => (c.startsWith(name) ? [c.slice(2)] : []));
    assert.deepEqual(of('a'), ['messages', 'changes', 'messages']);
    assert.deepEqual(of('b'), ['messages', 'changes', 'messages']);
  });
});
