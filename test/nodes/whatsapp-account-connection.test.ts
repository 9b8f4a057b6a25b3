import assert from 'node:assert/strict';
import { createServer } from 'node:http';
import type { Finding } from '../../src/connection/finding';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { BusinessNumber } from '../../src/simulator/world/business-number';
import { type Runtime, startRuntime } from '../harness/runtime';
import { type Graph, refuse, startGraph } from './support/graph';
import { cloudAccount, onPremisesAccount, simulatorAccount } from './support/parts';
import { ACCESS_TOKEN, ALL_SECRETS, APP_SECRET, SERVER_PASSWORD, VERIFY_TOKEN } from './support/secrets';

const WABA = '102290129340398';
const NUMBER = '106540352242922';

/** As Node-RED writes it. */
const variable = (name: string): string => `\${${name}}`;

interface Trial {
  findings: Finding[];
  numbers?: object[];
}

describe('the connection that the dialog of the account tries', () => {
  let red: Runtime;
  let simulator: Simulator;
  let number: BusinessNumber;
  /** Whatever the editor got to read. */
  const answers: string[] = [];

  before(async () => {
    red = await startRuntime();
    simulator = createSimulator();
    await simulator.start();
    number = simulator.world.addNumber({
      phoneNumberId: NUMBER,
      wabaId: WABA,
      accessToken: ACCESS_TOKEN,
      appSecret: APP_SECRET,
      displayPhoneNumber: '15550783881',
    });
    simulator.world.addNumber({ api: 'on-premises', password: SERVER_PASSWORD });
  });
  after(async () => {
    await red.stop();
    await simulator.close();
  });

  const typed = (more: object = {}): Record<string, unknown> => ({
    api: 'cloud',
    name: '',
    z: '',
    phoneNumberId: NUMBER,
    wabaId: WABA,
    graphVersion: 'v25.0',
    baseUrl: simulator.url,
    ...more,
  });

  async function ask(
    operation: string,
    account: object = typed(),
    secrets: object = { accessToken: ACCESS_TOKEN, appSecret: APP_SECRET },
    id = 'account',
  ): Promise<Trial> {
    const answer = await fetch(`${red.url}/whatsapp-account/${id}/connection`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ operation, account, secrets }),
    });
    const text = await answer.text();
    answers.push(text);
    assert.equal(answer.status, 200, text);
    return JSON.parse(text) as Trial;
  }

  const inShort = ({ findings }: Trial): string[] => findings.map(({ part, code }) => `${part} ${code}`);
  const FOUND = [
    'accessToken token_lasts',
    'phoneNumberId number_found',
    'wabaId waba_matches',
    'subscription subscribed',
    'identityCheck identity_check_unknown',
  ];

  it('works for an account that was never deployed', async () => {
    await red.deploy([]);
    assert.deepEqual(inShort(await ask('test', typed(), undefined, 'new')), FOUND);
    assert.deepEqual((await ask('numbers')).numbers, [
      { id: NUMBER, number: '15550783881', name: number.verifiedName },
    ]);
    simulator.world.subscriptions.remove(WABA);
    assert.deepEqual(inShort(await ask('test'))[3], 'subscription not_subscribed');
    assert.deepEqual(inShort(await ask('subscribe')), ['subscription subscribed']);
    assert.equal(simulator.world.subscriptions.has(WABA), true);
  });

  it('lists numbers before any is chosen', async () => {
    const account = typed({ phoneNumberId: '' });
    assert.equal((await ask('numbers', account)).numbers?.length, 1);
    assert.deepEqual(inShort(await ask('test', account))[1], 'phoneNumberId number_not_chosen');
    assert.deepEqual(inShort(await ask('numbers', typed({ wabaId: '' }))), ['wabaId waba_id_missing']);
  });

  it('uses what is typed, and a stored secret only where it was not touched', async () => {
    await red.deploy([cloudAccount({ baseUrl: simulator.url, phoneNumberId: '1', wabaId: '2' })]);
    assert.deepEqual(inShort(await ask('test', typed(), {})), FOUND);
    const wrong = await ask('test', typed(), { accessToken: 'EAAmistyped' });
    assert.deepEqual(inShort(wrong), ['accessToken auth_failed']);
    assert.deepEqual(inShort(await ask('test', typed(), { appSecret: 'mistyped' })), ['appSecret app_secret_wrong']);
    // Emptied is not the same as untouched.
    assert.deepEqual(inShort(await ask('test', typed(), { accessToken: '' })), ['accessToken access_token_missing']);
  });

  it('sends a stored secret nowhere but to the base URL that it is stored with', async () => {
    const graph: Graph = await startGraph();
    try {
      await red.deploy([cloudAccount({ baseUrl: simulator.url })]);
      for (const baseUrl of [
        graph.url,
        `${simulator.url}/elsewhere`,
        simulator.url.replace('127.0.0.1', 'localhost'),
      ]) {
        for (const operation of ['test', 'numbers', 'subscribe']) {
          const refused = await ask(operation, typed({ baseUrl }), {});
          assert.deepEqual(inShort(refused), [
            'accessToken access_token_of_another_url',
            'appSecret app_secret_of_another_url',
          ]);
          assert.match(refused.findings[0]?.advice ?? '', /Type the access token again/);
        }
      }
      const half = await ask('test', typed({ baseUrl: graph.url }), { accessToken: 'EAAtyped' });
      assert.deepEqual(inShort(half), ['appSecret app_secret_of_another_url']);
      // An account that is gone has left no base URL to compare with.
      assert.deepEqual(inShort(await ask('test', typed(), {}, 'gone')), ['accessToken access_token_missing']);
      assert.deepEqual(graph.requests, []);
      // Another spelling is the same place.
      assert.deepEqual(inShort(await ask('test', typed({ baseUrl: `${simulator.url}/` }), {})), FOUND);
    } finally {
      await graph.close();
    }
  });

  it('proves the app secret, unless that is switched off', async () => {
    const { appSecretProof: _, ...older } = typed({ appSecretProof: true });
    const wrong = { accessToken: ACCESS_TOKEN, appSecret: 'mistyped' };
    assert.deepEqual(inShort(await ask('test', older, wrong)), ['appSecret app_secret_wrong']);
    assert.deepEqual(inShort(await ask('test', typed({ appSecretProof: true }), wrong)), [
      'appSecret app_secret_wrong',
    ]);
    assert.deepEqual(inShort(await ask('test', typed({ appSecretProof: false }), wrong)), FOUND);
    // What is not needed is not asked for again either.
    await red.deploy([cloudAccount({ baseUrl: simulator.url })]);
    const graph = await startGraph();
    const elsewhere = typed({ baseUrl: graph.url, appSecretProof: false });
    const trial = await ask('test', elsewhere, { accessToken: ACCESS_TOKEN }).finally(() => graph.close());
    assert.notDeepEqual(inShort(trial), ['appSecret app_secret_of_another_url']);
    assert.ok(graph.requests.length > 0 && graph.requests.every(({ path }) => !path.includes('appsecret_proof')));
  });

  it('says what is wrong with the place', async () => {
    const router = createServer((_request, response) => response.end('<!doctype html><title>Router</title>'));
    await new Promise<void>((resolve) => router.listen(0, '127.0.0.1', resolve));
    const { port } = router.address() as { port: number };
    try {
      for (const [baseUrl, code] of [
        ['http://127.0.0.1:9', 'platform_unreachable'],
        [`http://127.0.0.1:${port}`, 'unusable_answer'],
        [`https://127.0.0.1:${port}`, 'connection_not_trusted'],
        ['nonsense', 'base_url_invalid'],
      ]) {
        assert.deepEqual(inShort(await ask('test', typed({ baseUrl }))), [`server ${code}`], baseUrl);
      }
    } finally {
      router.close();
    }
    assert.deepEqual(inShort(await ask('test', typed({ graphVersion: '25' }))), ['graphVersion graph_version_invalid']);
  });

  it('replaces names of variables as a deployment does: by the tab, the global settings, the process', async () => {
    process.env.OF_THE_PROCESS = NUMBER;
    process.env.OF_THE_TAB = 'not-this-one';
    try {
      const env = (name: string, value: string) => [{ name, value, type: 'str' }];
      await red.deploy([
        { id: 'tab', type: 'tab', label: 'Tab', env: env('OF_THE_TAB', ACCESS_TOKEN) },
        { id: 'globals', type: 'global-config', env: env('GLOBAL', simulator.url), modules: {} },
        cloudAccount({
          id: 'account',
          z: 'tab',
          baseUrl: variable('GLOBAL'),
          credentials: { appSecret: variable('OF_THE_TAB') },
        }),
      ]);
      const account = typed({ z: 'tab', phoneNumberId: variable('OF_THE_PROCESS'), baseUrl: variable('GLOBAL') });
      const secrets = { accessToken: '$(OF_THE_TAB)', appSecret: APP_SECRET };
      assert.deepEqual(inShort(await ask('test', account, secrets)), FOUND);
      assert.deepEqual(inShort(await ask('test', account, secrets, 'new')), FOUND, 'a new account on the tab');
      assert.deepEqual(inShort(await ask('test', account, { accessToken: ACCESS_TOKEN })), [
        'appSecret app_secret_wrong',
      ]);
      assert.deepEqual(inShort(await ask('test', { ...account, z: '' }, secrets, 'new')), ['accessToken auth_failed']);
      assert.deepEqual(inShort(await ask('test', typed(), { accessToken: variable('NOBODY_SET_IT') })), [
        'accessToken auth_failed',
      ]);
    } finally {
      delete process.env.OF_THE_PROCESS;
      delete process.env.OF_THE_TAB;
    }
  });

  it('reads no variable that the settings keep from flows', async () => {
    process.env.KEPT_FROM_FLOWS = NUMBER;
    const guarded = await startRuntime({ envVarExcludes: ['KEPT_FROM_FLOWS'] });
    const open = red;
    red = guarded;
    try {
      const account = typed({ phoneNumberId: variable('KEPT_FROM_FLOWS') });
      for (const flow of [[], [simulatorAccount({ id: 'neighbour', z: '' })]]) {
        await red.deploy(flow);
        assert.deepEqual(inShort(await ask('test', account)), ['phoneNumberId phone_number_id_invalid']);
      }
    } finally {
      red = open;
      await guarded.stop();
      delete process.env.KEPT_FROM_FLOWS;
    }
  });

  it('logs in to an installation', async () => {
    const { id: _, type: __, credentials: ___, ...account } = onPremisesAccount({ baseUrl: simulator.url });
    const found = ['login logged_in', 'server server_found', 'identityCheck identity_check_off'];
    assert.deepEqual(inShort(await ask('test', account, { password: SERVER_PASSWORD })), found);
    assert.deepEqual(inShort(await ask('test', account, { password: 'another' })), ['login auth_failed']);
    assert.deepEqual(inShort(await ask('test', account, {}, 'new')), ['login password_missing']);
    await red.deploy([onPremisesAccount({ baseUrl: `${simulator.url}/` })]);
    assert.deepEqual(inShort(await ask('test', account, {})), found);
    assert.deepEqual(inShort(await ask('test', { ...account, baseUrl: 'http://127.0.0.1:9' }, {})), [
      'login password_of_another_url',
    ]);
  });

  it('says whether the simulator runs', async () => {
    await red.deploy([simulatorAccount()]);
    const trial = await ask('test', typed({ api: 'simulator' }), {});
    assert.deepEqual(inShort(trial), ['simulator simulator_runs', 'identityCheck identity_check_on']);
    assert.match(trial.findings[0]?.details?.number ?? '', /^1555\d{7}$/);
    assert.deepEqual(inShort(await ask('test', typed({ api: 'simulator' }), {}, 'new')), [
      'simulator simulator_not_deployed',
    ]);
  });

  it('takes nothing but what the dialog sends, and nothing from pages of other sites', async () => {
    const url = `${red.url}/whatsapp-account/account/connection`;
    const json = { 'content-type': 'application/json' };
    const body = JSON.stringify({ operation: 'subscribe', account: typed(), secrets: { accessToken: ACCESS_TOKEN } });
    const calls = simulator.timeline.entries.length;
    for (const [status, init] of [
      [403, { headers: { ...json, 'sec-fetch-site': 'cross-site' }, body }],
      [403, { headers: { ...json, origin: 'https://example.com' }, body }],
      [415, { headers: { 'content-type': 'text/plain' }, body }],
      [415, { headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'operation=subscribe' }],
      [400, { headers: json, body: JSON.stringify({ operation: 'toString', account: {}, secrets: {} }) }],
      [400, { headers: json, body: '[]' }],
    ] as const) {
      assert.equal((await fetch(url, { method: 'POST', ...init })).status, status, JSON.stringify(init.headers));
    }
    assert.equal((await fetch(url)).status, 404);
    assert.equal(simulator.timeline.entries.length, calls);
    for (const broken of [{ account: 7 }, { account: {}, secrets: [] }, { account: [], secrets: {} }]) {
      const answer = await fetch(url, {
        method: 'POST',
        headers: json,
        body: JSON.stringify({ operation: 'test', ...broken }),
      });
      assert.equal(((await answer.json()) as Trial).findings[0]?.code, 'request_invalid');
    }
    assert.deepEqual(inShort(await ask('test', { api: 'cloud', baseUrl: 5, wabaId: {} }, {}, 'new')), [
      'accessToken access_token_missing',
    ]);
  });

  it('tells no secret, to nobody', async () => {
    const graph = await startGraph();
    try {
      graph.next(
        refuse(190, { message: `Bad token ${ACCESS_TOKEN}`, error_user_msg: ACCESS_TOKEN }),
        (request, response) => void response.writeHead(502).end(JSON.stringify(request.headers)),
        (request, response) =>
          void response.writeHead(400).end(JSON.stringify({ error: { code: 100, message: request.path } })),
      );
      for (let round = 0; round < 3; round += 1) await ask('test', typed({ baseUrl: graph.url, wabaId: '' }));
      await ask('test', typed({ baseUrl: `http://user:${ACCESS_TOKEN}@127.0.0.1/` }));
      await ask('test', typed(), { accessToken: `${ACCESS_TOKEN} ${VERIFY_TOKEN}`, appSecret: APP_SECRET });
    } finally {
      await graph.close();
    }
    const said = `${answers.join('\n')}\n${red.everything()}`;
    for (const secret of ALL_SECRETS) assert.ok(!said.includes(secret), 'a secret was told');
    assert.ok(said.includes('auth_failed'));
  });
});
