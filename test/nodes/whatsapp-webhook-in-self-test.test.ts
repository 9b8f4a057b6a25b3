import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { FiguresReport } from '../../src/webhook/figures';
import { SELF_TEST_HEADER } from '../../src/webhook/self-test/self-test';
import { certificateOf } from '../fixtures/certificates';
import { freePort } from '../harness/free-port';
import { type Runtime, startRuntime } from '../harness/runtime';
import { SELF_SIGNED } from '../unit/simulator/support/self-signed';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import { type Obstacle, type Passing, startObstacle } from './support/obstacle';
import { catchAll, PATH, simulatorAccount, webhookIn } from './support/parts';
import { ALL_SECRETS, APP_SECRET } from './support/secrets';
import { aSelfHosted } from './support/self-hosted';
import { askForExamination, codesOf, examine, onTheWay } from './support/self-test';
import { untilStatus } from './support/until-status';

describe('the self-test of whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  const obstacles: Obstacle[] = [];
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    await red.deploy([shop.account(), webhookIn(), catchAll()]);
    red.clear();
  });
  afterEach(async () => {
    for (const obstacle of obstacles.splice(0)) await obstacle.close();
    for (const secret of ALL_SECRETS) assert.ok(!red.everything().includes(secret));
  });

  const obstacle = async (
    ...options: Parameters<typeof startObstacle> extends [string, ...infer Rest] ? Rest : never
  ) => {
    const started = await startObstacle(red.url, ...options);
    obstacles.push(started);
    return started;
  };
  /** What is found on a way with this in it. */
  const through = async (change: NonNullable<Parameters<typeof startObstacle>[1]>): Promise<string[]> =>
    onTheWay(await examine(red, (await obstacle(change)).url + PATH));
  const figures = async (): Promise<FiguresReport> =>
    (await (await fetch(`${red.url}/whatsapp-webhook-in/in/figures`)).json()) as FiguresReport;
  /** The test left no trace: nothing came in, nothing was refused, nobody was told. */
  const assertUnheard = async (): Promise<void> => {
    const { accepted, refused } = await figures();
    assert.deepEqual([accepted.deliveries, refused], [0, {}]);
    assert.deepEqual(red.arrivals(), []);
    assert.deepEqual(red.statuses('in'), []);
  };

  it('goes the whole way, and neither the flow nor the figures hear of it', async () => {
    const findings = await examine(red, (await obstacle()).url + PATH);
    assert.deepEqual(codesOf(findings, 'node'), []);
    assert.deepEqual(codesOf(findings, 'local'), ['handshake_good', 'delivery_good']);
    assert.deepEqual(onTheWay(findings), ['handshake_good 200', 'delivery_good 200']);
    assert.deepEqual(codesOf(findings, 'past'), ['nothing_received']);
    await assertUnheard();
    assert.equal((await deliver(red, shop.text('a real one'))).status, 200);
    await red.waitFor('messages');
    assert.deepEqual(codesOf(await examine(red), 'past'), []);
  });

  it('sends no secret, and what it sends opens nothing to whoever has it', async () => {
    const front = await obstacle();
    await examine(red, front.url + PATH);
    const sent = JSON.stringify(front.seen.map(({ path, headers, body }) => [path, headers, String(body)]));
    for (const secret of ALL_SECRETS) assert.ok(!sent.includes(secret));
    const [handshake, delivery] = front.seen;
    const again = await fetch(`${red.url}${handshake?.path}`);
    assert.deepEqual([again.status, await again.text()], [403, 'The verify token is wrong.']);
    // Signed it is, so it is taken as any other, and empty.
    const { method, headers, body } = delivery ?? assert.fail('no delivery');
    const {
      host: _host,
      connection: _connection,
      'content-length': _length,
      ...copied
    } = headers as Record<string, string>;
    const replayed = await fetch(red.url + PATH, { method, headers: copied, body: new Uint8Array(body) });
    assert.equal(replayed.status, 200);
    await untilStatus(red, 'in', /^0 received/);
    assert.deepEqual(red.received('messages'), []);
    assert.deepEqual(
      [(await figures()).accepted, (await figures()).refused.wrong_verify_token],
      [{ deliveries: 1, events: 0 }, 1],
    );
  });

  it('lets nobody else in while it runs', async () => {
    const attempts: number[] = [];
    const attack = async ({ headers }: Passing): Promise<void> => {
      const name = String(headers[SELF_TEST_HEADER]);
      const body = JSON.stringify({ ...shop.text('forged'), self_test: name });
      const forged = { method: 'POST', body, headers: { [SELF_TEST_HEADER]: name } };
      const query = `hub.mode=subscribe&hub.verify_token=${name}&hub.challenge=mine`;
      for (const attempt of [() => fetch(red.url + PATH, forged), () => fetch(`${red.url}${PATH}?${query}`)]) {
        attempts.push((await attempt()).status);
      }
    };
    let attacks: Promise<void> | undefined;
    await through({
      change: (passing) => {
        attacks ??= attack(passing);
        return { status: 200 };
      },
    });
    await attacks;
    assert.deepEqual(attempts, [401, 403]);
    assert.deepEqual(red.received('messages'), []);
  });

  describe('finds what stands in the way:', () => {
    const drop =
      (name: string) =>
      ({ headers }: Passing) =>
        void delete headers[name];

    it('a proxy that strips the signature', async () => {
      assert.deepEqual(await through({ change: drop('x-hub-signature-256') }), [
        'handshake_good 200',
        'signature_stripped 401',
      ]);
      await assertUnheard();
    });

    it('a proxy that changes the body', async () => {
      const change = (passing: Passing): undefined => {
        passing.body = Buffer.from(passing.body.toString().replace(':', ': '));
      };
      assert.deepEqual(await through({ change }), ['handshake_good 200', 'body_changed 401']);
      await assertUnheard();
    });

    it('a proxy that changes the signature', async () => {
      const change = ({ headers }: Passing): undefined => {
        headers['x-hub-signature-256'] = `sha256=${'0'.repeat(64)}`;
      };
      assert.deepEqual(await through({ change }), ['handshake_good 200', 'signature_changed 401']);
    });

    it('nothing, where a proxy only takes the header of the test away', async () => {
      assert.deepEqual(await through({ change: drop(SELF_TEST_HEADER) }), ['handshake_good 200', 'delivery_good 200']);
      await assertUnheard();
    });

    it('a proxy that drops the query', async () => {
      const change = (passing: Passing): undefined => {
        passing.path = passing.path.replace(/\?.*/, '');
      };
      assert.deepEqual(await through({ change }), ['query_changed 400', 'delivery_good 200']);
    });

    it('a proxy that puts something into the answer', async () => {
      assert.deepEqual(await through({ answer: (body) => `<!-- ad -->${body}` }), [
        'answer_changed 200',
        'delivery_good 200',
      ]);
    });

    it('a path that leads elsewhere', async () => {
      const { url } = await obstacle();
      assert.deepEqual(onTheWay(await examine(red, `${url}/whatsapp/other`)), ['not_found 404']);
    });

    it('another node that answers', async () => {
      const other = aBusiness();
      const account = other.account({
        id: 'account2',
        credentials: { accessToken: 'b', appSecret: 'secretOfAnotherApp', verifyToken: 'b' },
      });
      const second = webhookIn({ id: 'in2', account: 'account2', path: '/second', wires: [[], [], [], []] });
      await red.deploy([shop.account(), webhookIn(), account, second, catchAll()]);
      const { url } = await obstacle();
      assert.deepEqual(onTheWay(await examine(red, `${url}/second`)), ['other_node 200']);
      assert.deepEqual(red.received('caught'), []);
    });

    it('a server that knows nothing of it', async () => {
      const body = '<h1>Secret welcome page</h1>';
      assert.deepEqual(await through({ change: () => ({ status: 200, body }) }), ['other_server 200']);
      const answer = await askForExamination(red, { address: `${obstacles[0]?.url}${PATH}` });
      assert.doesNotMatch(await answer.text(), /welcome/);
    });

    it('a redirect, which is not followed', async () => {
      const front = await obstacle({ change: () => ({ status: 301, headers: { location: red.url + PATH } }) });
      assert.deepEqual(onTheWay(await examine(red, front.url + PATH)), ['redirected 301']);
      assert.equal(front.seen.length, 2);
    });

    it('a login, a forbidden address, and a proxy that does not reach Node-RED', async () => {
      for (const [status, code] of [
        [401, 'login_in_front'],
        [403, 'forbidden_in_front'],
        [502, 'gateway_failed'],
      ] as const) {
        assert.deepEqual(await through({ change: () => ({ status }) }), [`${code} ${status}`]);
      }
    });

    it('a closed port', async () => {
      assert.deepEqual(onTheWay(await examine(red, `http://127.0.0.1:${await freePort()}${PATH}`)), [
        'connection_refused',
      ]);
    });

    it('a name that nobody knows', async () => {
      assert.deepEqual(onTheWay(await examine(red, `https://nobody.invalid${PATH}`)), ['name_unknown']);
    });

    it('a self-signed certificate, one that nobody trusts, and no TLS at all', async () => {
      assert.deepEqual(await through({ tls: SELF_SIGNED }), ['tls_self_signed']);
      assert.deepEqual(await through({ tls: certificateOf('server') }), ['tls_chain_incomplete']);
      const plain = await obstacle();
      assert.deepEqual(onTheWay(await examine(red, plain.url.replace('http:', 'https:') + PATH)), ['tls_not_spoken']);
    });

    it('an answer that never comes back', async () => {
      const server = createServer((request) => request.socket.destroy()).listen(0, '127.0.0.1');
      await new Promise((resolve) => server.once('listening', resolve));
      const { port } = server.address() as AddressInfo;
      assert.deepEqual(onTheWay(await examine(red, `http://127.0.0.1:${port}${PATH}`)), ['connection_broken']);
      server.close();
    });

    it('an address that the platform does not call', async () => {
      const findings = await examine(red, (await obstacle()).url + PATH);
      assert.deepEqual(codesOf(findings, 'public').slice(0, 2), ['not_https', 'private_address']);
      assert.deepEqual(codesOf(await examine(red), 'public'), ['no_public_address']);
    });
  });

  describe('finds what is wrong with the node:', () => {
    const nodeFindings = async (id?: string): Promise<string[]> => codesOf(await examine(red, undefined, id), 'node');

    it('not deployed', async () => {
      assert.deepEqual(await nodeFindings('nobody'), ['not_deployed']);
    });

    it('no account', async () => {
      await red.deploy([webhookIn({ account: 'gone' })]);
      assert.deepEqual(await nodeFindings(), ['account_not_usable']);
    });

    it('no app secret, no verify token', async () => {
      const bare = shop.account({ id: 'bare', credentials: { accessToken: 'a' } });
      await red.deploy([bare, webhookIn({ account: 'bare' })]);
      assert.deepEqual(await nodeFindings(), ['no_app_secret', 'no_verify_token']);
      // What can be tested, is.
      assert.deepEqual(codesOf(await examine(red), 'local'), ['handshake_good']);
    });

    it('a port that is taken, and is free again later', async () => {
      const blocker = createServer().listen(0, '127.0.0.1');
      await new Promise((resolve) => blocker.once('listening', resolve));
      const { port } = blocker.address() as AddressInfo;
      await red.deploy([shop.account(), webhookIn({ listener: 'own', address: '127.0.0.1', port })]);
      await untilStatus(red, 'in', /^port in use$/);
      assert.deepEqual(await nodeFindings(), ['port_in_use']);
      blocker.close();
      await untilStatus(red, 'in', /^waiting$/);
      assert.deepEqual(codesOf(await examine(red), 'local'), ['handshake_good', 'delivery_good']);
      await red.deploy([]);
    });

    it('a client certificate that the test does not have', async () => {
      const { cert: certdata, key: keydata } = certificateOf('server');
      const cadata = certdata;
      const tls = {
        id: 'tls',
        type: 'tls-config',
        name: '',
        cert: '',
        key: '',
        ca: '',
        credentials: { certdata, keydata, cadata },
      };
      const own = { listener: 'own', address: '127.0.0.1', port: await freePort(), tls: 'tls', mutualTls: true };
      await red.deploy([tls, shop.account(), webhookIn(own)]);
      await untilStatus(red, 'in', /^waiting$/);
      assert.deepEqual(codesOf(await examine(red), 'local'), ['client_certificate_asked']);
      await red.deploy([]);
    });

    it('webhooks that the flow brings without their bytes', async () => {
      const wires = [['messages'], ['statuses'], ['changes'], ['events'], ['respond']];
      const served = (raw: boolean) => [
        shop.account(),
        webhookIn({ listener: 'input', wires }),
        { id: 'posts', type: 'http in', url: '/hooks/in', method: 'post', skipBodyParsing: raw, wires: [['in']] },
        { id: 'gets', type: 'http in', url: '/hooks/in', method: 'get', wires: [['in']] },
        { id: 'respond', type: 'http response', statusCode: '', headers: {}, wires: [] },
      ];
      await red.deploy(served(false));
      const { url } = await obstacle();
      const findings = await examine(red, `${url}/hooks/in`);
      assert.deepEqual(codesOf(findings, 'node'), ['external']);
      assert.deepEqual(onTheWay(findings), ['handshake_good 200', 'raw_body_missing 503']);
      await red.deploy(served(true));
      assert.deepEqual(onTheWay(await examine(red, `${url}/hooks/in`)), ['handshake_good 200', 'delivery_good 200']);
      assert.deepEqual(red.received('messages'), []);
    });
  });

  it('tells what came in so far', async () => {
    assert.equal((await deliver(red, shop.text('x'), { secret: 'of another app' })).status, 401);
    assert.equal((await deliver(red, aBusiness().text('of nobody'))).status, 200);
    const named = { object: 'whatsapp_business_account', entry: [{ id: shop.wabaId, changed_fields: ['messages'] }] };
    assert.equal((await deliver(red, named)).status, 200);
    await untilStatus(red, 'in', /^1 received/);
    const past = (await examine(red)).filter(({ scope }) => scope === 'past').map(({ code, count }) => [code, count]);
    assert.deepEqual(past, [
      ['wrong_signature_lately', 1],
      ['other_numbers', 1],
      ['include_values_off', 1],
    ]);
  });

  it('finds the simulator’s webhooks in order', async () => {
    await red.deploy([simulatorAccount(), webhookIn()]);
    const findings = await examine(red);
    assert.deepEqual(codesOf(findings, 'local'), ['handshake_good', 'delivery_good']);
    assert.deepEqual(codesOf(findings, 'public'), []);
  });

  describe('of an On-Premises account', () => {
    it('sends a wrong secret, which must be refused', async () => {
      const server = aSelfHosted();
      await red.deploy([server.account(), webhookIn(), catchAll()]);
      red.clear();
      const front = await obstacle();
      const findings = await examine(red, front.url + PATH);
      assert.deepEqual(codesOf(findings, 'local'), ['refused_as_meant']);
      assert.deepEqual(onTheWay(findings), ['refused_as_meant 401']);
      await assertUnheard();
      assert.ok(!JSON.stringify(front.seen).includes(ALL_SECRETS[5] ?? APP_SECRET));
    });

    it('finds a path that loses its last part, and a login that is taken away', async () => {
      const server = aSelfHosted();
      await red.deploy([server.account(), webhookIn()]);
      const shorten = (passing: Passing): undefined => {
        passing.path = PATH;
      };
      assert.deepEqual(await through({ change: shorten }), ['path_changed 401']);
      const credentials = { webhookPassword: 'webhookPasswordOfTheTests.a0f4' };
      await red.deploy([
        server.account({ webhookProtection: 'basicAuth', webhookUser: 'u', credentials }),
        webhookIn(),
      ]);
      assert.deepEqual(await through({}), ['refused_as_meant 401']);
      const strip = ({ headers }: Passing): undefined => void delete headers.authorization;
      assert.deepEqual(await through({ change: strip }), ['authorization_stripped 401']);
    });

    it('finds that nothing protects it, or that nobody asks for the certificate', async () => {
      const server = aSelfHosted();
      const nodeFindings = async () => codesOf(await examine(red), 'node');
      await red.deploy([server.account({ webhookProtection: 'basicAuth' }), webhookIn()]);
      assert.deepEqual(await nodeFindings(), ['no_webhook_protection']);
      await red.deploy([server.account({ webhookProtection: 'mutualTls' }), webhookIn()]);
      assert.deepEqual(await nodeFindings(), ['client_certificate_not_asked']);
    });
  });

  describe('can be asked for', () => {
    it('by this site alone, in JSON, with a plain address', async () => {
      const status = async (body: object, headers: Record<string, string> = {}): Promise<number> =>
        (await askForExamination(red, body, 'in', headers)).status;
      assert.equal(await status({}, { 'sec-fetch-site': 'cross-site' }), 403);
      assert.equal(await status({}, { origin: 'https://elsewhere.example' }), 403);
      assert.equal(await status({}, { 'content-type': 'text/plain' }), 415);
      for (const address of ['file:///etc/passwd', 'no address', 'http://user:pass@host/', 'http://host/?a=b', 5]) {
        assert.equal(await status({ address }), 400, String(address));
      }
      assert.equal((await fetch(`${red.url}/whatsapp-webhook-in/in/self-test`)).status, 404);
      assert.equal(await status({}), 200);
    });
  });
});
