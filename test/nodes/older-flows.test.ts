import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { sampleNodes } from '../browser/sample-flow';
import type { FlowNode } from '../harness/flow';
import { type Runtime, startRuntime } from '../harness/runtime';
import { deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { PATH } from './support/parts';
import { ANA, write } from './support/simulated';
import { untilStatus } from './support/until-status';

const samples = sampleNodes();

/** What is enough for a node to do what it does by default. */
const MESSAGES: Readonly<Record<string, object>> = {
  'whatsapp-send-with-hash': { payload: 'hello', to: ANA },
  'whatsapp-identity-ack': { to: ANA },
  'whatsapp-contacts-validate': { payload: [ANA] },
  'whatsapp-set-identity-check': {},
  'whatsapp-verify-number': {},
  'whatsapp-number-info': {},
  'whatsapp-media': { mediaId: '1234' },
};

describe('flows that were saved before a property was there', () => {
  let red: Runtime;
  let stage: NumberStage;
  before(async () => {
    red = await startRuntime();
    stage = await startNumberStage(red);
    stage.simulator.world.addCustomer({ phone: ANA, name: 'Ana' });
  });
  after(async () => {
    await red.stop();
    await stage.close();
  });

  it('are tested for every node type that has an input', () => {
    const types = samples.filter(({ isConfig, type }) => !isConfig && type !== 'whatsapp-webhook-in');
    assert.deepEqual(types.map(({ type }) => type).sort(), Object.keys(MESSAGES).sort());
  });

  /** What comes of a node's message: what it sends, or why it fails. */
  const outcome = async (type: string, config: Partial<FlowNode>): Promise<object> => {
    await stage.deploy(type, { wires: [['out'], ['out'], ['out']], ...config });
    const { error } = await red.process('node', { ...MESSAGES[type] });
    if (error) {
      const [caught] = await red.waitFor<CaughtMessage>('caught');
      return { code: caught?.error.code };
    }
    const [{ topic, payload }] = (await red.waitFor<FlowMessage>('out')) as [FlowMessage];
    return { topic, payload: Object.keys(payload as object) };
  };

  for (const [type, message] of Object.entries(MESSAGES)) {
    it(`${type} does without any what it does with all defaults of its dialog`, async () => {
      const sample = samples.find((other) => other.type === type) ?? assert.fail(`no ${type}`);
      const { id: _id, account: _account, wires: _wires, type: _type, ...defaults } = sample.flow;
      assert.ok(Object.keys(defaults).length > 1, 'no defaults');
      const bare = await outcome(type, {});
      assert.deepEqual(await outcome(type, defaults), bare, JSON.stringify(message));
    });
  }

  it('whatsapp-webhook-in listens where its dialog says, and gives everything out', async () => {
    const wires = [['messages'], ['statuses'], ['changes'], ['events']];
    await red.deploy([
      { id: 'bare', type: 'whatsapp-account' },
      { id: 'in', type: 'whatsapp-webhook-in', account: 'bare', wires },
    ]);
    await untilStatus(red, 'in', /simulator · waiting/);
    assert.equal((await deliver(red, { entry: [] }, { secret: 'wrong', path: PATH })).status, 401);
    const { account } = red.node('bare') as AccountNode;
    await write(ANA, 'hello', account?.settings.phoneNumberId ?? assert.fail('no number'));
    const [message] = await red.waitFor<FlowMessage>('messages');
    assert.equal(message?.payload, 'hello');
  });

  it('a store without any keeps on disk, and an account without any is simulated', async () => {
    await red.deploy([
      { id: 'kept', type: 'whatsapp-store' },
      { id: 'bare', type: 'whatsapp-account', store: 'kept' },
    ]);
    const { account } = red.node('bare') as AccountNode;
    assert.deepEqual([account?.settings.api, account?.store.engine], ['simulator', 'disk']);
  });
});
