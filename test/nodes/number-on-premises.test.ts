import assert from 'node:assert/strict';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { type Runtime, startRuntime } from '../harness/runtime';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { catchAll, onPremisesAccount } from './support/parts';

const API_KEY = 'apiKeyOfTheTests5521';

describe('nodes of the business number on the On-Premises API', () => {
  let red: Runtime;
  let simulator: Simulator;
  before(async () => {
    red = await startRuntime();
    simulator = createSimulator();
    await simulator.start();
    simulator.world.addNumber({ api: 'on-premises', apiKey: API_KEY });
    const account = onPremisesAccount({ baseUrl: simulator.url, auth: 'apiKey', credentials: { apiKey: API_KEY } });
    const nodes = ['whatsapp-set-identity-check', 'whatsapp-number-info', 'whatsapp-verify-number'].map((type) => ({
      id: type,
      type,
      account: 'account',
      wires: [['out']],
    }));
    await red.deploy([account, ...nodes, catchAll()]);
  });
  after(async () => {
    await red.stop();
    await simulator.close();
  });
  beforeEach(() => red.clear());

  it('turn security notifications on and off, and read them', async () => {
    const orders: [object, string, boolean][] = [
      [{ enabled: true }, 'enabled', true],
      [{ operation: 'read' }, 'enabled', true],
      [{ enabled: false }, 'disabled', false],
      [{ operation: 'read' }, 'disabled', false],
    ];
    for (const [index, [msg, topic, identityCheck]] of orders.entries()) {
      const { error } = await red.process('whatsapp-set-identity-check', { ...msg });
      assert.equal(error, undefined);
      const out = (await red.waitFor<FlowMessage>('out', index + 1))[index];
      // No level matters here, and none can be read.
      assert.deepEqual([out?.topic, out?.payload], [topic, { success: true, identityCheck }]);
    }
    assert.deepEqual(red.logs('whatsapp-set-identity-check'), []);
  });

  const LACKING: [string, object][] = [
    ['whatsapp-number-info', { operation: 'number' }],
    ['whatsapp-number-info', { operation: 'list' }],
    ['whatsapp-verify-number', { operation: 'status' }],
    ['whatsapp-verify-number', { operation: 'requestCode' }],
    ['whatsapp-verify-number', { operation: 'verifyCode', code: '123-830' }],
    ['whatsapp-verify-number', { operation: 'register', pin: '212834' }],
    ['whatsapp-verify-number', { operation: 'deregister' }],
    ['whatsapp-verify-number', { operation: 'setTwoStepPin', pin: '212834' }],
  ];
  for (const [type, msg] of LACKING) {
    it(`name the API that has it, and another way: ${type} ${JSON.stringify(msg)}`, async () => {
      // Each time: what is not possible uses no attempt up.
      for (const time of [1, 2]) {
        await red.process(type, { ...msg });
        const caught = (await red.waitFor<CaughtMessage>('caught', time))[time - 1];
        assert.deepEqual([caught?.error.code, caught?.error.cause?.retryable], ['not_supported', false]);
        assert.match(
          caught?.error.message ?? '',
          /not possible with the On-Premises API; what has it is the Cloud API/,
        );
        assert.match(caught?.error.cause?.advice ?? '', /installation|WhatsApp Manager|Move the number/);
      }
      assert.doesNotMatch(red.everything(), /123-?830|212834|apiKeyOfTheTests/);
    });
  }
});
