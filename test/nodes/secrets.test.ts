import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness } from './support/business';
import { deliver } from './support/deliver';
import { type Graph, refuse, startGraph } from './support/graph';
import { catchAll, PATH, sendNode, webhookIn } from './support/parts';
import { ACCESS_TOKEN, ALL_SECRETS, PATH_SECRET, VERIFY_TOKEN, WEBHOOK_PASSWORD } from './support/secrets';
import { aSelfHosted, post } from './support/self-hosted';

describe('secrets', () => {
  let red: Runtime;
  let graph: Graph;
  /** Whatever somebody outside got to read. */
  const answers: string[] = [];
  const shop = aBusiness();
  before(async () => {
    red = await startRuntime();
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });

  const read = async (reading: Promise<Response>): Promise<void> => {
    const answer = await reading;
    answers.push(`${answer.status} ${JSON.stringify([...answer.headers])} ${await answer.text()}`);
  };

  const assertNone = (text: string, where: string): void => {
    for (const secret of ALL_SECRETS) {
      const forms = [secret, Buffer.from(secret).toString('base64').replace(/=+$/, ''), encodeURIComponent(secret)];
      for (const form of forms) assert.ok(!text.includes(form), `${where} holds a secret`);
    }
  };

  it('are in nothing that the nodes emit, log, show or answer, whatever happens', async () => {
    await red.deploy([shop.account({ baseUrl: graph.url }), webhookIn(), sendNode({ retries: 0 }), catchAll()]);
    await read(deliver(red, shop.text('hello', { hash: 'h1=' })));
    await read(deliver(red, shop.text('hello', { hash: 'h2=', timestamp: '1760000900' })));
    await read(deliver(red, shop.text('hello'), { secret: 'another' }));
    await read(deliver(red, shop.text('hello'), { headers: { 'x-hub-signature-256': '' } }));
    await read(deliver(red, 'no JSON'));
    await read(deliver(red, 'null'));
    const handshake = `hub.mode=subscribe&hub.challenge=1&hub.verify_token=`;
    await read(fetch(`${red.url}${PATH}?${handshake}${VERIFY_TOKEN}`));
    await read(fetch(`${red.url}${PATH}?${handshake}${VERIFY_TOKEN}x`));
    await read(fetch(red.url + PATH, { method: 'PUT', body: 'x' }));
    // Whether a lost answer meant anything is not waited for.
    const stranger = { payload: 'x', to: '+4915112340001', timeLimit: 0.05 };
    await red.process('send', stranger);
    await red.process('send', { payload: 'x', to: shop.phone });
    graph.next(
      refuse(190, { message: `Bad token ${ACCESS_TOKEN}`, error_user_msg: ACCESS_TOKEN, fbtrace_id: ACCESS_TOKEN }),
    );
    await red.process('send', stranger);
    graph.next((request, response) => void response.writeHead(502).end(JSON.stringify(request.headers)));
    await red.process('send', stranger);
    graph.next((_request, response) => void response.socket?.resetAndDestroy());
    await red.process('send', stranger);
    await red.deploy([
      shop.account({ baseUrl: 'http://127.0.0.1:9' }),
      webhookIn(),
      sendNode({ retries: 0 }),
      catchAll(),
    ]);
    await red.process('send', stranger);
    for (const baseUrl of ['nonsense', `http://user:${ACCESS_TOKEN}@127.0.0.1/`]) {
      await red.deploy([shop.account({ baseUrl }), webhookIn(), sendNode({ retries: 0 }), catchAll()]);
      await red.process('send', stranger);
    }
    await red.waitFor('held');
    await red.waitFor('failed', 6);

    assertNone(red.everything(), 'what the nodes said');
    assertNone(answers.join('\n'), 'an answer');
    assert.ok(red.everything().includes('auth_failed'), 'the recorder has recorded');
  });

  it('of the On-Premises API are not told either', async () => {
    const server = aSelfHosted();
    const login = `Basic ${Buffer.from(`hook:${WEBHOOK_PASSWORD}`).toString('base64')}`;
    const withBasicAuth = {
      webhookProtection: 'basicAuth',
      webhookUser: 'hook',
      credentials: { webhookPassword: WEBHOOK_PASSWORD },
    };
    const stranger = { payload: 'x', to: '+4915112340003' };
    red.clear();
    answers.splice(0);
    for (const [more, part] of [
      [{}, `/${PATH_SECRET}`],
      [withBasicAuth, ''],
    ] as const) {
      await red.deploy([
        server.account({ baseUrl: graph.url, ...more }),
        webhookIn(),
        sendNode({ retries: 0 }),
        catchAll(),
      ]);
      for (const path of [PATH, PATH + part, `${PATH}${part}x`]) {
        await read(post(red, server.text('hello', { identity: { hash: `${path.length}=` } }), { path }));
        await read(post(red, server.text('hello'), { path, headers: { authorization: login } }));
        await read(post(red, 'no JSON', { path, headers: { authorization: login } }));
      }
      // The server repeats what it was sent, in an error of its own and in one that nobody can read.
      graph.next((request, response) => {
        const errors = [{ code: 1005, title: 'Access denied', details: String(request.headers.authorization) }];
        response.writeHead(401).end(JSON.stringify({ errors }));
      });
      await red.process('send', stranger);
      graph.next((request, response) => void response.writeHead(502).end(JSON.stringify(request.headers)));
      await red.process('send', stranger);
    }
    await red.waitFor('failed', 4);
    assertNone(red.everything(), 'what the nodes said');
    assertNone(answers.join('\n'), 'an answer');
    assert.ok(red.everything().includes('auth_failed'), 'the recorder has recorded');
  });

  it('are not given to the editor', async () => {
    await red.deploy([shop.account(), webhookIn(), sendNode({ retries: 0 })]);
    for (const path of ['flows', 'settings', 'credentials/whatsapp-account/account', 'nodes', 'locales/nodes']) {
      const answer = await fetch(`${red.url}/${path}`, { headers: { accept: 'application/json' } });
      const text = await answer.text();
      assertNone(text, path);
      if (path.startsWith('credentials')) {
        const told: Record<string, boolean> = JSON.parse(text);
        for (const name of ['accessToken', 'appSecret', 'verifyToken']) assert.equal(told[`has_${name}`], true);
        assert.ok(Object.values(told).every((value) => typeof value === 'boolean'));
      }
    }
  });

  it('are on the disk in Node-RED’s encrypted file alone', async () => {
    await red.deploy([shop.account({ baseUrl: graph.url }), webhookIn(), sendNode({ retries: 0 })]);
    await red.process('send', { payload: 'x', to: '+4915112340002' });
    await deliver(red, shop.text('stored'));
    await red.waitFor('messages');
    const files = readdirSync(red.userDirectory, { recursive: true, withFileTypes: true }).filter((file) =>
      file.isFile(),
    );
    assert.ok(files.some(({ name }) => name.includes('flows')));
    assert.ok(files.some(({ parentPath }) => parentPath.includes('whatsapp-identity')));
    for (const { parentPath, name } of files) assertNone(readFileSync(join(parentPath, name), 'latin1'), name);
  });

  it('do not show in how long a comparison takes: an answer says no more than right or wrong', async () => {
    await red.deploy([shop.account(), webhookIn()]);
    const texts = new Set<string>();
    for (const key of ['', 'a', ACCESS_TOKEN]) {
      const body = JSON.stringify(shop.text('x'));
      const signature = createHmac('sha256', key).update(body).digest('hex');
      const answer = await deliver(red, body, { headers: { 'x-hub-signature-256': `sha256=${signature}` } });
      texts.add(`${answer.status} ${await answer.text()}`);
    }
    assert.deepEqual([...texts], ['401 The signature is wrong.']);
  });
});
