import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage, ChangeMessage, FlowMessage } from './support/flow-message';
import { catchAll, PATH, webhookIn } from './support/parts';
import { PATH_SECRET, WEBHOOK_PASSWORD } from './support/secrets';
import { aSelfHosted, post } from './support/self-hosted';
import { untilStatus } from './support/until-status';

const basic = (login: string): string => `Basic ${Buffer.from(login).toString('base64')}`;

describe('whatsapp-webhook-in on the On-Premises API', () => {
  let red: Runtime;
  let server: ReturnType<typeof aSelfHosted>;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(() => {
    server = aSelfHosted();
    red.clear();
  });

  const answerTo = async (answer: Promise<Response>): Promise<string> => {
    const { status } = await answer;
    return String(status);
  };

  describe('at a secret address', () => {
    beforeEach(() => red.deploy([server.account(), webhookIn(), catchAll()]));

    it('takes unsigned webhooks, each event on its output', async () => {
      assert.equal(await answerTo(post(red, server.text('hello'))), '200');
      assert.equal(await answerTo(post(red, server.status())), '200');
      const results = { contacts: [{ input: '+49 151 1', status: 'valid', wa_id: '491511' }] };
      assert.equal(await answerTo(post(red, results)), '200');
      const [message] = await red.waitFor<FlowMessage>('messages');
      assert.deepEqual([message?.topic, message?.payload], ['text', 'hello']);
      assert.equal(message?.whatsapp.customer?.phone, server.phone);
      assert.equal((await red.waitFor<FlowMessage>('statuses'))[0]?.topic, 'delivered');
      const [event] = await red.waitFor<FlowMessage>('events');
      assert.deepEqual([event?.topic, event?.payload], ['contacts', results.contacts]);
      await untilStatus(red, 'in', /^3 received$/);
    });

    it('learns identities of their own kind, and tells when one changes', async () => {
      await post(red, server.text('hello', { identity: { hash: 'a=', created_timestamp: 1, acknowledged: true } }));
      await post(red, server.changed('b='));
      const [change] = await red.waitFor<ChangeMessage>('changes');
      assert.deepEqual(
        [change?.topic, change?.payload.previousHash, change?.payload.hash],
        ['identity_changed', 'a=', 'b='],
      );
      assert.equal(change?.whatsapp.phoneNumberId, undefined);
      const { account } = red.node('account') as unknown as {
        account: { store: never; scope: { kind: string; number: string } };
      };
      assert.deepEqual(account.scope, {
        kind: 'identity',
        number: `on-premises:${server.displayNumber.slice(1)}`,
      });
    });

    it('takes a status of 480 for a change', async () => {
      await post(red, server.text('hello', { identity: { hash: 'a=', created_timestamp: 1, acknowledged: true } }));
      await post(
        red,
        server.status({ status: 'failed', timestamp: '1760000900', errors: [{ code: 480, title: 'Identity' }] }),
      );
      const [change] = await red.waitFor<ChangeMessage>('changes');
      assert.deepEqual([change?.topic, change?.payload.previousHash], ['hash_mismatch', 'a=']);
      const [failed] = await red.waitFor<FlowMessage>('statuses');
      assert.equal(failed?.whatsapp.identity?.state, 'changed');
    });

    const WRONG: [string, string][] = [
      ['the bare path', PATH],
      ['another secret', `${PATH}/${PATH_SECRET.slice(0, -1)}x`],
      ['a secret that is only begun', `${PATH}/${PATH_SECRET.slice(0, 10)}`],
      ['an empty one', `${PATH}/`],
    ];
    for (const [what, path] of WRONG) {
      it(`refuses ${what}, counts it and says what to do`, async () => {
        const answer = await post(red, server.text('forged'), { path });
        assert.deepEqual([answer.status, await answer.text()], [401, 'The address is wrong.']);
        const [caught] = await red.waitFor<CaughtMessage>('caught');
        assert.equal(caught?.error.code, 'path_secret_wrong');
        await untilStatus(red, 'in', /^401 wrong address \(1\)$/);
        assert.deepEqual(red.received('messages'), []);
      });
    }

    it('takes nothing that is too large, and no address with more parts', async () => {
      const large = { ...server.text('x'), padding: 'x'.repeat(3 * 1_048_576) };
      assert.equal(await answerTo(post(red, large)), '413');
      assert.equal(await answerTo(post(red, server.text('x'), { path: `${PATH}/${PATH_SECRET}/more` })), '404');
      assert.equal(await answerTo(post(red, 'no JSON')), '400');
    });

    it('answers no handshake: its API knows none', async () => {
      const query = '?hub.mode=subscribe&hub.challenge=1&hub.verify_token=';
      assert.equal(await answerTo(fetch(`${red.url}${PATH}/${PATH_SECRET}${query}x`)), '400');
      assert.equal(await answerTo(fetch(`${red.url}${PATH}${query}x`)), '403');
    });

    it('leaves webhooks of the Cloud API to their own accounts', async () => {
      assert.equal(await answerTo(post(red, aBusiness().text('not mine'))), '200');
      await untilStatus(red, 'in', /1 of other numbers/);
      assert.deepEqual(red.received('messages'), []);
    });

    it('never tells its secret', async () => {
      await post(red, server.text('hello'));
      await post(red, server.text('forged'), { path: `${PATH}/wrong` });
      await red.waitFor('caught');
      assert.ok(!red.everything().includes(PATH_SECRET));
    });
  });

  describe('with user name and password', () => {
    const account = () =>
      server.account({
        webhookProtection: 'basicAuth',
        webhookUser: 'hook',
        credentials: { webhookPassword: WEBHOOK_PASSWORD },
      });
    beforeEach(() => red.deploy([account(), webhookIn(), catchAll()]));

    it('takes what comes with both', async () => {
      const headers = { authorization: basic(`hook:${WEBHOOK_PASSWORD}`) };
      assert.equal(await answerTo(post(red, server.text('hello'), { path: PATH, headers })), '200');
      await red.waitFor('messages');
    });

    for (const authorization of ['', basic('hook:wrong'), basic(`other:${WEBHOOK_PASSWORD}`), 'Bearer x', 'Basic ']) {
      it(`refuses what comes with ${authorization === '' ? 'neither' : `"${authorization.slice(0, 16)}"`}`, async () => {
        const headers = authorization === '' ? {} : { authorization };
        const answer = await post(red, server.text('forged'), {
          path: PATH,
          headers: headers as Record<string, string>,
        });
        assert.deepEqual([answer.status, answer.headers.get('www-authenticate')], [401, 'Basic realm="webhook"']);
        const [caught] = await red.waitFor<CaughtMessage>('caught');
        assert.equal(caught?.error.code, 'basic_auth_wrong');
      });
    }
  });

  describe('without protection', () => {
    const CASES: [string, object][] = [
      ['no secret part', { credentials: { webhookSecret: '' } }],
      ['no password', { webhookProtection: 'basicAuth', webhookUser: 'hook', credentials: { webhookPassword: '' } }],
      ['a protection that nobody knows', { webhookProtection: 'hope' }],
    ];
    for (const [what, config] of CASES) {
      it(`refuses everything with 503: ${what}`, async () => {
        await red.deploy([server.account(config), webhookIn(), catchAll()]);
        await untilStatus(red, 'in', /^no protection$/);
        assert.equal(await answerTo(post(red, server.text('x'), { path: PATH })), '503');
        const [caught] = await red.waitFor<CaughtMessage>('caught');
        assert.equal(caught?.error.code, 'no_webhook_protection');
        assert.deepEqual(red.received('messages'), []);
      });
    }

    it('does not work with a secret part that could be guessed', async () => {
      await red.deploy([server.account({ credentials: { webhookSecret: 'short' } }), webhookIn()]);
      await untilStatus(red, 'in', /^account not usable$/);
      assert.ok(red.logs('account').some(({ text }) => text.includes('too short')));
    });
  });

  describe('on a path that a Cloud account shares', () => {
    const shop = aBusiness();
    beforeEach(async () => {
      const cloud = webhookIn({ id: 'in-cloud', account: 'neighbour', wires: [['cloud-messages'], [], [], []] });
      await red.deploy([server.account(), webhookIn(), shop.account({ id: 'neighbour' }), cloud, catchAll()]);
    });

    it('gives each account its own', async () => {
      assert.equal(await answerTo(post(red, server.text('self-hosted'))), '200');
      assert.equal(await answerTo(deliver(red, shop.text('cloud'))), '200');
      const [own] = await red.waitFor<FlowMessage>('messages');
      const [other] = await red.waitFor<FlowMessage>('cloud-messages');
      assert.deepEqual([own?.payload, other?.payload], ['self-hosted', 'cloud']);
      assert.deepEqual([red.received('messages').length, red.received('cloud-messages').length], [1, 1]);
    });

    it('lets the signed account take nothing unsigned, whatever shows the other one’s secret', async () => {
      assert.equal(await answerTo(post(red, shop.text('unsigned'))), '200');
      assert.equal(await answerTo(post(red, shop.text('unsigned'), { path: PATH })), '401');
      await untilStatus(red, 'in', /wrong address/);
      assert.deepEqual(red.received('cloud-messages'), []);
    });

    it('lets a wrong signature not pass by the secret, nor the secret by a signature', async () => {
      assert.equal(await answerTo(deliver(red, server.text('signed'))), '200');
      assert.equal(await answerTo(deliver(red, server.text('signed'), { secret: 'wrong' })), '401');
      assert.equal(await answerTo(deliver(red, shop.text('signed'), { path: `${PATH}/wrong` })), '401');
      await untilStatus(red, 'in', /wrong/);
      assert.deepEqual(red.received('messages'), []);
    });
  });
});
