import { deepEqual, equal, match } from 'node:assert/strict';
import { createSimulator } from '../../../src/simulator/simulator';
import type { WebhookEntry } from '../../../src/simulator/timeline';
import { freePort } from '../../harness/free-port';
import { waitUntil } from '../../harness/wait';
import { startReceiver } from './support/receiver';
import { SELF_SIGNED } from './support/self-signed';
import { afterwards, cleanUp, type Stage, setStage } from './support/stage';

const PHONE = '+16505551234';

const webhookEntries = ({ simulator }: Stage): WebhookEntry[] =>
  simulator.timeline.entries.filter((entry): entry is WebhookEntry => entry.kind === 'webhook');

/** Waits until so many attempts were made in all, and nothing is under way but timers. */
const untilAttempts = (stage: Stage, count: number): Promise<unknown> =>
  waitUntil(() => webhookEntries(stage).flatMap(({ attempts }) => attempts).length === count);

describe('webhooks of the simulator', () => {
  afterEach(cleanUp);

  it('have the form of the documents and are signed over their bytes', async () => {
    const { simulator, receiver, number } = await setStage({}, { identityCheck: true, wabaId: '102290129340398' });
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Zoë 👋', identityHash: 'DF2lS5v2W6x=' });
    const id = customer.write('Grüße');
    await simulator.idle();
    const [webhook] = receiver.webhooks;
    equal(webhook?.isSigned, true);
    match(webhook?.signature ?? '', /^sha256=[0-9a-f]{64}$/);
    deepEqual(webhook?.body, {
      object: 'whatsapp_business_account',
      entry: [
        {
          id: '102290129340398',
          changes: [
            {
              value: {
                messaging_product: 'whatsapp',
                metadata: { display_phone_number: '15550051310', phone_number_id: number.phoneNumberId },
                contacts: [{ profile: { name: 'Zoë 👋' }, wa_id: '16505551234', identity_key_hash: 'DF2lS5v2W6x=' }],
                messages: [{ from: '16505551234', id, timestamp: '1767225600', text: { body: 'Grüße' }, type: 'text' }],
              },
              field: 'messages',
            },
          ],
        },
      ],
    });
  });

  it('are repeated with growing pauses until the receiver recovers, and keep their order', async () => {
    const stage = await setStage();
    const { simulator, receiver, clock } = stage;
    const customer = simulator.world.addCustomer({ phone: PHONE });
    receiver.answers.push(500, 401, 204);
    customer.write('first');
    customer.write('second');
    for (const [attempt, delay] of [1000, 2000, 4000].entries()) {
      await untilAttempts(stage, attempt + 1);
      clock.advance(delay - 1);
      equal(receiver.webhooks.length, attempt + 1);
      clock.advance(1);
    }
    await simulator.idle();
    deepEqual(
      receiver.messages().map(({ message }) => message.text.body),
      ['first', 'first', 'first', 'first', 'second'],
    );
    const [first, second] = webhookEntries(stage);
    deepEqual(
      first?.attempts.map(({ status }) => status),
      [500, 401, 204, 200],
    );
    equal(first?.state, 'delivered');
    equal(first?.url, receiver.url);
    equal(first?.attempts.at(-1)?.at, '2026-01-01T00:00:07.000Z');
    equal(second?.attempts.length, 1);
  });

  it('do not hold up those behind them for ever', async () => {
    const stage = await setStage({ retry: { orderedAttempts: 2 } });
    const { simulator, receiver, clock } = stage;
    const customer = simulator.world.addCustomer({ phone: PHONE });
    receiver.answers.push(500, 500);
    customer.write('stuck');
    customer.write('next');
    await untilAttempts(stage, 1);
    clock.advance(1000);
    await untilAttempts(stage, 3);
    clock.advance(2000);
    await simulator.idle();
    deepEqual(
      receiver.messages().map(({ message }) => message.text.body),
      ['stuck', 'stuck', 'next', 'stuck'],
    );
  });

  it('are dropped when nobody takes them in time', async () => {
    const stage = await setStage({ retry: { delayMs: () => 1000, giveUpAfterMs: 2000, orderedAttempts: 1 } });
    const { simulator, receiver, clock } = stage;
    receiver.answers.push(500, 500, 500, 500);
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    for (const attempts of [1, 2]) {
      await untilAttempts(stage, attempts);
      await waitUntil(() => clock.timers > 0);
      clock.advance(1000);
    }
    await simulator.idle();
    const [entry] = webhookEntries(stage);
    deepEqual([entry?.state, entry?.attempts.length], ['dropped', 3]);
  });

  it('count an unreachable or silent receiver as a failed attempt', async () => {
    const stage = await setStage({ webhookTimeoutMs: 500 });
    const { simulator, receiver, clock } = stage;
    await receiver.close();
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await untilAttempts(stage, 1);
    const error = webhookEntries(stage)[0]?.attempts[0]?.error;
    match(error ?? '', /ECONNREFUSED|ECONNRESET/);

    const silent = await startReceiver({ silent: true });
    afterwards(() => silent.close());
    await simulator.world.setWebhook(stage.number.phoneNumberId, silent.url, { handshake: false });
    await silent.waitForRequest();
    clock.advance(500);
    await untilAttempts(stage, 2);
    equal(webhookEntries(stage)[0]?.attempts[1]?.error, 'no answer within 500 ms');
  });

  it('wait for the handshake, which is asked for until it succeeds', async () => {
    const port = await freePort();
    const stage = await setStage({}, { webhookUrl: `http://127.0.0.1:${port}/webhook` });
    const { simulator, number, clock } = stage;
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await waitUntil(() => simulator.timeline.entries.some(({ kind }) => kind === 'handshake'));
    equal(number.webhookVerified, false);

    const receiver = await startReceiver({ port });
    afterwards(() => receiver.close());
    receiver.verifyToken = 'another';
    await waitUntil(() => clock.timers > 0);
    clock.advance(1000);
    await waitUntil(() => receiver.handshakes === 1);
    receiver.verifyToken = number.verifyToken;
    await waitUntil(
      () => clock.timers === 1 && simulator.timeline.entries.filter(({ kind }) => kind === 'handshake').length === 2,
    );
    equal(receiver.webhooks.length, 0);
    clock.advance(2000);
    await simulator.idle();
    equal(receiver.messages()[0]?.message.text.body, 'Hello');
    deepEqual(
      simulator.timeline.entries.flatMap((entry) =>
        entry.kind === 'handshake' ? [[entry.verified, entry.status]] : [],
      ),
      [
        [false, undefined],
        [false, 403],
        [true, 200],
      ],
    );
  });

  it('go to a new URL at once, with a handshake of its own', async () => {
    const stage = await setStage();
    const { simulator, receiver, number } = stage;
    receiver.answers.push(500);
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await untilAttempts(stage, 1);
    const other = await startReceiver();
    afterwards(() => other.close());
    deepEqual(await simulator.world.setWebhook(number.phoneNumberId, other.url), { verified: true, status: 200 });
    await simulator.idle();
    equal(other.handshakes, 1);
    equal(other.messages().length, 1);
    equal(receiver.webhooks.length, 1);
  });

  it('are dropped, and shown, where the number has no URL', async () => {
    const stage = await setStage();
    const { simulator, receiver, number } = stage;
    await simulator.world.setWebhook(number.phoneNumberId, null);
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await simulator.idle();
    equal(receiver.webhooks.length, 0);
    deepEqual(
      webhookEntries(stage).map(({ state, reason }) => [state, reason]),
      [['dropped', 'the number has no webhook URL']],
    );
  });

  it('go only to this machine, unless that is allowed', async () => {
    const { simulator } = await setStage();
    for (const webhookUrl of [
      'http://example.com/',
      'http://127.0.0.1.example.com/',
      'http://localhost.example.com/',
    ]) {
      throwsCode(() => simulator.world.addNumber({ webhookUrl }), 'webhook_not_loopback');
    }
    for (const webhookUrl of ['ftp://127.0.0.1/', 'nothing', 'file:///etc/passwd']) {
      throwsCode(() => simulator.world.addNumber({ webhookUrl }), 'invalid_webhook_url');
    }
    equal(simulator.world.numbers.length, 1);
    const open = createSimulator({ allowRemoteWebhooks: true });
    afterwards(() => open.close());
    equal(open.world.addNumber({ webhookUrl: 'http://simulator.invalid/' }).webhookUrl, 'http://simulator.invalid/');
  });

  it('reach a server with a certificate of its own on this machine', async () => {
    const { simulator } = await setStage();
    const secure = await startReceiver({ tls: SELF_SIGNED });
    afterwards(() => secure.close());
    const { phoneNumberId } = simulator.world.addNumber({
      appSecret: secure.appSecret,
      verifyToken: secure.verifyToken,
    });
    equal((await simulator.world.setWebhook(phoneNumberId, secure.url)).verified, true);
    simulator.world.addCustomer({ phone: PHONE }).write('Hello', phoneNumberId);
    await simulator.idle();
    equal(secure.webhooks[0]?.isSigned, true);
  });

  it('can be fired raw, byte for byte', async () => {
    const { simulator, receiver } = await setStage();
    const violation = { entry: [{ changes: [{ field: 'account_update', value: { event: 'ACCOUNT_VIOLATION' } }] }] };
    simulator.world.fireWebhook(undefined, violation);
    simulator.world.fireWebhook(undefined, '{ "entry" : [] }');
    await simulator.idle();
    deepEqual(receiver.webhooks[0]?.body, violation);
    equal(receiver.webhooks[1]?.raw, '{ "entry" : [] }');
    equal(receiver.webhooks[1]?.isSigned, true);
  });

  it('end with the simulator, whatever is under way', async () => {
    const stage = await setStage();
    const { simulator, receiver, clock } = stage;
    receiver.answers.push(500, 500);
    simulator.faults.batch = { size: 10, waitMs: 1000 };
    const customer = simulator.world.addCustomer({ phone: PHONE });
    simulator.world.fireWebhook(undefined, '{"entry":[]}');
    await untilAttempts(stage, 1);
    customer.write('waits for its batch');
    await simulator.close();
    await simulator.idle();
    equal(clock.timers, 0);
    deepEqual(
      webhookEntries(stage).map(({ state }) => state),
      ['dropped', 'dropped'],
    );
  });

  it('end with their number', async () => {
    const { simulator, receiver, number, clock } = await setStage();
    receiver.answers.push(500);
    const customer = simulator.world.addCustomer({ phone: PHONE });
    customer.write('Hello');
    await simulator.world.removeNumber(number.phoneNumberId);
    equal(clock.timers, 0);
    equal(simulator.world.numbers.length, 0);
    throwsCode(() => customer.write('Hello?'), 'number_missing');
    customer.changeNumber('+16505550000');
    await simulator.idle();
  });
});

describe('faults of the simulator', () => {
  afterEach(cleanUp);

  it('send duplicates', async () => {
    const stage = await setStage({ faults: { duplicates: 2 } });
    stage.simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await stage.simulator.idle();
    equal(stage.receiver.webhooks.length, 3);
    equal(new Set(stage.receiver.webhooks.map(({ raw }) => raw)).size, 1);
    deepEqual(
      webhookEntries(stage).map(({ duplicate }) => duplicate),
      [false, true, true],
    );
  });

  it('put several events into one webhook', async () => {
    const { simulator, receiver, clock } = await setStage({ faults: { batch: { size: 3, waitMs: 1000 } } });
    const customer = simulator.world.addCustomer({ phone: PHONE });
    for (const text of ['1', '2', '3', '4']) customer.write(text);
    await waitUntil(() => receiver.webhooks.length === 1);
    equal(receiver.messages().length, 3);
    clock.advance(1000);
    await simulator.idle();
    equal(receiver.webhooks.length, 2);
    deepEqual(
      receiver.messages().map(({ message }) => message.text.body),
      ['1', '2', '3', '4'],
    );
  });

  it('sign wrongly, or not at all, and a retry can be right', async () => {
    const stage = await setStage({ faults: { signature: 'wrong' } });
    const { simulator, receiver, clock } = stage;
    receiver.answers.push(401, 401);
    simulator.world.addCustomer({ phone: PHONE }).write('Hello');
    await untilAttempts(stage, 1);
    simulator.faults.signature = 'missing';
    clock.advance(1000);
    await untilAttempts(stage, 2);
    simulator.faults.signature = 'valid';
    clock.advance(2000);
    await simulator.idle();
    deepEqual(
      receiver.webhooks.map(({ signature, isSigned }) => [signature === undefined, isSigned]),
      [
        [false, false],
        [true, false],
        [false, true],
      ],
    );
  });

  it('make Graph calls fail so many times, and do nothing', async () => {
    const { simulator, receiver, send } = await setStage({ faults: { apiError: { code: 130429, times: 1 } } });
    simulator.world.addCustomer({ phone: PHONE });
    const throttled = await send(PHONE, 'Hi');
    deepEqual([throttled.status, throttled.body.error.code], [400, 130429]);
    equal((await send(PHONE, 'Hi')).status, 200);
    simulator.faults.apiError = { code: 131000, times: 1 };
    equal((await send(PHONE, 'Hi')).status, 500);
    simulator.faults.apiError = { code: 987654, times: 1 };
    const unknown = await send(PHONE, 'Hi');
    deepEqual([unknown.status, unknown.body.error.code], [400, 987654]);
    equal(receiver.statuses().length, 2);
  });
});

function throwsCode(act: () => unknown, code: string): void {
  let thrown: unknown;
  try {
    act();
  } catch (error) {
    thrown = error;
  }
  equal((thrown as { code?: unknown } | undefined)?.code, code);
}
