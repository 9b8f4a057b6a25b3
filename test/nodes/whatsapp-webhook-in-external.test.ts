import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import type { FiguresReport } from '../../src/webhook/figures';
import { sign } from '../../src/webhook/sign';
import type { FlowNode } from '../harness/flow';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { catchAll, PATH, webhookIn } from './support/parts';
import { APP_SECRET, PATH_SECRET, VERIFY_TOKEN, WEBHOOK_PASSWORD } from './support/secrets';
import { aSelfHosted, post } from './support/self-hosted';
import { untilStatus } from './support/until-status';

const OUTPUTS = [['messages'], ['statuses'], ['changes'], ['events'], ['answers']];
const external = (more: object = {}): FlowNode => webhookIn({ listener: 'input', wires: OUTPUTS, ...more });

/** What leads a path of Node-RED's through the node and back. */
const served = (raw = true, url = '/hooks/in'): FlowNode[] => [
  external({ wires: [...OUTPUTS.slice(0, 4), ['answers', 'respond']] }),
  { id: 'posts', type: 'http in', url, method: 'post', skipBodyParsing: raw, wires: [['in']] },
  { id: 'gets', type: 'http in', url, method: 'get', wires: [['in']] },
  { id: 'respond', type: 'http response', statusCode: '', headers: {}, wires: [] },
];

describe('whatsapp-webhook-in with external input', () => {
  let red: Runtime;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(() => {
    shop = aBusiness();
    red.clear();
  });

  const signed = (webhook: object, secret = APP_SECRET): { body: string; headers: Record<string, string> } => {
    const body = JSON.stringify(webhook);
    return { body, headers: { 'X-Hub-Signature-256': sign(Buffer.from(body), secret) } };
  };
  /** The answer to a message that the flow hands in. */
  const answerTo = async (msg: Message): Promise<Message> => {
    const before = red.received('answers').length;
    const { error } = await red.process('in', msg);
    assert.equal(error, undefined);
    // A node may be done before what it sent has arrived.
    return (await red.waitFor('answers', before + 1)).at(-1) ?? assert.fail('no answer');
  };

  describe('from http in', () => {
    it('answers, and hands the events on', async () => {
      await red.deploy([shop.account(), ...served()]);
      const answer = await deliver(red, shop.text('grüße'), { path: '/hooks/in' });
      assert.deepEqual([answer.status, await answer.text()], [200, '']);
      assert.equal((await red.waitFor<FlowMessage>('messages'))[0]?.payload, 'grüße');
    });

    it('answers the handshake, as plain text', async () => {
      await red.deploy([shop.account(), ...served()]);
      const query = (token: string) => `hub.mode=subscribe&hub.verify_token=${token}&hub.challenge=<b>1</b>`;
      const answer = await fetch(`${red.url}/hooks/in?${query(VERIFY_TOKEN)}`);
      assert.deepEqual([answer.status, await answer.text()], [200, '<b>1</b>']);
      assert.match(answer.headers.get('content-type') ?? '', /^text\/plain/);
      assert.equal((await fetch(`${red.url}/hooks/in?${query('wrong')}`)).status, 403);
    });

    it('refuses what is refused elsewhere: that is an answer and no error, and is counted', async () => {
      await red.deploy([shop.account(), ...served(), catchAll()]);
      const refused = async (webhook: object | string, options: object = {}): Promise<number> =>
        (await deliver(red, webhook, { path: '/hooks/in', ...options })).status;
      assert.equal(await refused(shop.text('x'), { secret: 'wrong' }), 401);
      assert.equal(await refused(shop.text('x'), { headers: { 'x-hub-signature-256': '' } }), 401);
      assert.equal(await refused('no JSON'), 400);
      assert.equal(await refused({ ...shop.text('x'), padding: 'x'.repeat(3_145_728) }), 413);
      await untilStatus(red, 'in', /^413 too large \(1\)$/);
      const answer = await fetch(`${red.url}/whatsapp-webhook-in/in/figures`);
      const { refused: counted } = (await answer.json()) as FiguresReport;
      assert.deepEqual(counted, { signature_wrong: 1, signature_missing: 1, not_json: 1, too_large: 1 });
      assert.deepEqual([red.received('caught'), red.received('messages')], [[], []]);
      assert.ok(red.completions('in').every(({ error }) => error === undefined));
    });

    it('says what to do where the body was parsed, and lets the platform try again', async () => {
      await red.deploy([shop.account(), ...served(false), catchAll()]);
      assert.equal((await deliver(red, shop.text('parsed'), { path: '/hooks/in' })).status, 503);
      const [caught] = await red.waitFor<CaughtMessage>('caught');
      assert.equal(caught?.error.code, 'no_raw_body');
      assert.match(caught?.error.message ?? '', /was parsed already/);
      assert.match(JSON.stringify(caught?.error.cause), /Do not parse request body/);
      await untilStatus(red, 'in', /^503 no raw body \(1\)$/);
      assert.deepEqual(red.received('messages'), []);
    });

    it('takes the secret part of an On-Premises address from the path', async () => {
      const server = aSelfHosted();
      // The raw mode of http in knows no parameters in its path.
      const wrong = { id: 'more', type: 'http in', url: '/hooks/wrong', method: 'post', skipBodyParsing: true };
      await red.deploy([server.account(), ...served(true, `/hooks/${PATH_SECRET}`), { ...wrong, wires: [['in']] }]);
      const status = async (path: string): Promise<number> => (await post(red, server.text('hello'), { path })).status;
      assert.equal(await status(`/hooks/${PATH_SECRET}`), 200);
      assert.equal(await status('/hooks/wrong'), 401);
      await red.waitFor('messages');
      assert.ok(!JSON.stringify(red.logs()).includes(PATH_SECRET));
    });
  });

  describe('from anywhere', () => {
    beforeEach(() => red.deploy([shop.account(), external(), catchAll()]));

    for (const toPayload of [String, Buffer.from]) {
      it(`takes a body as ${toPayload === String ? 'a string' : 'a Buffer'}, and headers in any spelling`, async () => {
        const { body, headers } = signed(shop.text('from a queue'));
        const answer = await answerTo({
          payload: (toPayload as (text: string) => unknown)(body),
          headers,
          topic: 'mine',
        });
        assert.deepEqual([answer.statusCode, answer.payload, answer.topic], [200, '', 'mine']);
        await red.waitFor('messages');
      });
    }

    it('prefers the raw body of the request to a payload that was parsed', async () => {
      const { body, headers } = signed(shop.text('both'));
      const req = { rawBody: Buffer.from(body), headers, method: 'POST' };
      assert.equal((await answerTo({ payload: JSON.parse(body), req })).statusCode, 200);
    });

    it('recognises duplicates, and counts what it accepts', async () => {
      const { body, headers } = signed(shop.text('twice'));
      for (let count = 0; count < 2; count += 1)
        assert.equal((await answerTo({ payload: body, headers })).statusCode, 200);
      await untilStatus(red, 'in', /^2 received, 1 duplicate$/);
      assert.equal(red.received('messages').length, 1);
    });

    const ODD: [string, Message, number][] = [
      ['no headers', { payload: '{}' }, 401],
      ['headers that are none', { payload: '{}', headers: 'x-hub-signature-256' }, 401],
      ['a signature that is no text', { payload: '{}', headers: { 'x-hub-signature-256': { a: 1 } } }, 401],
      ['another method', { method: 'DELETE', payload: '' }, 405],
      ['a handshake without anything', { method: 'get' }, 400],
      ['a query that is none', { method: 'GET', req: { query: 7 } }, 400],
    ];
    for (const [what, msg, status] of ODD) {
      it(`answers ${status} to ${what}`, async () => {
        const answer = await answerTo(msg);
        assert.equal(answer.statusCode, status);
        assert.equal((answer.headers as Record<string, string>)['x-content-type-options'], 'nosniff');
      });
    }

    for (const payload of [undefined, null, 42, { entry: [] }]) {
      it(`fails with an error, and answers all the same, where the payload is ${JSON.stringify(payload)}`, async () => {
        const before = red.received('answers').length;
        const { error } = await red.process('in', { payload, headers: { 'x-hub-signature-256': 'sha256=00' } });
        assert.equal((error as { code?: string } | undefined)?.code, 'no_raw_body');
        assert.equal((await red.waitFor('answers', before + 1)).at(-1)?.statusCode, 503);
      });
    }

    it('answers once the delivery is recorded, and 503 if it cannot be', async () => {
      const { account } = red.node('account') as AccountNode;
      const store = account?.store ?? assert.fail('the account does not work');
      const { accept } = store;
      const { body, headers } = signed(shop.text('recorded'));
      try {
        let isRecorded = false;
        store.accept = async (delivery) => {
          assert.deepEqual(red.received('answers'), []);
          await new Promise((resolve) => setImmediate(resolve));
          isRecorded = true;
          return accept(delivery);
        };
        assert.equal((await answerTo({ payload: body, headers })).statusCode, 200);
        assert.ok(isRecorded);
        store.accept = () => Promise.reject(new Error('the disk is full'));
        assert.equal((await answerTo({ payload: body, headers })).statusCode, 503);
      } finally {
        store.accept = accept;
      }
    });

    it('serves no address of its own', async () => {
      assert.equal((await deliver(red, shop.text('direct'))).status, 404);
    });
  });

  it('takes On-Premises webhooks with user name and password', async () => {
    const server = aSelfHosted();
    const credentials = { webhookPassword: WEBHOOK_PASSWORD };
    await red.deploy([
      server.account({ webhookProtection: 'basicAuth', webhookUser: 'hook', credentials }),
      external(),
    ]);
    const payload = JSON.stringify(server.text('hello'));
    const authorization = `Basic ${Buffer.from(`hook:${WEBHOOK_PASSWORD}`).toString('base64')}`;
    assert.equal((await answerTo({ payload, headers: { authorization } })).statusCode, 200);
    assert.equal((await answerTo({ payload, headers: {} })).statusCode, 401);
    await red.waitFor('messages');
  });

  it('finds the secret part of an On-Premises address in msg.url, too', async () => {
    const server = aSelfHosted();
    await red.deploy([server.account(), external()]);
    const payload = JSON.stringify(server.text('hello'));
    const status = async (url?: string): Promise<unknown> => (await answerTo({ payload, url })).statusCode;
    assert.equal(await status(`https://example.com/hook/${PATH_SECRET}?x=/y`), 200);
    for (const url of [undefined, '/', '/hook', `/hook/${PATH_SECRET}/more`, `/hook?${PATH_SECRET}`]) {
      assert.equal(await status(url), 401);
    }
  });

  it('has the same four outputs, and a fifth one only with it', async () => {
    await red.deploy([
      shop.account(),
      webhookIn({ path: PATH }),
      external({ id: 'in2', wires: OUTPUTS.map(() => []) }),
    ]);
    assert.equal((await deliver(red, shop.text('hello'))).status, 200);
    await red.waitFor('messages');
  });
});
