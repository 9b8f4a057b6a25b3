import assert from 'node:assert/strict';
import { EventEmitter } from 'node:events';
import http from 'node:http';
import type { TrustAccount, TrustCustomer, TrustPage } from '../../nodes/shared/trust-wire';
import type { AccountNode } from '../../nodes/whatsapp-account';
import type { Store } from '../../src/store/store';
import { hashPassword } from '../harness/admin-login';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { FlowMessage } from './support/flow-message';
import { type Graph, startGraph } from './support/graph';
import { cloudAccount, sendNode, simulatorAccount, webhookIn } from './support/parts';
import { type ServerStage, startServerStage } from './support/server-stage';

const PASSWORD = 'a-long-password';
const PERMISSIONS: Record<string, string | string[]> = {
  boss: '*',
  reader: 'read',
  looker: ['whatsapp-trust.read'],
  clerk: ['whatsapp-trust.read', 'whatsapp-trust.write'],
  listener: ['whatsapp-trust.messages'],
  stranger: ['flows.read', 'flows.write'],
};
type User = keyof typeof PERMISSIONS;

const users = Object.entries(PERMISSIONS).map(([username, permissions]) => {
  return { username, password: hashPassword(PASSWORD), permissions };
});

/** Tokens of the settings: a login of its own would keep a timer for a week, and with it the test. */
const tokenOf = (user: User): string => `token-of-${String(user)}`;
const tokens = Object.entries(PERMISSIONS).map(([user, permissions]) => ({
  token: tokenOf(user),
  user,
  scope: permissions,
}));

interface Answer<Body> {
  status: number;
  body: Body;
}
type Failure = { error: { code: string; message: string; advice: string } };

describe('the trust sidebar in the runtime', () => {
  let red: Runtime;
  let graph: Graph;
  let shop: Business;
  before(async () => {
    red = await startRuntime({ adminAuth: { type: 'credentials', users, tokens } });
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });

  const loginOf = (user: User): Record<string, string> => ({ authorization: `Bearer ${tokenOf(user)}` });
  const call = async <Body>(path: string, user: User | undefined = 'boss', body?: object): Promise<Answer<Body>> => {
    const response = await fetch(`${red.url}/whatsapp-trust/accounts${path}`, {
      method: body === undefined ? 'GET' : 'POST',
      headers: { 'content-type': 'application/json', ...(user === undefined ? {} : loginOf(user)) },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: (text.startsWith('{') || text.startsWith('[') ? JSON.parse(text) : text) as Body,
    };
  };
  const pathOf = (waId = shop.waId, account = 'account'): string =>
    `/${account}/customers/${encodeURIComponent(`w:${waId}`)}`;
  const look = async (): Promise<TrustCustomer> => (await call<TrustCustomer>(pathOf())).body;
  const change = <Body = Failure>(body: object, user: User | undefined = 'boss'): Promise<Answer<Body>> =>
    call<Body>(pathOf(), user, body);

  const see = async (hash: string): Promise<void> => {
    const before = red.received('messages').length;
    await deliver(red, shop.text('hello', { hash, timestamp: String(1_760_000_100 + before) }));
    await red.waitFor('messages', before + 1);
  };
  const send = (payload: string): Promise<unknown> => red.process('send', { payload, to: shop.phone });

  describe('with one account', () => {
    beforeEach(async () => {
      shop = aBusiness();
      graph.requests.splice(0);
      await red.deploy([shop.account({ name: 'Shop', baseUrl: graph.url }), webhookIn(), sendNode()]);
      red.clear();
    });

    it('shows a changed customer, acknowledges what was shown, and lets go what was held, in order', async () => {
      await see('h1=');
      await see('h2=');
      await send('one thing');
      await send('another thing');
      const page = (await call<TrustPage>('/account/customers?state=changed')).body;
      assert.equal(page.total, 1);
      assert.deepEqual([page.counts.changed, page.waiting], [1, 1]);
      const [row] = page.rows;
      assert.deepEqual(
        [row?.key, row?.phone, row?.state, row?.heldMessages],
        [`w:${shop.waId}`, shop.phone, 'changed', 2],
      );
      const customer = await look();
      assert.deepEqual(
        customer.held.map(({ type, reason, nodeId }) => [type, reason, nodeId]),
        Array.from({ length: 2 }, () => ['text', 'identity_changed', 'send']),
      );
      assert.doesNotMatch(JSON.stringify(customer), /thing/, 'what they say is not for everybody');
      const { status, body } = await change<{ topic: string }>(
        { operation: 'acknowledge', changeId: customer.changeId },
        'clerk',
      );
      assert.deepEqual([status, body.topic], [200, 'acknowledged']);
      const [accepted] = await red.waitFor<FlowMessage & { whatsapp: { released?: boolean } }>('accepted');
      assert.equal(accepted?.whatsapp.released, true);
      const sent = graph.requests.map(({ body }) => (body as { text?: { body: string } }).text?.body);
      assert.deepEqual(sent.slice(0, 1), ['one thing']);
      const after = await look();
      assert.equal(after.state, 'trusted');
      assert.deepEqual([after.audit[0]?.what, after.audit[0]?.source], ['acknowledged', 'editor: clerk']);
    });

    it('approves nothing when newer evidence has come since', async () => {
      await see('h1=');
      await see('h2=');
      const { changeId } = await look();
      await see('h3=');
      const { status, body } = await change({ operation: 'acknowledge', changeId });
      assert.deepEqual([status, body.error.code], [409, 'identity_changed_again']);
      assert.equal((await look()).state, 'changed');
      assert.equal((await change({ operation: 'acknowledge', changeId: (await look()).changeId })).status, 200);
      assert.equal((await look()).state, 'trusted');
    });

    it('approves nothing that is not named', async () => {
      await see('h1=');
      for (const named of [
        {},
        { changeId: null },
        { changeId: '' },
        { changeId: 7 },
        { newest: true },
        { identityHash: 'h1=' },
      ]) {
        const { status, body } = await change({ operation: 'acknowledge', ...named });
        assert.deepEqual([status, body.error.code], [400, 'change_missing'], JSON.stringify(named));
      }
      assert.equal((await change({ operation: 'acknowledge', changeId: 'another' })).status, 409);
      assert.equal((await look()).state, 'seen');
    });

    it('revokes, and forgets with all that was held', async () => {
      const logged: { level: number; event?: string }[] = [];
      const handler = new EventEmitter().on('log', (entry) => logged.push(entry));
      red.RED.log.addHandler(handler);
      await see('h1=');
      assert.equal((await change({ operation: 'revoke' }, 'clerk')).status, 200);
      assert.equal((await look()).state, 'changed');
      await send('never');
      assert.equal((await change({ operation: 'forget' })).status, 200);
      const gone = await call<Failure>(pathOf());
      assert.deepEqual([gone.status, gone.body.error.code], [404, 'customer_unknown']);
      assert.equal((await call<TrustPage>('/account/customers')).body.total, 0);
      assert.equal((await change({ operation: 'forget' })).status, 404);
      assert.equal((await change({ operation: 'revoke' })).status, 404, 'nobody is made up');
      red.RED.log.removeHandler(handler);
      const audited = logged.filter(({ event }) => event?.startsWith('whatsapp-trust.'));
      assert.deepEqual(
        audited.map(({ level: _, ...rest }) => ({ ...rest, timestamp: 0 })),
        [
          { event: 'whatsapp-trust.revoke', account: 'account', by: 'editor: clerk', timestamp: 0 },
          { event: 'whatsapp-trust.forget', account: 'account', by: 'editor: boss', timestamp: 0 },
        ],
        'whoever is forgotten does not live on in the log',
      );
    });

    it('refuses what it does not know', async () => {
      await see('h1=');
      for (const operation of ['lookUp', 'list', 'constructor', undefined, 7]) {
        const { status, body } = await change({ operation });
        assert.deepEqual([status, body.error.code], [400, 'operation_unknown']);
      }
      const statusOf = async (path: string): Promise<number> => (await call(path)).status;
      assert.equal(await statusOf('/account/customers?state=none'), 400);
      assert.equal(await statusOf('/nobody/customers'), 404);
      for (const key of ['nobody', 'w:', '__proto__', 'u:nobody', '../account']) {
        assert.equal(await statusOf(`/account/customers/${encodeURIComponent(key)}`), 404, key);
      }
      for (const query of ['offset=-1&limit=0', 'offset=x&limit=y', 'limit=1e99', 'text[]=a&offset[]=1']) {
        assert.equal(await statusOf(`/account/customers?${query}`), 200, query);
      }
    });

    it('tells each login what it may know, and nothing more', async () => {
      await see('h1=');
      await see('h2=');
      await send('secret words');
      const statuses = async (user?: User): Promise<number[]> => {
        const of = async (path: string, body?: object): Promise<number> => {
          const headers = { 'content-type': 'application/json', ...(user === undefined ? {} : loginOf(user)) };
          const request = body === undefined ? { headers } : { headers, method: 'POST', body: JSON.stringify(body) };
          return (await fetch(`${red.url}/whatsapp-trust/accounts${path}`, request)).status;
        };
        return [
          await of(''),
          await of('/account/customers'),
          await of(pathOf()),
          await of(`${pathOf()}/held`),
          await of(pathOf(), { operation: 'acknowledge', changeId: 'another' }),
        ];
      };
      assert.deepEqual(await statuses(), [401, 401, 401, 401, 401]);
      assert.deepEqual(await statuses('stranger'), [401, 401, 401, 401, 401]);
      assert.deepEqual(await statuses('reader'), [200, 200, 200, 401, 401]);
      assert.deepEqual(await statuses('looker'), [200, 200, 200, 401, 401]);
      assert.deepEqual(await statuses('clerk'), [200, 200, 200, 401, 409]);
      assert.deepEqual(await statuses('listener'), [401, 401, 401, 200, 401]);
      assert.deepEqual(await statuses('boss'), [200, 200, 200, 200, 409]);
      const { body } = await call<{ content: object }[]>(`${pathOf()}/held`, 'listener');
      assert.deepEqual(body[0]?.content, { type: 'text', text: { body: 'secret words' } });
    });

    it('refuses what pages of other sites send', async () => {
      await see('h1=');
      const boss = loginOf('boss');
      const { host } = new URL(red.url);
      for (const [headers, status] of [
        [{ origin: 'https://example.com' }, 403],
        [{ origin: 'null' }, 403],
        [{ origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }, 403],
        [{ origin: `http://${host}`, 'content-type': 'text/plain' }, 415],
        [{ origin: `http://${host}`, 'sec-fetch-site': 'same-origin' }, 200],
      ] as const) {
        assert.equal(await post(pathOf(), { ...boss, ...headers }), status, JSON.stringify(headers));
      }
      const response = await fetch(`${red.url}/whatsapp-trust/accounts`, {
        headers: { ...boss, 'sec-fetch-site': 'cross-site' },
      });
      assert.equal(response.status, 403);
      assert.equal((await look()).audit.filter(({ what }) => what === 'revoked').length, 1);
    });

    it('tells every editor that something has changed, and not what', async () => {
      const told: unknown[] = [];
      const listener = (message: { topic: string }): void => {
        if (message.topic.startsWith('whatsapp-trust')) told.push(message);
      };
      red.RED.events.on('comms', listener);
      await see('h1=');
      await see('h2=');
      await waitUntil(() => told.length > 0, { what: 'a notice' });
      red.RED.events.off('comms', listener);
      for (const notice of told) {
        const { data, ...rest } = notice as { data: { notice: number } };
        assert.deepEqual(rest, { topic: 'whatsapp-trust/changed', retain: true });
        assert.deepEqual(Object.keys(data), ['notice']);
        assert.equal(typeof data.notice, 'number');
      }
    });

    /** A revocation whose headers no client adds to. */
    const post = (path: string, headers: Record<string, string>): Promise<number | undefined> =>
      new Promise((resolve, reject) => {
        const all = { 'content-type': 'application/json', ...headers };
        const request = http.request(`${red.url}/whatsapp-trust/accounts${path}`, { method: 'POST', headers: all });
        request.once('response', (response) => {
          response.resume();
          resolve(response.statusCode);
        });
        request.once('error', reject).end('{"operation":"revoke"}');
      });
  });

  it('says that there is no account, which ones there are, and which cannot work', async () => {
    await red.deploy([sendNode({ account: '' })]);
    assert.deepEqual((await call('')).body, []);
    const broken = cloudAccount({ id: 'broken', name: 'Broken', phoneNumberId: '' });
    await red.deploy([simulatorAccount({ id: 'sim', name: 'Sim' }), broken]);
    const accounts = (await call<TrustAccount[]>('')).body;
    assert.deepEqual(
      accounts.map(({ id, name, api, fault }) => [id, name, api, fault === undefined]),
      [
        ['sim', 'Sim', 'simulator', true],
        ['broken', 'Broken', undefined, false],
      ],
    );
    const { status, body } = await call<Failure>('/broken/customers');
    assert.ok(status >= 400 && body.error.message.length > 0);
  });

  it("keeps the customers of accounts apart that share a store, and neither reaches the other's", async () => {
    shop = aBusiness();
    const other = aBusiness();
    await red.deploy([
      { id: 'store', type: 'whatsapp-store', engine: 'memory' },
      shop.account({ store: 'store' }),
      other.account({ id: 'other', store: 'store' }),
      webhookIn(),
    ]);
    red.clear();
    await see('h1=');
    assert.equal((await call<TrustPage>('/account/customers')).body.total, 1);
    assert.equal((await call<TrustPage>('/other/customers')).body.total, 0);
    assert.equal((await call(pathOf(shop.waId, 'other'))).status, 404);
    for (const operation of ['acknowledge', 'revoke', 'forget']) {
      const { status } = await call(pathOf(shop.waId, 'other'), 'boss', {
        operation,
        changeId: (await look()).changeId,
      });
      assert.equal(status, 404);
    }
    assert.equal((await look()).state, 'seen');
  });

  it('says that the store has failed', async () => {
    shop = aBusiness();
    await red.deploy([shop.account(), webhookIn()]);
    const { store } = (red.node('account') as AccountNode).account ?? assert.fail('the account does not work');
    const { find } = store;
    const failing = store as { -readonly [Key in keyof Store]: Store[Key] };
    failing.find = async () => {
      throw new Error('No space left on device');
    };
    const { status, body } = await call<Failure>('/account/customers');
    failing.find = find;
    assert.deepEqual([status, body.error.message], [503, 'No space left on device']);
    assert.equal((await call('/account/customers')).status, 200);
  });

  describe('with an account of the On-Premises API', () => {
    let stage: ServerStage;
    beforeEach(async () => {
      stage = await startServerStage(red);
      await stage.deploy(sendNode());
      red.clear();
    });
    afterEach(() => stage.close());

    it('tells the server as well', async () => {
      const customer = stage.newCustomer();
      customer.write('hello', stage.number.phoneNumberId);
      await red.waitFor('messages');
      customer.newDevice();
      await red.waitFor('changes');
      await red.process('send', { to: `+${customer.waId}`, payload: 'private' });
      stage.calls();
      const path = pathOf(customer.waId);
      const { changeId } = (await call<TrustCustomer>(path)).body;
      const { status, body } = await call<{ released: number }>(path, 'clerk', { operation: 'acknowledge', changeId });
      assert.deepEqual([status, body.released], [200, 1]);
      const made = stage.calls().map(({ method, path: called }) => `${method} ${called.split('/').at(-1)}`);
      assert.deepEqual(made.slice(0, 3), ['GET identity', 'PUT identity', 'GET identity']);
      assert.equal((await call<TrustCustomer>(path)).body.state, 'trusted');
      assert.equal((await red.waitFor('accepted')).length, 1);
    });
  });
});
