import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { type Graph, startGraph } from './support/graph';
import { catchAll, PATH, sendNode, simulatorAccount, webhookIn } from './support/parts';
import { APP_SECRET_PROOF } from './support/secrets';
import { ANA, control, write } from './support/simulated';
import { untilStatus } from './support/until-status';

/** How a field refers to the environment. */
const env = (name: string): string => `\${HARNESS_${name}}`;

describe('whatsapp-account', () => {
  let red: Runtime;
  let graph: Graph;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });
  beforeEach(() => {
    shop = aBusiness();
    graph.requests.splice(0);
  });

  const isServed = async (): Promise<boolean> => (await fetch(red.url + PATH)).status !== 404;

  describe('that is missing or cannot work', () => {
    const CASES: [string, object[], RegExp][] = [
      ['none is chosen', [webhookIn({ account: '' }), sendNode({ account: '' })], /^no account$/],
      ['it was deleted', [webhookIn(), sendNode()], /^no account$/],
      [
        'it is of another kind',
        [
          webhookIn({ account: 'c' }),
          sendNode({ account: 'c' }),
          { id: 'c', type: 'whatsapp-store', engine: 'memory' },
        ],
        /^account not usable$/,
      ],
    ];
    for (const [what, nodes, text] of CASES) {
      it(`is shown by the nodes: ${what}`, async () => {
        await red.deploy([...(nodes as ReturnType<typeof webhookIn>[]), catchAll()]);
        for (const id of ['in', 'send']) {
          const status = await untilStatus(red, id, text);
          assert.deepEqual([status.fill, status.shape], ['red', 'ring']);
        }
        assert.ok(!(await isServed()));
        await assertNothingSent('account_missing');
      });
    }

    const assertNothingSent = async (code: string): Promise<void> => {
      red.clear();
      const { error } = await red.process('send', { payload: 'x', to: shop.phone, own: 1 });
      assert.equal((error as { code: string }).code, code);
      const [caught] = await red.waitFor<CaughtMessage>('caught');
      assert.equal(caught?.error.code, code);
      assert.equal(caught?.error.cause?.retryable, false);
      const [failed] = await red.waitFor<FlowMessage>('failed');
      assert.deepEqual([failed?.topic, failed?.own], ['failed', 1]);
    };

    const FAULTS: [object, RegExp][] = [
      [{ phoneNumberId: '' }, /no phone number ID/],
      [{ phoneNumberId: '+49 30 901820' }, /phone number ID contains characters/],
      [{ api: 'carrier-pigeon' }, /API "carrier-pigeon" is not one/],
      [{ store: 'gone' }, /store .* does not exist/],
    ];
    for (const [config, reason] of FAULTS) {
      it(`says what is wrong: ${JSON.stringify(config)}`, async () => {
        red.clear();
        await red.deploy([shop.account(config), webhookIn(), sendNode(), catchAll()]);
        const [line] = red.logs('account').filter(({ level }) => level === 'error');
        assert.match(line?.text ?? '', reason);
        await untilStatus(red, 'in', /^account not usable$/);
        await untilStatus(red, 'send', /^account not usable$/);
        assert.ok(!(await isServed()));
        await assertNothingSent('account_missing');
      });
    }
  });

  describe('without what sending needs', () => {
    const FAULTS: [string, object, string][] = [
      ['an access token', { credentials: { accessToken: '' } }, 'access_token_missing'],
      ['an access token of one word', { credentials: { accessToken: 'two words' } }, 'access_token_invalid'],
      ['a base URL', { baseUrl: 'not a URL' }, 'base_url_invalid'],
      ['a Graph version', { graphVersion: 'latest' }, 'graph_version_invalid'],
    ];
    for (const [what, config, code] of FAULTS) {
      it(`receives all the same, and says with each message that it lacks ${what}`, async () => {
        await red.deploy([shop.account(config), webhookIn(), sendNode(), catchAll()]);
        red.clear();
        await deliver(red, shop.text('hello'));
        await red.waitFor('messages');
        const { error } = await red.process('send', { payload: 'x', to: shop.phone });
        assert.equal((error as { code: string }).code, code);
        assert.equal((await red.waitFor<FlowMessage>('failed'))[0]?.topic, 'failed');
        await untilStatus(red, 'send', new RegExp(`^${code}$`));
        // Put right, it works.
        const credentials = { accessToken: 'good-token' };
        await red.deploy([shop.account({ baseUrl: graph.url, credentials }), webhookIn(), sendNode()]);
        assert.equal((await red.process('send', { payload: 'x', to: shop.phone })).error, undefined);
      });
    }
  });

  it('takes its fields and secrets from the environment', async () => {
    const names = {
      NUMBER: shop.phoneNumberId,
      BASE: graph.url,
      TOKEN: 'env-token',
      SECRET: 'env-secret',
      VERIFY: 'env-verify',
    };
    for (const [name, value] of Object.entries(names)) process.env[`HARNESS_${name}`] = value;
    const credentials = {
      accessToken: env('TOKEN'),
      appSecret: env('SECRET'),
      verifyToken: env('VERIFY'),
    };
    const account = shop.account({ phoneNumberId: env('NUMBER'), baseUrl: env('BASE'), credentials });
    await red.deploy([account, webhookIn(), sendNode()]);
    red.clear();
    await deliver(red, shop.text('hello'), { secret: 'env-secret' });
    await red.waitFor('messages');
    const query = 'hub.mode=subscribe&hub.verify_token=env-verify&hub.challenge=5';
    assert.equal(await (await fetch(`${red.url}${PATH}?${query}`)).text(), '5');
    assert.equal((await red.process('send', { payload: 'x', to: shop.phone })).error, undefined);
    assert.equal(graph.requests[0]?.headers.authorization, 'Bearer env-token');
    for (const name of Object.keys(names)) delete process.env[`HARNESS_${name}`];
  });

  it('keeps the path of its base URL, and leaves out an empty version', async () => {
    await red.deploy([shop.account({ baseUrl: `${graph.url}/bsp/graph/`, graphVersion: '' }), sendNode()]);
    await red.process('send', { payload: 'x', to: shop.phone });
    assert.equal(graph.requests[0]?.path.split('?')[0], `/bsp/graph/${shop.phoneNumberId}/messages`);
  });

  it('proves the app secret with every call, unless that is switched off', async () => {
    const paths: (string | undefined)[] = [];
    for (const more of [{}, { appSecretProof: true }, { appSecretProof: false }]) {
      await red.deploy([shop.account({ baseUrl: graph.url, ...more }), sendNode()]);
      await red.process('send', { payload: 'x', to: `+491511234${paths.length}001` });
      paths.push(graph.requests.at(-1)?.path);
    }
    const messages = `/v25.0/${shop.phoneNumberId}/messages`;
    const proven = `${messages}?appsecret_proof=${APP_SECRET_PROOF}`;
    assert.deepEqual(paths, [proven, proven, messages]);
  });

  it('needs of a hand-written flow no more than what has no default', async () => {
    const account = { id: 'account', type: 'whatsapp-account', api: 'cloud', phoneNumberId: shop.phoneNumberId };
    const credentials = { account: { appSecret: 'x' } };
    const wires = [['messages'], [], [], ['events']];
    const nodes = [account, { id: 'in', type: 'whatsapp-webhook-in', account: 'account', path: PATH, wires }];
    await red.deploy(nodes, credentials);
    red.clear();
    await deliver(red, shop.text('hello'), { secret: 'x' });
    await deliver(red, shop.envelope({ event: 'ACCOUNT_DELETED' }, 'account_update'), { secret: 'x' });
    await red.waitFor('messages');
    await red.waitFor('events');
  });

  it('says that its store is in memory only', async () => {
    const store = { id: 'store', type: 'whatsapp-store', engine: 'memory' };
    await red.deploy([shop.account({ store: 'store' }), store, webhookIn()]);
    await untilStatus(red, 'in', /^waiting · memory only$/);
    await deliver(red, shop.text('hello'));
    await untilStatus(red, 'in', /^1 received · memory only$/);
    await red.deploy([shop.account(), webhookIn()]);
    await untilStatus(red, 'in', /^waiting$/);
  });

  describe('on the simulator', () => {
    const deploy = async (): Promise<string> => {
      await red.deploy([
        simulatorAccount({ id: 'simulated' }),
        webhookIn({ account: 'simulated', wires: [['messages', 'send'], ['statuses'], ['changes'], ['events']] }),
        sendNode({ account: 'simulated' }),
        catchAll(),
      ]);
      const status = red.status('in').text ?? '';
      assert.match(status, /^simulator · waiting/);
      red.clear();
      return phoneNumberIdOf('simulated');
    };
    const phoneNumberIdOf = async (id: string): Promise<string> => {
      const node = red.node(id) as unknown as { account?: { settings: { phoneNumberId: string } } };
      return waitUntil(() => node.account?.settings.phoneNumberId);
    };

    it('needs nothing: a customer writes, and the answer goes out with the hash that came in', async () => {
      const to = await deploy();
      await write(ANA, 'hello', to);
      const [accepted] = await red.waitFor<FlowMessage>('accepted');
      const [message] = red.received<FlowMessage>('messages');
      assert.equal(message?.payload, 'hello');
      assert.ok(message?.whatsapp.identity?.hash);
      assert.equal(accepted?.whatsapp.identityHash, message?.whatsapp.identity?.hash);
      for (const { whatsapp } of [message, accepted]) assert.equal(whatsapp.simulated, true);
      const statuses = await red.waitFor<FlowMessage>('statuses', 2);
      assert.deepEqual(
        statuses.map(({ topic, whatsapp }) => [topic, whatsapp.simulated]),
        [
          ['sent', true],
          ['delivered', true],
        ],
      );
      await untilStatus(red, 'send', /^simulator · accepted$/);
      await untilStatus(red, 'in', /^simulator · \d received/);
    });

    it('notices a new device, and holds the answer', async () => {
      const to = await deploy();
      await write(ANA, 'hello', to);
      await red.waitFor('accepted');
      await red.waitFor('statuses', 2);
      await control('POST', `customers/${ANA.slice(1)}/new-device`, {});
      await write(ANA, 'it is still me', to);
      const [held] = await red.waitFor<FlowMessage>('held');
      assert.equal(held?.topic, 'identity_changed');
      const [change] = await red.waitFor<FlowMessage>('changes');
      assert.deepEqual([change?.topic, change?.whatsapp.simulated], ['hash_changed', true]);
    });

    it('is taken from this machine only, and by its own secret', async () => {
      await deploy();
      assert.equal((await deliver(red, shop.text('forged'))).status, 401);
    });
  });
});
