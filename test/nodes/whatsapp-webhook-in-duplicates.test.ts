import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { FlowMessage } from './support/flow-message';
import { webhookIn } from './support/parts';
import { untilStatus } from './support/until-status';

describe('duplicates at whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    await red.deploy([shop.account(), webhookIn()]);
    red.clear();
  });

  /** Everything before it has been handed over when this has. */
  const untilHandedOver = async (): Promise<string[]> => {
    await deliver(red, shop.envelope({ event: 'THE_END', nonce: Math.random() }, 'account_update'));
    await red.waitFor('events');
    return red.arrivals().flatMap(({ collector, msg }) => (msg.topic === 'THE_END' ? [] : [collector]));
  };

  it('of a retried delivery are accepted, and not handed over again', async () => {
    const webhook = shop.messaging({
      contacts: [shop.contact()],
      messages: [shop.message()],
      statuses: [shop.status()],
    });
    for (let attempt = 0; attempt < 3; attempt++) assert.equal((await deliver(red, webhook)).status, 200);
    assert.deepEqual(await untilHandedOver(), ['messages', 'statuses']);
    await untilStatus(red, 'in', /4 duplicate/);
  });

  it('are recognised in another batch, whatever surrounds them', async () => {
    const [one, two] = [shop.message({ text: { body: 'one' } }), shop.message({ text: { body: 'two' } })];
    await deliver(red, shop.messaging({ contacts: [shop.contact()], messages: [one] }));
    await deliver(
      red,
      shop.messaging({ contacts: [shop.contact('h=')], messages: [two, one], statuses: [shop.status()] }),
    );
    assert.deepEqual(await untilHandedOver(), ['messages', 'messages', 'statuses']);
    assert.deepEqual(
      red.received<FlowMessage>('messages').map(({ payload }) => payload),
      ['one', 'two'],
    );
  });

  it('that come at the same time are handed over once', async () => {
    const webhook = shop.text('only once');
    const answers = await Promise.all(Array.from({ length: 8 }, () => deliver(red, webhook)));
    assert.deepEqual(new Set(answers.map(({ status }) => status)), new Set([200]));
    assert.deepEqual(await untilHandedOver(), ['messages']);
  });

  it('within one batch are handed over once', async () => {
    const twice = shop.message();
    await deliver(red, shop.messaging({ messages: [twice, twice] }));
    assert.deepEqual(await untilHandedOver(), ['messages']);
  });

  it('are no other statuses of the same message, no participants of a group, and no other account events', async () => {
    const id = 'wamid.same';
    await deliver(red, shop.statusUpdate({ id, status: 'sent' }));
    await deliver(red, shop.statusUpdate({ id, status: 'delivered' }));
    const group = { id: 'wamid.group', status: 'read', recipient_id: 'grp-1', recipient_type: 'group' };
    await deliver(red, shop.statusUpdate({ ...group, recipient_participant_id: '4915100000001' }));
    await deliver(red, shop.statusUpdate({ ...group, recipient_participant_id: '4915100000002' }));
    const violation = (type: string): object =>
      shop.envelope({ event: 'ACCOUNT_VIOLATION', violation_info: { violation_type: type } }, 'account_update');
    await deliver(red, violation('SCAM'));
    await deliver(red, violation('SPAM'));
    await deliver(red, violation('SCAM'));
    await red.waitFor('events', 2);
    assert.deepEqual(await untilHandedOver(), [...Array(4).fill('statuses'), 'events', 'events']);
  });

  it('are told per business number', async () => {
    const other = aBusiness();
    await red.deploy([
      shop.account(),
      webhookIn(),
      other.account({ id: 'other' }),
      webhookIn({ id: 'in2', account: 'other' }),
    ]);
    const message = shop.message();
    await deliver(red, shop.messaging({ messages: [message] }));
    await deliver(red, other.messaging({ messages: [message] }));
    assert.equal((await red.waitFor('messages', 2)).length, 2);
  });

  it('still feed the ledger: the hash in a second copy counts', async () => {
    const message = shop.message();
    await deliver(red, shop.messaging({ contacts: [shop.contact('h1=')], messages: [message] }));
    await deliver(
      red,
      shop.messaging({ contacts: [shop.contact('h2=')], messages: [{ ...message, timestamp: '1760000500' }] }),
    );
    assert.deepEqual(await untilHandedOver(), ['messages', 'changes']);
  });

  it('are still known after a redeploy', async () => {
    const webhook = shop.text('once');
    await deliver(red, webhook);
    await red.waitFor('messages');
    await red.deploy([shop.account(), webhookIn()]);
    await deliver(red, webhook);
    assert.deepEqual(await untilHandedOver(), ['messages']);
  });
});
