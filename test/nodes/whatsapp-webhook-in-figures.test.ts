import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import type { FiguresReport } from '../../src/webhook/figures';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness } from './support/business';
import { deliver } from './support/deliver';
import { webhookIn } from './support/parts';

describe('the figures of whatsapp-webhook-in', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  const ask = async (id = 'in'): Promise<FiguresReport | null> => {
    const answer = await fetch(`${red.url}/whatsapp-webhook-in/${id}/figures`);
    assert.equal(answer.status, 200);
    return (await answer.json()) as FiguresReport | null;
  };

  it('tell what came in, what was refused, and how fast it was answered', async () => {
    const shop = aBusiness();
    await red.deploy([shop.account(), webhookIn(), webhookIn({ id: 'in2', wires: [['m2'], [], [], []] })]);
    const hello = shop.text('hello');
    for (const webhook of [hello, hello, aBusiness().text('of nobody')]) {
      assert.equal((await deliver(red, webhook)).status, 200);
    }
    assert.equal((await deliver(red, hello, { secret: 'wrong' })).status, 401);
    const report = await waitUntil(async () => {
      const now = await ask();
      return now?.unclaimed === 1 && now.waiting.deliveries === 0 ? now : undefined;
    });
    assert.deepEqual(report.accepted, { deliveries: 3, events: 2 });
    assert.deepEqual([report.duplicates, report.refused], [1, { signature_wrong: 1 }]);
    const { p50 = 0, p99 = 0 } = report.acknowledgement ?? {};
    assert.ok(p50 > 0 && p99 >= p50 && p99 < 10_000, `${p50} ${p99}`);
    assert.ok(Date.now() - Date.parse(report.since) < 60_000);
    // Nodes at one address have the same figures.
    assert.deepEqual(await ask('in2'), report);
  });

  it('are none for a node that serves no address', async () => {
    await red.deploy([webhookIn({ account: 'gone' })]);
    assert.deepEqual([await ask(), await ask('nobody')], [null, null]);
  });

  it('tell what was handed over again after a deployment', async () => {
    const shop = aBusiness();
    red.clear();
    await red.deploy([shop.account(), webhookIn()]);
    await deliver(red, shop.text('the store has been looked through'));
    await red.waitFor('messages');
    red.clear();
    const store = (red.node('account') as AccountNode).account?.store ?? assert.fail('the account does not work');
    const body = Buffer.from(JSON.stringify(shop.text('left behind')));
    store.abandon(await store.accept({ body, receivedAt: Date.now(), accounts: ['account'] }));
    await red.deploy([shop.account(), webhookIn()]);
    await red.waitFor('messages');
    const report = await waitUntil(async () => {
      const now = await ask();
      return now?.redelivered.deliveries === 1 ? now : undefined;
    });
    assert.deepEqual([report.redelivered.events, report.accepted], [1, { deliveries: 0, events: 0 }]);
  });
});
