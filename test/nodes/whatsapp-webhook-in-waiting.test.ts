import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import type { Account } from '../../src/account';
import type { AsideDelivery } from '../../src/store/aside';
import type { Store } from '../../src/store/store';
import type { FiguresReport } from '../../src/webhook/figures';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness } from './support/business';
import { deliver } from './support/deliver';
import { webhookIn } from './support/parts';

describe('what waits for the flow behind whatsapp-webhook-in', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  beforeEach(() => red.clear());
  after(() => red.stop());

  const accountOf = (): Account => (red.node('account') as AccountNode).account ?? assert.fail('it does not work');
  const figures = async (): Promise<FiguresReport> =>
    (await (await fetch(`${red.url}/whatsapp-webhook-in/in/figures`)).json()) as FiguresReport;
  const textsOf = (): unknown[] => red.received('messages').map(({ payload }) => payload);

  it('is bounded: beyond it the platform keeps its webhooks, and all come once when the flow goes on', async () => {
    const shop = aBusiness();
    await red.deploy([shop.account(), webhookIn({ waitingLimit: 5 })]);
    let goOn = (): void => undefined;
    const stalled = new Promise<void>((resolve) => {
      goOn = resolve;
    });
    const leave = accountOf().subscribe({ receive: () => stalled, report: () => undefined });
    const webhooks = Array.from({ length: 30 }, (_, index) => shop.text(`text ${index}`));
    const answers = [];
    for (const webhook of webhooks) answers.push((await deliver(red, webhook)).status);
    assert.deepEqual(answers, [...Array(5).fill(200), ...Array(25).fill(503)]);
    const { waiting, refused } = await figures();
    assert.deepEqual([waiting, refused], [{ deliveries: 5, events: 5 }, { too_much_waiting: 25 }]);
    await waitUntil(() => red.statuses('in').some(({ text }) => /503.*too much waiting/.test(text ?? '')));

    goOn();
    await waitUntil(async () => (await figures()).waiting.deliveries === 0);
    // As the platform does: again, until it is taken.
    for (const webhook of webhooks) await waitUntil(async () => (await deliver(red, webhook)).status === 200);
    await waitUntil(() => textsOf().length === webhooks.length);
    assert.deepEqual(
      textsOf(),
      webhooks.map((_, index) => `text ${index}`),
    );
    leave();
  });

  it('takes a webhook that alone is larger than the bound, if nothing else waits', async () => {
    const shop = aBusiness();
    await red.deploy([shop.account(), webhookIn({ waitingLimit: 1 })]);
    const one = shop.text('one');
    const [entry] = (one as { entry: { changes: { value: { messages: object[] } }[] }[] }).entry;
    const messages = entry?.changes[0]?.value.messages ?? assert.fail('it has messages');
    messages.push(...[2, 3].map((n) => ({ ...messages[0], id: `wamid.more-${n}` })));
    assert.equal((await deliver(red, one)).status, 200);
    await waitUntil(() => textsOf().length === 3);
  });

  it('is set aside when this package fails at it three times: told, exported, tried again, removed', async () => {
    const shop = aBusiness();
    await red.deploy([shop.account(), webhookIn()]);
    const { store } = accountOf() as { store: { -readonly [Member in keyof Store]: Store[Member] } };
    const { commit } = store;
    store.commit = (scope, id, events) =>
      events.some(({ payload }) => String(payload).startsWith('poison'))
        ? Promise.reject(new TypeError('A mistake of ours'))
        : commit(scope, id, events);
    for (const text of ['poison 1', 'harmless', 'poison 2']) {
      assert.equal((await deliver(red, shop.text(text))).status, 200);
    }
    await waitUntil(() => textsOf().length === 1);
    const address = `${red.url}/whatsapp-webhook-in/in/set-aside`;
    const list = async (): Promise<AsideDelivery[]> => (await (await fetch(address)).json()) as AsideDelivery[];
    const aside = await waitUntil(async () => ((await list()).length === 2 ? list() : undefined));
    assert.match(aside[0]?.body ?? '', /poison 1/);
    assert.match(aside[0]?.reason ?? '', /A mistake of ours/);
    assert.equal((await figures()).setAside, 2);
    assert.deepEqual(textsOf(), ['harmless']);

    const post = (operation: string, type = 'application/json'): Promise<Response> =>
      fetch(address, { method: 'POST', headers: { 'content-type': type }, body: JSON.stringify({ operation }) });
    assert.equal((await post('retry', 'text/plain')).status, 400, 'a form of another site cannot do it');
    assert.equal((await post('explode')).status, 400);
    store.commit = commit;
    assert.deepEqual(await (await post('retry')).json(), { count: 2 });
    await waitUntil(() => textsOf().length === 3);
    assert.deepEqual(textsOf().slice(1), ['poison 1', 'poison 2']);
    assert.ok(red.received('messages').slice(1).every(isRedelivered));
    assert.deepEqual(await list(), []);
    assert.deepEqual(await (await post('remove')).json(), { count: 0 });
  });
});

const isRedelivered = ({ whatsapp }: { whatsapp?: unknown }): boolean =>
  (whatsapp as { redelivered?: boolean }).redelivered === true;
