import { deepEqual, equal } from 'node:assert/strict';
import { waitUntil } from '../../harness/wait';
import { setOnPremisesStage } from './support/on-premises-stage';
import { startReceiver } from './support/receiver';
import { afterwards, cleanUp } from './support/stage';

const PATH = '/settings/application';

describe('the application settings of the simulated On-Premises API', () => {
  afterEach(cleanUp);

  it('are shown, changed one by one, and reset', async () => {
    const { api, receiver, number } = await setOnPremisesStage();
    const initial = (await api('GET', PATH)).body;
    deepEqual(initial.meta, { api_status: 'stable', version: 'v2.41.2' });
    const { application } = initial.settings;
    deepEqual(
      [application.show_security_notifications, application.callback_backoff_delay_ms, application.webhooks.url],
      [false, 3000, receiver.url],
    );
    const changes = {
      show_security_notifications: true,
      callback_backoff_delay_ms: '1000',
      media: { auto_download: ['image'] },
      webhooks: { max_concurrent_requests: 12 },
    };
    deepEqual(await api('PATCH', PATH, changes), { status: 200, body: {} });
    deepEqual((await api('GET', PATH)).body.settings.application, {
      ...application,
      ...changes,
      webhooks: { max_concurrent_requests: 12, url: receiver.url },
    });
    deepEqual(await api('DELETE', PATH), { status: 200, body: {} });
    deepEqual((await api('GET', PATH)).body.settings.application, {
      ...application,
      webhooks: { ...application.webhooks, url: '' },
    });
    equal(number.webhookUrl, undefined);
  });

  it('name the webhook, without a handshake and with its user and password', async () => {
    const { api, simulator } = await setOnPremisesStage();
    const receiver = await startReceiver();
    afterwards(() => receiver.close());
    const url = receiver.url.replace('http://', 'http://user:pass%3Aword@');
    equal((await api('PATCH', PATH, { webhooks: { url } })).status, 200);
    simulator.world.addCustomer({ phone: '+16315551001' }).write('Hello');
    await simulator.idle();
    deepEqual(
      receiver.webhooks.map(({ authorization, signature }) => [authorization, signature]),
      [[`Basic ${Buffer.from('user:pass:word').toString('base64')}`, undefined]],
    );
    equal(receiver.handshakes, 0);
    await api('PATCH', PATH, { webhooks: { url: '' } });
    simulator.world.customer('16315551001').write('Nobody hears this');
    await simulator.idle();
    equal(receiver.webhooks.length, 1);
  });

  it('say how long to wait before a webhook is sent again', async () => {
    const { api, simulator, receiver, clock } = await setOnPremisesStage();
    await api('PATCH', PATH, { callback_backoff_delay_ms: 1000, max_callback_backoff_delay_ms: '1500' });
    receiver.answers.push(500, 500, 500);
    const attemptsMade = (): number | undefined => {
      const webhook = simulator.timeline.entries.find(({ kind }) => kind === 'webhook');
      return webhook && 'attempts' in webhook ? webhook.attempts.length : undefined;
    };
    simulator.world.addCustomer({ phone: '+16315551001' }).write('Hello');
    for (const [attempts, delay] of [
      [1, 1000],
      [2, 1500],
      [3, 1500],
    ] as const) {
      // While an attempt is under way, the one timer is that of its own end.
      await waitUntil(() => attemptsMade() === attempts && clock.timers === 1);
      clock.advance(delay - 1);
      equal(clock.timers, 1);
      clock.advance(1);
    }
    await simulator.idle();
    equal(receiver.webhooks.length, 4);
  });

  const refused: [what: string, body: unknown][] = [
    ['a setting that does not exist', { show_security_notification: true }],
    ['a name of the prototype', JSON.parse('{"__proto__":{}}')],
    ['a switch that is text', { show_security_notifications: 'true' }],
    ['a delay below zero', { callback_backoff_delay_ms: -1 }],
    ['webhooks that are no object', { webhooks: 'http://127.0.0.1/' }],
    ['a URL that is none', { webhooks: { url: 'nothing' } }],
    ['a URL of another machine', { webhooks: { url: 'http://a.example/' } }],
    ['a URL that is no text', { webhooks: { url: 1 } }],
  ];
  for (const [what, body] of refused) {
    it(`refuse ${what}, and nothing else changes`, async () => {
      const { api } = await setOnPremisesStage();
      const before = (await api('GET', PATH)).body;
      const mixed = JSON.stringify({ sent_status: true, ...(body as object) });
      const answer = await api('PATCH', PATH, what.includes('prototype') ? '{"__proto__":{}}' : mixed);
      deepEqual([answer.status, answer.body.errors[0].code], [400, 1009]);
      deepEqual((await api('GET', PATH)).body, before);
    });
  }
});
