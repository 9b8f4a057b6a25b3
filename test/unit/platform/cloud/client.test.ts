import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { answerJson, cleanUp, serve } from '../loopback';
import { ACCEPTED, MESSAGE, PHONE_NUMBER_ID, platformAt, TOKEN } from './cloud-platform';

describe('createCloudPlatform', () => {
  afterEach(cleanUp);

  it('posts the message with its token and returns the receipt', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const platform = platformAt(baseUrl);
    const receipt = await platform.sendMessage(MESSAGE);
    deepEqual(receipt, { id: 'wamid.HBgL', contacts: ACCEPTED.contacts, raw: ACCEPTED });
    const [request] = requests;
    equal(request?.method, 'POST');
    equal(request?.path, `/v25.0/${PHONE_NUMBER_ID}/messages`);
    equal(request?.headers.authorization, `Bearer ${TOKEN}`);
    equal(request?.headers['content-type'], 'application/json');
    deepEqual(JSON.parse(request?.body ?? ''), { ...MESSAGE, messaging_product: 'whatsapp' });
    equal(platform.api, 'cloud');
  });

  it("writes messaging_product itself and does not change the flow's message", async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const message = Object.freeze({ ...MESSAGE, messaging_product: 'telegram' });
    await platformAt(baseUrl).sendMessage(message);
    equal(JSON.parse(requests[0]?.body ?? '').messaging_product, 'whatsapp');
    equal(message.messaging_product, 'telegram');
  });

  it('marks a message as read, and tells when the platform does not', async () => {
    const answers: unknown[] = [{ success: true }, { success: false }];
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, answers.shift()));
    const platform = platformAt(baseUrl);
    const receipt = { message_id: 'wamid.1', typing_indicator: { type: 'text' } };
    await platform.markAsRead(receipt);
    equal(requests[0]?.path, `/v25.0/${PHONE_NUMBER_ID}/messages`);
    deepEqual(JSON.parse(requests[0]?.body ?? ''), { messaging_product: 'whatsapp', status: 'read', ...receipt });
    await rejects(platform.markAsRead(receipt), { code: 'platform_rejected' });
  });

  it('keeps text beyond ASCII as it is', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    await platformAt(baseUrl).sendMessage({ ...MESSAGE, text: { body: 'Grüße 👋\u2028' } });
    deepEqual(JSON.parse(requests[0]?.body ?? '').text, { body: 'Grüße 👋\u2028' });
  });

  it('keeps the path of a base URL, and leaves an empty version out', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    await platformAt(`${baseUrl}/meta/graph/`, { version: 'v26.0' }).sendMessage(MESSAGE);
    await platformAt(baseUrl, { version: '', api: 'simulator' }).sendMessage(MESSAGE);
    deepEqual(
      requests.map(({ path }) => path),
      [`/meta/graph/v26.0/${PHONE_NUMBER_ID}/messages`, `/${PHONE_NUMBER_ID}/messages`],
    );
  });

  it('reads what the platform says about a message it holds back, and a recipient by user ID', async () => {
    const contacts = [{ input: 'US.1', user_id: 'US.1' }];
    const answer = { contacts, messages: [{ id: 'wamid.1', message_status: 'held_for_quality_assessment' }] };
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, answer));
    const receipt = await platformAt(baseUrl).sendMessage(MESSAGE);
    deepEqual(receipt, { id: 'wamid.1', contacts, messageStatus: 'held_for_quality_assessment', raw: answer });
  });

  it('makes the best of contacts in another form', async () => {
    const answer = { contacts: [null, 'x', { wa_id: 5, input: '+1' }], messages: [{ id: 'wamid.1' }] };
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, answer));
    deepEqual((await platformAt(baseUrl).sendMessage(MESSAGE)).contacts, [{ input: '+1' }]);
  });

  it('sends one after the other over kept connections', async () => {
    const { baseUrl, requests, connections } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const platform = platformAt(baseUrl);
    for (let i = 0; i < 20; i++) await platform.sendMessage(MESSAGE);
    equal(requests.length, 20);
    // One is still being put away while the next message leaves.
    ok(connections() <= 2, `${connections()} connections`);
  });

  it('keeps the connection after a refusal too', async () => {
    const refusal = { error: { code: 100, message: 'no' } };
    const { baseUrl, connections } = await serve((_request, response) => answerJson(response, 400, refusal));
    const platform = platformAt(baseUrl);
    for (let i = 0; i < 5; i++) await platform.sendMessage(MESSAGE).catch(() => undefined);
    ok(connections() <= 2, `${connections()} connections`);
  });

  it('opens no more connections than allowed, and sends everything all the same', async () => {
    const { baseUrl, requests, connections } = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const platform = platformAt(baseUrl, { maxConnections: 3 });
    await Promise.all(Array.from({ length: 50 }, () => platform.sendMessage(MESSAGE)));
    equal(requests.length, 50);
    ok(connections() <= 3, `${connections()} connections`);
  });

  it('does not go through the proxy of the environment to this machine', async () => {
    const target = await serve((_request, response) => answerJson(response, 200, ACCEPTED));
    const proxy = await serve((_request, response) => answerJson(response, 200, { messages: [{ id: 'wamid.proxy' }] }));
    await withEnv('http_proxy', proxy.baseUrl, async () => {
      equal((await platformAt(target.baseUrl).sendMessage(MESSAGE)).id, 'wamid.HBgL');
      equal((await platformAt('http://graph.test').sendMessage(MESSAGE)).id, 'wamid.proxy');
    });
    equal(proxy.requests[0]?.path, `http://graph.test/v25.0/${PHONE_NUMBER_ID}/messages`);
  });

  it('loads the HTTP client with the first request, not before', () => {
    const script = `
      const { createCloudPlatform } = require('./src/platform/cloud/client.ts');
      createCloudPlatform({ accessToken: 'token', phoneNumberId: '1' }).close();
      process.stdout.write(String(Object.keys(require.cache).some((path) => path.includes('/undici/'))));
    `;
    equal(
      execFileSync(process.execPath, ['--require', './test/harness/typescript.cjs', '--eval', script], {
        encoding: 'utf8',
      }),
      'false',
    );
  });
});

async function withEnv(name: string, value: string, run: () => Promise<void>): Promise<void> {
  const before = process.env[name];
  process.env[name] = value;
  try {
    await run();
  } finally {
    if (before === undefined) delete process.env[name];
    else process.env[name] = before;
  }
}
