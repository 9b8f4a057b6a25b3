import assert from 'node:assert/strict';
import { hashPassword } from '../harness/admin-login';
import { type Collector, startCollector } from '../harness/collector';
import { freePort } from '../harness/free-port';
import { type NodeRedOptions, type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { aBusiness } from '../nodes/support/business';
import { deliver } from '../nodes/support/deliver';
import { PATH, sendNode, webhookIn } from '../nodes/support/parts';
import { ALL_SECRETS, VERIFY_TOKEN } from '../nodes/support/secrets';

const handshake = `hub.mode=subscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1158201444`;

/** A form of Node-RED's own, which must stay behind whatever protects it. */
const ownForm = [
  { id: 'form', type: 'http in', url: '/form', method: 'post', wires: [['form-answer']] },
  { id: 'form-answer', type: 'http response', statusCode: '202', wires: [] },
];

describe('webhooks in the real Node-RED', function () {
  this.timeout(60_000);
  let collector: Collector;
  let red: NodeRedProcess | undefined;
  before(async () => {
    collector = await startCollector();
  });
  after(() => collector.close());
  afterEach(async () => {
    const output = red?.output() ?? '';
    await red?.stop();
    red = undefined;
    for (const secret of ALL_SECRETS) assert.ok(!output.includes(secret), 'a secret is in the log');
    assert.ok(!/uncaught|unhandled/i.test(output), output);
  });

  const start = async (options: NodeRedOptions): Promise<NodeRedProcess> => {
    red = await startNodeRed({ collector, ...options });
    return red;
  };

  /** The handshake and a signed delivery get through at this path, and nothing else does. */
  const assertServed = async (running: NodeRedProcess, root: string): Promise<void> => {
    const shop = aBusiness();
    const reporter = { id: 'reporter', type: 'status', scope: ['in'], wires: [['shown']] };
    await running.deploy([shop.account(), webhookIn(), sendNode(), reporter, ...ownForm]);
    const path = root + PATH;
    const answer = await fetch(`${running.url}${path}?${handshake}`);
    assert.deepEqual([answer.status, await answer.text()], [200, '1158201444']);
    const text = `grüße an ${shop.phoneNumberId}`;
    assert.equal((await deliver(running, shop.text(text), { path })).status, 200);
    const { body } = await collector.waitFor((post) => post.body.payload === text);
    assert.equal(body.topic, 'text');
    assert.equal((await deliver(running, shop.text('forged'), { path, secret: 'another' })).status, 401);
    await collector.waitFor((post) => /401 wrong signature/.test(JSON.stringify(post.body.status)));
    await running.deploy(ownForm);
    assert.match(await (await fetch(running.url + path)).text(), /Cannot GET|Unauthorized/);
  };

  it('arrive with the default settings, where the editor’s body parser is in the way', async () => {
    const running = await start({});
    await assertServed(running, '');
    assert.equal((await fetch(`${running.url}/form`, { method: 'POST' })).status, 202);
    assert.match(await (await fetch(running.url)).text(), /<title>Node-RED/i);
  });

  it('arrive with roots, a login and basic authentication, all of which stay as they are', async () => {
    const running = await start({
      settings: {
        httpNodeRoot: '/flows',
        httpAdminRoot: '/admin',
        httpNodeAuth: { user: 'flow', pass: hashPassword('flow-password') },
      },
      login: { username: 'editor', password: 'editor-password' },
    });
    await assertServed(running, '/flows');
    assert.equal((await fetch(`${running.url}/flows/form`, { method: 'POST' })).status, 401);
    const authorization = `Basic ${Buffer.from('flow:flow-password').toString('base64')}`;
    const answer = await fetch(`${running.url}/flows/form`, { method: 'POST', headers: { authorization } });
    assert.equal(answer.status, 202);
    for (const route of ['flows', 'whatsapp-webhook-in/in/figures']) {
      assert.equal((await fetch(running.adminUrl + route)).status, 401);
    }
    assert.equal((await fetch(running.url + PATH)).status, 404);
    assert.match(await (await fetch(running.adminUrl)).text(), /<title>Node-RED/i);
  });

  it('arrive with one root for editor and flows', async () => {
    await assertServed(await start({ settings: { httpRoot: '/red' } }), '/red');
  });

  it('arrive without an editor', async () => {
    const { path: userDirectory, remove } = tempDir('node-red');
    const shop = aBusiness();
    const before = await start({ userDirectory });
    await before.deploy([shop.account(), webhookIn(), sendNode()]);
    await before.stop();
    const running = await start({ userDirectory, settings: { httpAdminRoot: false } });
    const text = `no editor for ${shop.phoneNumberId}`;
    assert.equal((await deliver(running, shop.text(text))).status, 200);
    await collector.waitFor((post) => post.body.payload === text);
    assert.equal((await fetch(`${running.url}/whatsapp-webhook-in/in/figures`)).status, 404);
    await running.stop();
    red = undefined;
    remove();
  });

  it('are not served where HTTP nodes are switched off, and the log says so', async () => {
    const running = await start({ settings: { httpNodeRoot: false } });
    const shop = aBusiness();
    await running.deploy([shop.account(), webhookIn()]);
    assert.match(running.output(), /\[whatsapp-webhook-in:in\] .*httpNodeRoot is false/);
    assert.equal((await fetch(running.url + PATH)).status, 404);
  });

  it('arrive at a port of its own all the same, which is not the editor’s', async () => {
    const running = await start({ settings: { httpNodeRoot: false } });
    const shop = aBusiness();
    const port = await freePort();
    await running.deploy([shop.account(), webhookIn({ listener: 'own', address: '127.0.0.1', port }), sendNode()]);
    const url = `http://127.0.0.1:${port}`;
    await waitUntil(async () => (await fetch(`${url}${PATH}?${handshake}`)).status === 200);
    assert.equal((await deliver({ url }, shop.text('at its own port'))).status, 200);
    await collector.waitFor((post) => post.body.payload === 'at its own port');
    for (const path of ['/', '/flows', '/settings']) assert.equal((await fetch(url + path)).status, 404);
  });
});
