import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { CA, certificateOf } from '../fixtures/certificates';
import type { FlowNode } from '../harness/flow';
import { freePort } from '../harness/free-port';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import type { CaughtMessage } from './support/flow-message';
import { catchAll, PATH, simulatorAccount, webhookIn } from './support/parts';
import { aSelfHosted } from './support/self-hosted';
import { ANA, write } from './support/simulated';
import { postOverTls } from './support/tls-request';
import { untilStatus } from './support/until-status';

const { cert: certdata, key: keydata } = certificateOf('server');

const tlsConfig = (credentials: object = {}): FlowNode => ({
  id: 'tls',
  type: 'tls-config',
  name: '',
  cert: '',
  key: '',
  ca: '',
  credentials: { certdata, keydata, cadata: CA, ...credentials },
});

describe('TLS on a port of its own for whatsapp-webhook-in', () => {
  let red: Runtime;
  let shop: Business;
  let port: number;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    shop = aBusiness();
    port = await freePort();
    red.clear();
  });
  afterEach(() => red.deploy([]));

  const own = (more: object = {}) => webhookIn({ listener: 'own', address: '127.0.0.1', port, tls: 'tls', ...more });
  const mutual = (more: object = {}) => own({ mutualTls: true, ...more });

  it('shows the certificate of the TLS configuration', async () => {
    await red.deploy([tlsConfig(), shop.account(), own()]);
    await untilStatus(red, 'in', /^waiting$/);
    assert.equal((await postOverTls(port, shop.text('hello'))).status, 200);
    await red.waitFor('messages');
  });

  it('is checked by the simulator’s webhooks too, which find it', async () => {
    const account = simulatorAccount({ id: `simulated-${shop.phoneNumberId}` });
    await red.deploy([tlsConfig(), account, own({ account: account.id })]);
    const { account: running } = red.node(account.id) as AccountNode;
    await write(ANA, 'over TLS', running?.settings.phoneNumberId ?? assert.fail('no number'));
    await red.waitFor('messages');
  });

  it('takes the platform’s client certificate', async () => {
    await red.deploy([tlsConfig(), shop.account(), mutual()]);
    await untilStatus(red, 'in', /^waiting$/);
    const certificate = certificateOf('platform');
    assert.equal((await postOverTls(port, shop.text('hello'), { certificate })).status, 200);
    await red.waitFor('messages');
    assert.equal((await postOverTls(port, shop.text('unsigned'), { certificate, signed: false })).status, 401);
  });

  const STRANGERS = [
    ['none', undefined, 'client_certificate_missing', /^403 no certificate \(1\)$/],
    ['one of the same CA for another name', 'neighbour', 'client_certificate_name', /^403 wrong cert name \(1\)$/],
    ['one of another CA in its name', 'impostor', 'client_certificate_untrusted', /^403 untrusted cert \(1\)$/],
  ] as const;
  for (const [what, holder, code, status] of STRANGERS) {
    it(`refuses ${what}, signed or not, and says why`, async () => {
      await red.deploy([tlsConfig(), shop.account(), mutual(), catchAll()]);
      await untilStatus(red, 'in', /^waiting$/);
      const options = holder === undefined ? {} : { certificate: certificateOf(holder) };
      assert.equal((await postOverTls(port, shop.text('forged'), options)).status, 403);
      await untilStatus(red, 'in', status);
      assert.equal((await red.waitFor<CaughtMessage>('caught'))[0]?.error.code, code);
      const query = '?hub.mode=subscribe&hub.verify_token=x&hub.challenge=1';
      assert.equal((await postOverTls(port, {}, { ...options, method: 'GET', path: PATH + query })).status, 403);
      assert.equal((await postOverTls(port, {}, { ...options, path: '/elsewhere' })).status, 404);
      assert.deepEqual(red.received('messages'), []);
    });
  }

  it('lets no resumed session in without a certificate, whatever name is asked for', async () => {
    for (const clientName of [undefined, '']) {
      await red.deploy([tlsConfig(), shop.account(), mutual({ clientName })]);
      await untilStatus(red, 'in', /^waiting$/);
      const first = await postOverTls(port, shop.text('first'));
      const second = await postOverTls(port, shop.text('second'), { session: first.session });
      assert.deepEqual([first.status, second.status, second.wasResumed], [403, 403, true]);
    }
  });

  it('takes any name that the CA has signed where none is asked for', async () => {
    await red.deploy([tlsConfig(), shop.account(), mutual({ clientName: '' })]);
    await untilStatus(red, 'in', /^waiting$/);
    const by = (holder: 'neighbour' | 'impostor') =>
      postOverTls(port, shop.text('hello'), { certificate: certificateOf(holder) });
    assert.deepEqual([(await by('neighbour')).status, (await by('impostor')).status], [200, 403]);
  });

  it('protects unsigned webhooks of the On-Premises API', async () => {
    const server = aSelfHosted();
    const account = server.account({ webhookProtection: 'mutualTls' });
    await red.deploy([tlsConfig(), account, mutual({ clientName: 'client.example.com' })]);
    await untilStatus(red, 'in', /^waiting$/);
    const unsigned = { signed: false };
    const certificate = certificateOf('neighbour');
    assert.equal((await postOverTls(port, server.text('hello'), { ...unsigned, certificate })).status, 200);
    await red.waitFor('messages');
    assert.equal((await postOverTls(port, server.text('forged'), unsigned)).status, 403);
  });

  it('is all that protects them: without it, what asks for a certificate takes nothing', async () => {
    const server = aSelfHosted();
    await red.deploy([tlsConfig(), server.account({ webhookProtection: 'mutualTls' }), own()]);
    await untilStatus(red, 'in', /^waiting$/);
    const shown = { signed: false, certificate: certificateOf('platform') };
    assert.equal((await postOverTls(port, server.text('forged'), shown)).status, 403);
    assert.deepEqual(red.received('messages'), []);
  });

  const FAULTS: [string, FlowNode[], object, RegExp][] = [
    ['a TLS configuration that is gone', [], {}, /does not exist/],
    ['no certificate', [tlsConfig({ certdata: '', keydata: '' })], {}, /no certificate and private key/],
    ['what is no certificate', [tlsConfig({ certdata: 'x', keydata: 'y' })], {}, /cannot be used/],
    ['mutual TLS without TLS', [], { tls: '', mutualTls: true }, /does not exist/],
    ['mutual TLS without a CA', [tlsConfig({ cadata: '' })], { mutualTls: true }, /no CA to check them with/],
  ];
  for (const [what, nodes, config, message] of FAULTS) {
    it(`does not open with ${what}`, async () => {
      await red.deploy([...nodes, shop.account(), own(config)]);
      await untilStatus(red, 'in', /^TLS not usable$/);
      assert.ok(
        red.logs('in').some(({ text }) => message.test(text)),
        JSON.stringify(red.logs('in')),
      );
      await assert.rejects(postOverTls(port, shop.text('hello')));
      assert.ok(!red.everything().includes(keydata.split('\n')[1] ?? ''));
    });
  }
});
