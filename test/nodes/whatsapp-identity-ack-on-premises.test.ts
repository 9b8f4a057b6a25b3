import assert from 'node:assert/strict';
import type { Customer } from '../../src/simulator/world/customer';
import { type Runtime, startRuntime } from '../harness/runtime';
import type { CaughtMessage, ChangeMessage, FlowMessage } from './support/flow-message';
import { catchAll, sendNode } from './support/parts';
import { type ServerStage, startServerStage } from './support/server-stage';

interface Entry extends FlowMessage {
  payload: { state: string; hash: string | null; changeId: string; acknowledged?: boolean; [member: string]: unknown };
}

const ACK = {
  id: 'ack',
  type: 'whatsapp-identity-ack',
  account: 'account',
  held: 'send',
  wires: [['result'], ['handed']],
};

describe('whatsapp-identity-ack on the On-Premises API', () => {
  let red: Runtime;
  let stage: ServerStage;
  let customer: Customer;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());
  beforeEach(async () => {
    stage = await startServerStage(red);
    await stage.deploy(sendNode(), ACK, catchAll());
    red.clear();
    customer = stage.newCustomer();
  });
  afterEach(() => stage.close());

  const to = (): string => `+${customer.waId}`;
  const identities = () => stage.number.onPremises?.identities.of(customer, Date.now());

  /** The customer writes, and gets another device; gives what the flow hears of that. */
  const change = async (): Promise<ChangeMessage> => {
    customer.write('hello', stage.number.phoneNumberId);
    await red.waitFor('messages');
    customer.newDevice();
    const [told] = await red.waitFor<ChangeMessage>('changes');
    assert.ok(told);
    stage.calls();
    return told;
  };

  const acknowledge = async (msg: object): Promise<{ result?: Entry; code?: string }> => {
    const count = red.received('result').length;
    const { error } = await red.process('ack', { to: to(), ...msg });
    if (error) return { code: (error as { code: string }).code };
    const result = (await red.waitFor<Entry>('result', count + 1))[count];
    return result === undefined ? {} : { result };
  };

  const lookUp = async (): Promise<Entry['payload'] | undefined> =>
    (await acknowledge({ operation: 'lookUp' })).result?.payload;

  const methods = (): string[] => stage.calls().map(({ method, path }) => `${method} ${path.split('/').at(-1)}`);

  it('tells the server as well, and then sends what was held', async () => {
    const { payload: told } = await change();
    await red.process('send', { to: to(), payload: 'private' });
    assert.equal((await red.waitFor<FlowMessage>('held'))[0]?.topic, 'identity_changed');
    const { result } = await acknowledge({ changeId: told.changeId });
    assert.deepEqual(
      [
        result?.topic,
        result?.payload.state,
        result?.payload.hash,
        result?.payload.acknowledged,
        result?.payload.released,
      ],
      ['acknowledged', 'trusted', customer.identityHash, true, 1],
    );
    assert.equal(typeof result?.payload.created_timestamp, 'number');
    const made = methods();
    assert.deepEqual(made.slice(0, 3), ['GET identity', 'PUT identity', 'GET identity']);
    await red.waitFor('accepted');
    assert.equal(customer.inbox.length, 1);
  });

  for (const emptyAnswer of ['null', 'object', 'nothing'] as const) {
    it(`takes ${emptyAnswer === 'nothing' ? 'no body' : emptyAnswer} for success`, async () => {
      stage.simulator.world.rules.emptyAnswer = emptyAnswer;
      const { payload: told } = await change();
      assert.equal((await acknowledge({ changeId: told.changeId })).result?.payload.state, 'trusted');
      assert.equal(identities()?.acknowledged, true);
    });
  }

  it('ends when the identity changes a second time between GET and PUT: nobody approved that one', async () => {
    const { payload: told } = await change();
    const acknowledging = acknowledge({ changeId: told.changeId });
    await stage.holdAnswerTo('GET');
    customer.newDevice();
    stage.gate.open();
    assert.deepEqual(await acknowledging, { code: 'identity_changed_again' });
    assert.deepEqual(methods(), ['GET identity', 'PUT identity', 'GET identity']);
    assert.equal(identities()?.acknowledged, false);
    const known = await lookUp();
    assert.deepEqual([known?.state, known?.hash], ['changed', customer.identityHash]);
    const [caught] = await red.waitFor<CaughtMessage>('caught');
    assert.equal(caught?.error.code, 'identity_changed_again');
    // The new one can be approved, once the person has been authenticated again.
    assert.equal((await acknowledge({ changeId: known?.changeId })).result?.payload.state, 'trusted');
    assert.equal(identities()?.acknowledged, true);
  });

  it('ends so too when no webhook tells of the second change', async () => {
    const { payload: told } = await change();
    await stage.simulator.world.setWebhook(stage.number.phoneNumberId, null);
    customer.newDevice();
    assert.deepEqual(await acknowledge({ changeId: told.changeId }), { code: 'identity_changed_again' });
    assert.deepEqual(methods(), ['GET identity']);
    const known = await lookUp();
    assert.deepEqual([known?.state, known?.hash], ['changed', customer.identityHash]);
    assert.equal((await red.waitFor<ChangeMessage>('changes', 2))[1]?.payload.hash, customer.identityHash);
  });

  it('finds out by GET what was acknowledged, when the answer to the PUT never came', async () => {
    const { payload: told } = await change();
    const acknowledging = acknowledge({ changeId: told.changeId });
    await stage.holdAnswerTo('PUT');
    // The account closes its connections; the server has done what was asked.
    await stage.deploy(sendNode(), ACK, catchAll());
    assert.ok((await acknowledging).code);
    stage.gate.open();
    assert.equal(identities()?.acknowledged, true);
    assert.equal((await lookUp())?.state, 'changed');
    stage.calls();
    assert.equal((await acknowledge({ changeId: told.changeId })).result?.payload.state, 'trusted');
    assert.deepEqual(methods(), ['GET identity']);
  });

  it('changes nothing when the server fails', async () => {
    const { payload: told } = await change();
    stage.simulator.faults.onPremisesError = { code: 1011, times: 1, path: 'identity' };
    const { code } = await acknowledge({ changeId: told.changeId });
    assert.equal(code, 'temporary_platform_error');
    assert.equal((await lookUp())?.state, 'changed');
    assert.equal(identities()?.acknowledged, false);
  });

  it('holds a message that the server blocks with 480', async () => {
    customer.write('hello', stage.number.phoneNumberId);
    await red.waitFor('messages');
    // The webhook of the change is lost: only the refusal tells.
    const { webhookUrl = '' } = stage.number;
    await stage.simulator.world.setWebhook(stage.number.phoneNumberId, null);
    customer.newDevice();
    await stage.simulator.idle();
    await stage.simulator.world.setWebhook(stage.number.phoneNumberId, webhookUrl);
    await red.process('send', { to: to(), payload: 'private' });
    const [held] = await red.waitFor<FlowMessage>('held');
    assert.equal(held?.topic, 'identity_changed');
    assert.deepEqual(customer.inbox, []);
    const [told] = await red.waitFor<ChangeMessage>('changes');
    // The refusal named no hash. What the server names is learned first, and approved by its name.
    const first = await acknowledge({ changeId: told?.payload.changeId });
    const changeId = first.code === undefined ? undefined : (await lookUp())?.changeId;
    const { result } = first.result === undefined ? await acknowledge({ changeId }) : first;
    assert.equal(result?.payload.state, 'trusted');
    await red.waitFor('accepted');
    assert.equal(customer.inbox.length, 1);
  });
});
