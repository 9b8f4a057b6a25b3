import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import captions from '../../nodes/locales/en-US/whatsapp-webhook-in.json';
import { REFUSALS, type RefusalReason } from '../../src/webhook/refusal';
import { sign } from '../../src/webhook/sign';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { type DeliveryOptions, deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { catchAll, PATH, webhookIn } from './support/parts';
import { openRaw, readAll } from './support/raw-request';
import { ALL_SECRETS, APP_SECRET } from './support/secrets';
import { untilStatus } from './support/until-status';

const SHORT: Readonly<Record<string, string>> = captions['whatsapp-webhook-in'].status.reason;

describe('what whatsapp-webhook-in refuses', () => {
  let red: Runtime;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    await red.deploy([shop.account(), webhookIn({ bodyLimit: 0.001 }), catchAll()]);
    red.clear();
  });

  /** The user sees it in the status and in a Catch node, and nobody sees a secret. */
  const assertShown = async (reason: RefusalReason): Promise<void> => {
    const { status, meaning, advice } = REFUSALS[reason];
    const shown = await untilStatus(red, 'in', new RegExp(`^${status} ${SHORT[reason]} \\(1\\)$`));
    assert.deepEqual([shown.fill, shown.shape], ['red', 'ring']);
    const [caught] = await red.waitFor<CaughtMessage>('caught');
    assert.equal(caught?.error.code, reason);
    // Node-RED puts the error's name before its message.
    assert.equal(caught?.error.message, `WhatsAppError: ${meaning} ${advice}`);
    assert.equal(caught?.error.source.id, 'in');
    assert.deepEqual(caught?.error.cause, { retryable: status === 503, advice });
    for (const secret of ALL_SECRETS) assert.ok(!red.everything().includes(secret));
  };

  /** Node-RED runs on: the next good webhook comes through, and the refusal stays in the counts. */
  const assertAlive = async (reason: RefusalReason): Promise<void> => {
    assert.equal((await deliver(red, shop.text('still there'))).status, 200);
    const [message] = await red.waitFor<FlowMessage>('messages');
    assert.equal(message?.payload, 'still there');
    assert.equal(red.received('messages').length, 1);
    const shown = await untilStatus(red, 'in', new RegExp(`^1 received, 1 ${SHORT[reason]}$`));
    assert.deepEqual([shown.fill, shown.shape], ['green', 'dot']);
  };

  const bodyOf = (webhook: object): Buffer => Buffer.from(JSON.stringify(webhook));
  const good = (): Buffer => bodyOf(shop.text('not accepted'));
  const hmac = (algorithm: string, body: Buffer): string =>
    createHmac(algorithm, APP_SECRET).update(body).digest('hex');
  const nest = (depth: number): string => `${'{"entry":'.repeat(depth)}[]${'}'.repeat(depth)}`;

  interface Case {
    what: string;
    reason: RefusalReason;
    body?: () => Buffer | string;
    options?: (body: Buffer) => DeliveryOptions;
  }

  const header = (toValue: (body: Buffer) => string) => (body: Buffer) => ({
    headers: { 'x-hub-signature-256': toValue(body) },
  });

  const CASES: Case[] = [
    { what: 'no signature', reason: 'signature_missing', options: header(() => '') },
    { what: 'a wrong signature', reason: 'signature_wrong', options: header(() => `sha256=${'0'.repeat(64)}`) },
    { what: 'a signature of another secret', reason: 'signature_wrong', options: () => ({ secret: 'someone else’s' }) },
    {
      what: 'a signature of the JSON, serialised again',
      reason: 'signature_wrong',
      body: () => JSON.stringify(shop.text('x'), null, 2),
      options: header((body) => sign(bodyOf(JSON.parse(body.toString())), APP_SECRET)),
    },
    { what: 'a malformed signature', reason: 'signature_wrong', options: header(() => 'sha256=zz') },
    {
      what: 'a signature without its prefix',
      reason: 'signature_wrong',
      options: header((body) => hmac('sha256', body)),
    },
    {
      what: 'an upper-case signature',
      reason: 'signature_wrong',
      options: header((body) => `sha256=${hmac('sha256', body).toUpperCase()}`),
    },
    {
      what: 'a SHA-1 signature in the place of the other',
      reason: 'signature_wrong',
      options: header((body) => `sha1=${hmac('sha1', body)}`),
    },
    {
      what: 'a SHA-1 signature alone',
      reason: 'signature_missing',
      options: (body) => ({ headers: { 'x-hub-signature-256': '', 'x-hub-signature': `sha1=${hmac('sha1', body)}` } }),
    },
    { what: 'an empty body', reason: 'not_json', body: () => '' },
    { what: 'a body that is no JSON', reason: 'not_json', body: () => '{"entry": [' },
    { what: 'a form', reason: 'not_json', body: () => 'entry=1&object=whatsapp_business_account' },
    { what: 'bytes that are no UTF-8', reason: 'not_json', body: () => Buffer.from([0x22, 0xff, 0xfe, 0x22]) },
    {
      what: 'a compressed body',
      reason: 'not_json',
      body: () => gzipSync(good()),
      options: () => ({ headers: { 'content-encoding': 'gzip' } }),
    },
    { what: 'null', reason: 'no_webhook', body: () => 'null' },
    { what: 'an array', reason: 'no_webhook', body: () => '[]' },
    { what: 'a number', reason: 'no_webhook', body: () => '42' },
    { what: 'a text', reason: 'no_webhook', body: () => '"entry"' },
    { what: 'an empty object', reason: 'no_webhook', body: () => '{}' },
    { what: 'entries that are no list', reason: 'no_webhook', body: () => '{"entry":{"changes":[]}}' },
    { what: 'deep nesting', reason: 'no_webhook', body: () => `{"entry":[${'['.repeat(400)}${']'.repeat(400)}]}` },
    { what: 'deep objects', reason: 'no_webhook', body: () => `{"entry":[${nest(80)}]}` },
    { what: 'a body over the limit', reason: 'too_large', body: () => bodyOf(shop.text('x'.repeat(2_000))) },
    { what: 'a body of megabytes over the limit', reason: 'too_large', body: () => Buffer.alloc(20_000_000, 120) },
  ];

  for (const { what, reason, body = good, options = () => ({}) } of CASES) {
    it(`${what}: ${REFUSALS[reason].status}`, async () => {
      const bytes = Buffer.from(body());
      const answer = await deliver(red, bytes, options(bytes));
      assert.equal(answer.status, REFUSALS[reason].status);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      assert.equal(await answer.text(), REFUSALS[reason].answer);
      await assertShown(reason);
      await assertAlive(reason);
    });
  }

  it('a body over the limit that does not say how long it is: 413', async () => {
    const request = `POST ${PATH} HTTP/1.1\nHost: localhost\nTransfer-Encoding: chunked\n\n`;
    const socket = await openRaw(red.url, request);
    socket.write(`800\r\n${'x'.repeat(0x800)}\r\n`);
    assert.match(await readAll(socket.end('0\r\n\r\n')), /^HTTP\/1\.1 413 /);
    await assertShown('too_large');
    await assertAlive('too_large');
  });

  it('a body that declares too much is refused before it is sent: 413', async () => {
    const socket = await openRaw(red.url, `POST ${PATH} HTTP/1.1\nHost: localhost\nContent-Length: 99999999\n\n`);
    const [first] = await new Promise<string[]>((resolve) => socket.once('data', (data) => resolve([String(data)])));
    assert.match(first ?? '', /^HTTP\/1\.1 413 /);
    socket.destroy();
    await assertShown('too_large');
    await assertAlive('too_large');
  });

  it('a client that reads the answer only when it has sent all gets it', async () => {
    const length = 8_000_000;
    const socket = await openRaw(red.url, `POST ${PATH} HTTP/1.1\nHost: localhost\nContent-Length: ${length}\n\n`);
    socket.pause();
    await new Promise((resolve) => socket.write(Buffer.alloc(length, 120), resolve));
    assert.match(await readAll(socket), /^HTTP\/1\.1 413 /);
    await assertShown('too_large');
    await assertAlive('too_large');
  });

  it('a client that stops in the middle of the body', async () => {
    const socket = await openRaw(red.url, `POST ${PATH} HTTP/1.1\nHost: localhost\nContent-Length: 500\n\n{"entry":[`);
    socket.destroy();
    await assertShown('aborted');
    await assertAlive('aborted');
  });

  for (const method of ['PUT', 'DELETE', 'PATCH', 'HEAD', 'OPTIONS']) {
    it(`${method}: 405`, async () => {
      const answer = await fetch(red.url + PATH, { method, ...(/^P/.test(method) ? { body: 'x' } : {}) });
      assert.equal(answer.status, 405);
      assert.equal(answer.headers.get('allow'), 'GET, POST');
      await assertShown('wrong_method');
      await assertAlive('wrong_method');
    });
  }

  it('a wrong verify token: 403', async () => {
    const query = 'hub.mode=subscribe&hub.verify_token=guessed-by-somebody&hub.challenge=1';
    assert.equal((await fetch(`${red.url}${PATH}?${query}`)).status, 403);
    assert.ok(!red.everything().includes('guessed-by-somebody'));
    await assertShown('wrong_verify_token');
    await assertAlive('wrong_verify_token');
  });

  it('a handshake without its parameters: 400', async () => {
    assert.equal((await fetch(red.url + PATH)).status, 400);
    await assertShown('no_challenge');
    await assertAlive('no_challenge');
  });

  it('everything while there is no app secret: 503, and the status says so from the start', async () => {
    await red.deploy([shop.account({ credentials: { appSecret: '' } }), webhookIn(), catchAll()]);
    assert.equal(red.status('in').text, 'no app secret');
    assert.equal(red.status('in').fill, 'red');
    const forged = good();
    const headers = { 'x-hub-signature-256': `sha256=${createHmac('sha256', '').update(forged).digest('hex')}` };
    assert.equal((await fetch(red.url + PATH, { method: 'POST', body: new Uint8Array(forged), headers })).status, 503);
    await assertShown('no_app_secret');
    assert.equal(red.received('messages').length, 0);
  });

  it('duplicate keys and __proto__ are data like any other', async () => {
    const id = 'wamid.proto';
    const message = `{"from":"${shop.waId}","id":"x","id":"${id}","type":"text","text":{"body":"1","body":"2"},"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}`;
    const body = JSON.stringify(shop.messaging({ messages: ['HERE'] })).replace('"HERE"', message);
    assert.equal((await deliver(red, body)).status, 200);
    const [received] = await red.waitFor<FlowMessage>('messages');
    assert.equal(received?.payload, '2');
    assert.equal(received?.whatsapp.id, id);
    assert.equal(received?.whatsapp.polluted, undefined);
    assert.equal(({} as Record<string, unknown>).polluted, undefined);
  });

  it('counts each reason, and reports it once a minute', async () => {
    const wrong = { headers: { 'x-hub-signature-256': `sha256=${'0'.repeat(64)}` } };
    for (let i = 0; i < 3; i++) await deliver(red, good(), wrong);
    await fetch(red.url + PATH, { method: 'PUT' });
    await deliver(red, good(), wrong);
    await untilStatus(red, 'in', /^401 wrong signature \(4\)$/);
    assert.deepEqual(
      (await red.waitFor<CaughtMessage>('caught', 2)).map(({ error }) => error.code),
      ['signature_wrong', 'wrong_method'],
    );
    await deliver(red, shop.text('good'));
    await untilStatus(red, 'in', /^1 received, 4 wrong signature, 1 wrong method$/);
  });

  it('shows in the log where no Catch node is', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    red.clear();
    await deliver(red, good(), { secret: 'another' });
    await untilStatus(red, 'in', /wrong signature/);
    const [line, ...more] = red.logs('in').filter(({ level }) => level === 'error');
    assert.match(line?.text ?? '', /does not match the app secret/);
    assert.deepEqual(more, []);
  });

  it('shows in every node on the path', async () => {
    await red.deploy([shop.account(), webhookIn(), webhookIn({ id: 'in2', wires: [[], [], [], []] })]);
    await deliver(red, good(), { secret: 'another' });
    await untilStatus(red, 'in', /^401 wrong signature \(1\)$/);
    await untilStatus(red, 'in2', /^401 wrong signature \(1\)$/);
  });
});
