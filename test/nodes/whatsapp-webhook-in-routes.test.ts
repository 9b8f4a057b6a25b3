import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import { catchAll, PATH, simulatorAccount, webhookIn } from './support/parts';
import { ANA, write } from './support/simulated';

describe('the routes of whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  let untouched: unknown[];
  before(async () => {
    red = await startRuntime();
    untouched = red.server.listeners('request');
  });
  after(() => red.stop());
  beforeEach(() => {
    shop = aBusiness();
  });
  afterEach(async () => {
    // Whatever a test did: without our nodes the server is as it was.
    await red.deploy([]);
    assert.deepEqual(red.server.listeners('request'), untouched);
  });

  /** Express answers 404 as a page; what we answer is plain text. */
  const isServed = async (path: string): Promise<boolean> => {
    const answer = await fetch(red.url + path);
    return !(answer.status === 404 && /text\/html/.test(answer.headers.get('content-type') ?? ''));
  };

  it('are gone when the node is removed', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    assert.ok(await isServed(PATH));
    await red.deploy([shop.account()]);
    assert.ok(!(await isServed(PATH)));
    assert.deepEqual(red.server.listeners('request'), untouched);
  });

  it('are there once, however often one deploys', async () => {
    for (let i = 0; i < 5; i++) await red.deploy([shop.account(), webhookIn()]);
    red.clear();
    await deliver(red, shop.text('once'));
    await red.waitFor('messages');
    assert.equal(red.server.listeners('request').length, untouched.length);
    assert.equal(red.received('messages').length, 1);
  });

  it('refuse nothing while nodes are redeployed', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    const answers: number[] = [];
    let isOver = false;
    const load = (async () => {
      while (!isOver) answers.push((await deliver(red, shop.text('under load'))).status);
    })();
    for (const type of ['full', 'full', 'flows', 'nodes'] as const) {
      const before = answers.length;
      await red.deploy([shop.account(), webhookIn({ name: `${before}` })], {}, type);
      await waitUntil(() => answers.length > before + 5);
    }
    isOver = true;
    await load;
    // A delivery that was being recorded when the nodes went is the platform's to send again.
    assert.deepEqual([...new Set(answers.filter((status) => status !== 503))], [200]);
    assert.ok(answers.filter((status) => status === 503).length <= 4, String(answers));
  });

  it('follow a changed path', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    await red.deploy([shop.account(), webhookIn({ path: '/moved' })], {}, 'nodes');
    assert.ok(!(await isServed(PATH)));
    assert.equal((await deliver(red, shop.text('moved'), { path: '/moved' })).status, 200);
  });

  it('take a changed account without a restart of everything', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    const credentials = { accessToken: 'x', appSecret: 'rotated-secret', verifyToken: 'y' };
    await red.deploy([shop.account({ credentials }), webhookIn()], {}, 'nodes');
    assert.equal((await deliver(red, shop.text('old secret'))).status, 401);
    assert.equal((await deliver(red, shop.text('new secret'), { secret: 'rotated-secret' })).status, 200);
  });

  it('stay for the other node when one of two on a path goes', async () => {
    await red.deploy([shop.account(), webhookIn(), webhookIn({ id: 'in2', wires: [['m2'], [], [], []] })]);
    await red.deploy([shop.account(), webhookIn()], {}, 'nodes');
    red.clear();
    await deliver(red, shop.text('still there'));
    await red.waitFor('messages');
    await red.deploy([shop.account()], {}, 'nodes');
    assert.ok(!(await isServed(PATH)));
  });

  it('of two nodes may differ by a slash at the end', async () => {
    await red.deploy([
      shop.account(),
      webhookIn(),
      webhookIn({ id: 'in2', path: `${PATH}/`, wires: [['m2'], [], [], []] }),
    ]);
    red.clear();
    assert.equal((await deliver(red, shop.text('hello'), { path: `${PATH}/` })).status, 200);
    await red.waitFor('messages');
    await red.waitFor('m2');
  });

  it('leave everything else to Node-RED', async () => {
    const httpIn = { id: 'http', type: 'http in', url: '/hello', method: 'post', wires: [['answer', 'payload']] };
    await red.deploy([
      shop.account(),
      webhookIn(),
      httpIn,
      { id: 'answer', type: 'http response', statusCode: '202', wires: [] },
    ]);
    const body = JSON.stringify({ some: 'json' });
    const headers = { 'content-type': 'application/json' };
    assert.equal((await fetch(`${red.url}/hello`, { method: 'POST', body, headers })).status, 202);
    const [message] = await red.waitFor('payload');
    assert.deepEqual(message?.payload, { some: 'json' });
    assert.equal((await fetch(`${red.url}/settings`)).status, 200);
    assert.ok(!(await isServed(`${PATH}/below`)));
  });

  it('survive somebody who puts a listener of their own on the server', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    let requests = 0;
    const count = (): void => {
      requests += 1;
    };
    red.server.on('request', count);
    await deliver(red, shop.text('hello'));
    await red.deploy([]);
    assert.ok(!(await isServed(PATH)));
    assert.equal(requests, 2);
    red.server.off('request', count);
  });

  for (const path of ['/', '', '///']) {
    it(`never are Node-RED’s own: a path of "${path}" is refused, and the editor stays`, async () => {
      await red.deploy([shop.account(), webhookIn({ path }), catchAll()]);
      assert.deepEqual(red.server.listeners('request'), untouched);
      assert.equal((await fetch(`${red.url}/`)).status, 200);
      assert.deepEqual(red.status('in'), { fill: 'red', shape: 'ring', text: 'path is taken' });
      assert.match(red.logs('in').at(-1)?.text ?? '', /path of the webhook/);
    });
  }

  it('may be written without the slash, or with letters that an address spells otherwise', async () => {
    for (const [configured, requested] of [
      ['hook', '/hook'],
      ['/bücher', '/b%C3%BCcher'],
    ] as const) {
      await red.deploy([shop.account(), webhookIn({ path: configured })]);
      assert.equal((await deliver(red, shop.text('hello'), { path: requested })).status, 200);
    }
  });

  it('are not opened without a working account', async () => {
    await red.deploy([webhookIn({ account: 'gone' })]);
    assert.ok(!(await isServed(PATH)));
    assert.deepEqual(red.server.listeners('request'), untouched);
  });

  it('of a simulator account are found by the simulator, also when one of two nodes goes', async () => {
    const account = simulatorAccount({ id: `simulated-${shop.phoneNumberId}` });
    const first = webhookIn({ account: account.id });
    const second = webhookIn({ id: 'in2', account: account.id, path: '/second', wires: [['m2'], [], [], []] });
    await red.deploy([account, first, second]);
    await red.deploy([account, first], {}, 'nodes');
    await write(ANA, 'anybody there?', simulatedNumberId(red, account.id));
    await red.waitFor('messages');
  });
});

const simulatedNumberId = (red: Runtime, account: string): string =>
  (red.node(account) as AccountNode).account?.settings.phoneNumberId ?? assert.fail('the account does not work');
