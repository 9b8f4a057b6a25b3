import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import { webhookIn } from './support/parts';

describe('the filters of whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(() => {
    shop = aBusiness();
  });

  const deploy = async (filter: object): Promise<void> => {
    const all = webhookIn({ id: 'reference', wires: [['all'], ['all'], ['all'], ['all']] });
    await red.deploy([shop.account(), webhookIn(filter), all]);
    red.clear();
  };

  /** One event of each kind, the second message with another hash; resolves when a node without filters has had all. */
  const deliverOneOfEach = async (): Promise<string[]> => {
    await deliver(red, shop.text('first', { hash: 'h1=' }));
    await deliver(red, shop.text('second', { hash: 'h2=', timestamp: '1760000300' }));
    await deliver(red, shop.statusUpdate());
    await deliver(red, shop.envelope({ event: 'ACCOUNT_VIOLATION' }, 'account_update'));
    await red.waitFor('all', 5);
    return red.arrivals().flatMap(({ collector }) => (collector === 'all' ? [] : [collector]));
  };

  const KINDS: [object, string[]][] = [
    [{ messages: false }, ['changes', 'statuses', 'events']],
    [{ statuses: false }, ['messages', 'changes', 'messages', 'events']],
    [{ identityChanges: false }, ['messages', 'messages', 'statuses', 'events']],
    [{ accountEvents: false }, ['messages', 'changes', 'messages', 'statuses']],
    [{ messages: false, statuses: false, accountEvents: false }, ['changes']],
  ];
  for (const [filter, expected] of KINDS) {
    it(`leaves out ${Object.keys(filter).join(', ')}`, async () => {
      await deploy(filter);
      assert.deepEqual(await deliverOneOfEach(), expected);
    });
  }

  it('takes everything in a flow that says nothing about kinds', async () => {
    await deploy({ messages: undefined, statuses: undefined, identityChanges: undefined, accountEvents: undefined });
    assert.equal((await deliverOneOfEach()).length, 5);
  });

  it('counts what it leaves out as evidence all the same', async () => {
    await deploy({ messages: false });
    await deliver(red, shop.text('first', { hash: 'h1=' }));
    await deliver(red, shop.text('second', { hash: 'h2=', timestamp: '1760000300' }));
    await red.waitFor('changes');
    assert.equal(red.received('messages').length, 0);
  });

  describe('by number', () => {
    const NAMES: [string, (shop: Business) => string][] = [
      [
        'the customer’s number, however it is written',
        ({ phone }) => ` ${phone.slice(0, 3)} ${phone.slice(3)}, +1 631 555 0000`,
      ],
      ['the business number', ({ displayPhoneNumber }) => `+${displayPhoneNumber}`],
      ['the phone number ID', ({ phoneNumberId }) => phoneNumberId],
    ];
    for (const [what, toList] of NAMES) {
      it(`takes events of ${what}`, async () => {
        await deploy({ numbers: toList(shop) });
        const expected = ['messages', 'changes', 'messages', 'statuses'];
        assert.deepEqual((await deliverOneOfEach()).slice(0, 4), expected);
      });
    }

    it('leaves out what is about none of them', async () => {
      await deploy({ numbers: '+1 631 555 0000' });
      assert.deepEqual(await deliverOneOfEach(), []);
    });
  });
});
