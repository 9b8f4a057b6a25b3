import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:net';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { freePort } from '../harness/free-port';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage } from './support/flow-message';
import { catchAll, PATH, simulatorAccount, webhookIn } from './support/parts';
import { openRaw, readAll } from './support/raw-request';
import { VERIFY_TOKEN } from './support/secrets';
import { ANA, write } from './support/simulated';
import { untilStatus } from './support/until-status';

describe('a port of its own for whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  let port: number;
  let url: string;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    port = await freePort();
    url = `http://127.0.0.1:${port}`;
    red.clear();
  });
  afterEach(async () => {
    // Whatever a test did: without our nodes nobody listens any more.
    await red.deploy([]);
    await assert.rejects(fetch(url));
  });

  const own = (more: object = {}) => webhookIn({ listener: 'own', address: '127.0.0.1', port, ...more });
  const listening = (): Promise<unknown> => untilStatus(red, 'in', /^waiting$/);

  it('takes webhooks and handshakes, and Node-RED’s own server does not', async () => {
    await red.deploy([shop.account(), own()]);
    await listening();
    assert.equal((await deliver({ url }, shop.text('hello'))).status, 200);
    await red.waitFor('messages');
    const query = `hub.mode=subscribe&hub.verify_token=${VERIFY_TOKEN}&hub.challenge=1158201444`;
    assert.equal(await (await fetch(`${url}${PATH}?${query}`)).text(), '1158201444');
    assert.equal((await deliver({ url }, shop.text('forged'), { secret: 'wrong' })).status, 401);
    assert.equal((await deliver(red, shop.text('elsewhere'))).status, 404);
  });

  for (const path of ['/', '/settings', '/flows', '/auth/login', '/red/red.min.js', `${PATH}/below`, '/whatsapp']) {
    it(`serves nothing else: 404 for ${path}`, async () => {
      await red.deploy([shop.account(), own()]);
      await listening();
      for (const method of ['GET', 'POST']) {
        const answer = await fetch(url + path, { method });
        assert.deepEqual([answer.status, await answer.text()], [404, 'Nothing is served here.']);
      }
    });
  }

  it('is shared by nodes with different paths, and stays for the one that stays', async () => {
    const second = own({ id: 'in2', path: '/second', wires: [['m2'], [], [], []] });
    await red.deploy([shop.account(), own(), second]);
    await listening();
    assert.equal((await deliver({ url }, shop.text('first'))).status, 200);
    assert.equal((await deliver({ url }, shop.text('second'), { path: '/second' })).status, 200);
    await red.waitFor('m2', 2);
    await red.deploy([shop.account(), own()], {}, 'nodes');
    assert.equal((await deliver({ url }, shop.text('gone'), { path: '/second' })).status, 404);
    assert.equal((await deliver({ url }, shop.text('still there'))).status, 200);
  });

  it('refuses nothing while nodes are redeployed', async () => {
    await red.deploy([shop.account(), own()]);
    await listening();
    const answers: number[] = [];
    let isOver = false;
    const load = (async () => {
      while (!isOver) answers.push((await deliver({ url }, shop.text('under load'))).status);
    })();
    for (const type of ['full', 'full', 'flows', 'nodes'] as const) {
      const before = answers.length;
      await red.deploy([shop.account(), own({ name: `${answers.length}` })], {}, type);
      await waitUntil(() => answers.length > before + 5);
    }
    isOver = true;
    await load;
    // A delivery whose body was being checked when the nodes went is the platform's to send again.
    assert.deepEqual([...new Set(answers.filter((status) => status !== 503))], [200]);
    assert.ok(answers.filter((status) => status === 503).length <= 4, String(answers));
  });

  it('moves with its settings', async () => {
    await red.deploy([shop.account(), own()]);
    await listening();
    await red.deploy([shop.account(), own({ headerSize: 1 })]);
    const header = { 'x-long': 'x'.repeat(2_000) };
    await waitUntil(async () => (await fetch(url, { headers: header })).status === 431);
    const other = await freePort();
    await red.deploy([shop.account(), own({ port: other })]);
    await waitUntil(
      async () => (await deliver({ url: `http://127.0.0.1:${other}` }, shop.text('moved'))).status === 200,
    );
  });

  it('says that it is taken, and is there as soon as it is free', async () => {
    const thief: Server = createServer();
    await new Promise<void>((resolve) => thief.listen(port, '127.0.0.1', resolve));
    await red.deploy([shop.account(), own(), catchAll()]);
    await untilStatus(red, 'in', /^port in use$/);
    const [caught] = await red.waitFor<CaughtMessage>('caught');
    assert.equal(caught?.error.code, 'port_in_use');
    assert.match(caught?.error.message ?? '', new RegExp(`127\\.0\\.0\\.1, port ${port}: another program`));
    await new Promise((resolve) => thief.close(resolve));
    await listening();
    assert.equal((await deliver({ url }, shop.text('hello'))).status, 200);
  });

  it('is refused to a second node with other settings', async () => {
    const second = own({ id: 'in2', path: '/second', connections: 7, wires: [['m2'], [], [], []] });
    await red.deploy([shop.account(), own(), second]);
    await untilStatus(red, 'in2', /^port not usable$/);
    assert.ok(red.logs('in2').some(({ text }) => /port \d+ with other settings/.test(text)));
    await listening();
    assert.equal((await deliver({ url }, shop.text('hello'))).status, 200);
  });

  for (const wrong of ['', 'http', '0', '65536', '80.5', undefined]) {
    it(`is none with the number ${wrong === undefined ? 'missing' : `"${wrong}"`}`, async () => {
      await red.deploy([shop.account(), own({ port: wrong })]);
      await untilStatus(red, 'in', /^port not usable$/);
    });
  }

  it('refuses headers over its limit, counts them and says so', async () => {
    await red.deploy([shop.account(), own({ headerSize: 2 }), catchAll()]);
    await listening();
    const long = { headers: { 'x-long': 'x'.repeat(3_000) } };
    const answer = await deliver({ url }, shop.text('x'), long);
    assert.deepEqual([answer.status, await answer.text()], [431, 'The headers are too large.']);
    await untilStatus(red, 'in', /^431 headers too large \(1\)$/);
    assert.equal((await red.waitFor<CaughtMessage>('caught'))[0]?.error.code, 'header_too_large');
  });

  it('waits no longer for headers than it is told', async () => {
    await red.deploy([shop.account(), own({ headerTimeout: 0.2 })]);
    await listening();
    const socket = await openRaw(url, `POST ${PATH} HTTP/1.1\nHost: localhost\n`);
    assert.match(await readAll(socket), /^HTTP\/1\.1 408 /);
    await untilStatus(red, 'in', /^408 too slow \(1\)$/);
  });

  it('waits no longer for a body than it is told', async () => {
    await red.deploy([shop.account(), own({ requestTimeout: 0.2 })]);
    await listening();
    const socket = await openRaw(url, `POST ${PATH} HTTP/1.1\nHost: localhost\nContent-Length: 9\n\n{`);
    await readAll(socket).catch(() => undefined);
    await untilStatus(red, 'in', /broken off/);
  });

  it('tells what is no HTTP', async () => {
    await red.deploy([shop.account(), own()]);
    await listening();
    assert.match(await readAll(await openRaw(url, 'Hello there\n\n')), /^HTTP\/1\.1 400 /);
    await untilStatus(red, 'in', /^400 no HTTP \(1\)$/);
  });

  it('takes so many connections and no more', async () => {
    await red.deploy([shop.account(), own({ connections: 2 })]);
    await listening();
    const open = [await openRaw(url, ''), await openRaw(url, '')];
    await assert.rejects(deliver({ url }, shop.text('one too many')));
    await untilStatus(red, 'in', /^503 full/);
    for (const socket of open) socket.destroy();
    await waitUntil(async () => (await deliver({ url }, shop.text('room again'))).status === 200);
  });

  it('is found by the simulator', async () => {
    const account = simulatorAccount({ id: `simulated-${shop.phoneNumberId}` });
    await red.deploy([account, own({ account: account.id })]);
    const { account: running } = red.node(account.id) as AccountNode;
    await write(ANA, 'anybody there?', running?.settings.phoneNumberId ?? assert.fail('no number'));
    await red.waitFor('messages');
  });
});
