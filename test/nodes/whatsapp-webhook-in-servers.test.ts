import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { certificateOf } from '../fixtures/certificates';
import type { FlowNode } from '../harness/flow';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness } from './support/business';
import { deliver } from './support/deliver';
import { simulatorAccount, webhookIn } from './support/parts';
import { ANA, write } from './support/simulated';
import { postOverTls } from './support/tls-request';

const form: FlowNode[] = [
  { id: 'form', type: 'http in', url: '/form', method: 'post', wires: [['form-answer']] },
  { id: 'form-answer', type: 'http response', statusCode: '202', wires: [] },
];

describe('whatsapp-webhook-in on Node-RED’s own server', () => {
  let red: Runtime | undefined;
  const start = async (settings: Record<string, unknown>): Promise<Runtime> => {
    red = await startRuntime(settings);
    return red;
  };
  afterEach(async () => {
    await red?.stop();
    red = undefined;
  });

  it('is served where that speaks HTTPS, found by the simulator, and gone without a trace', async () => {
    const running = await start({ https: certificateOf('server') });
    const untouched = running.server.listeners('request');
    const shop = aBusiness();
    const simulated = simulatorAccount({ id: `simulated-${shop.phoneNumberId}` });
    const second = webhookIn({ id: 'in2', account: simulated.id, path: '/second', wires: [['m2'], [], [], []] });
    for (let count = 0; count < 3; count += 1) {
      await running.deploy([shop.account(), simulated, webhookIn(), second, ...form]);
    }
    const port = Number(new URL(running.url).port);
    assert.equal((await postOverTls(port, shop.text('over HTTPS'))).status, 200);
    await running.waitFor('messages');
    const { account } = running.node(simulated.id) as AccountNode;
    await write(ANA, 'hello', account?.settings.phoneNumberId ?? assert.fail('no number'));
    await running.waitFor('m2');
    assert.equal((await postOverTls(port, {}, { path: '/form' })).status, 202);
    assert.equal(running.server.listenerCount('request'), untouched.length);
    await running.deploy(form);
    assert.deepEqual(running.server.listeners('request'), untouched);
    assert.equal((await postOverTls(port, shop.text('gone'))).status, 404);
  });

  it('is out of reach for httpNodeMiddleware, which guards everything else as before', async () => {
    const guard: RequestListener = (_request, response) => {
      response.writeHead(418);
      response.end();
    };
    const running = await start({ httpNodeMiddleware: guard });
    const shop = aBusiness();
    await running.deploy([shop.account(), webhookIn(), ...form]);
    assert.equal((await deliver(running, shop.text('past the middleware'))).status, 200);
    await running.waitFor('messages');
    assert.equal((await fetch(`${running.url}/form`, { method: 'POST' })).status, 418);
  });

  it('is below httpNodeRoot, however that is written, and away from httpAdminRoot', async () => {
    for (const httpNodeRoot of ['/flows', 'flows/', '/flows/']) {
      const running = await start({ httpNodeRoot, httpAdminRoot: '/admin' });
      const shop = aBusiness();
      await running.deploy([shop.account(), webhookIn({ path: '/hook' })]);
      assert.equal((await deliver(running, shop.text('below'), { path: '/flows/hook' })).status, 200);
      assert.equal((await deliver(running, shop.text('beside'), { path: '/hook' })).status, 404);
      assert.equal((await fetch(`${running.url}/admin/whatsapp-webhook-in/in/figures`)).status, 200);
      await running.stop();
      red = undefined;
    }
  });
});
