import assert from 'node:assert/strict';
import { type Collector, startCollector } from '../harness/collector';
import type { FlowNode } from '../harness/flow';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { catchAll } from '../nodes/support/parts';
import { type ServerStage, startServerStage } from '../nodes/support/server-stage';

/** What is posted to `/ask` becomes a message to identity-ack. */
const ASKING: FlowNode[] = [
  { id: 'ask-in', type: 'http in', url: '/ask', method: 'post', wires: [['ask-do']] },
  {
    id: 'ask-do',
    type: 'function',
    outputs: 2,
    func: 'return [{ ...msg.payload }, { req: msg.req, res: msg.res }];',
    wires: [['ack'], ['ask-answer']],
  },
  { id: 'ask-answer', type: 'http response', statusCode: '202', wires: [] },
  { id: 'ack', type: 'whatsapp-identity-ack', account: 'account', held: 'send', wires: [['result'], []] },
];

describe('an acknowledgement on the On-Premises API', function () {
  this.timeout(60_000);
  let userDirectory: TempDir;
  let collector: Collector;
  let red: NodeRedProcess;
  let stage: ServerStage;
  beforeEach(async () => {
    userDirectory = tempDir('node-red');
    collector = await startCollector();
    red = await startNodeRed({ userDirectory: userDirectory.path, collector });
    stage = await startServerStage(red);
    await stage.deploy(...ASKING, catchAll());
  });
  afterEach(async () => {
    await red.stop();
    await stage.close();
    await collector.close();
    userDirectory.remove();
  });

  const ask = async (body: object): Promise<void> => {
    const answer = await fetch(`${red.url}/ask`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    assert.equal(answer.status, 202);
  };

  it('survives a power cut between the PUT and its record: a GET finds out', async () => {
    const customer = stage.newCustomer();
    customer.write('hello', stage.number.phoneNumberId);
    await collector.waitFor(({ path }) => path === 'messages');
    customer.newDevice();
    const { body: change } = await collector.waitFor(({ path }) => path === 'changes');
    const { changeId } = change.payload as { changeId: string };
    const acknowledgement = { to: `+${customer.waId}`, changeId };

    await ask(acknowledgement);
    await stage.holdAnswerTo('PUT');
    await red.kill();
    stage.gate.open();
    const identity = stage.number.onPremises?.identities.of(customer, Date.now());
    assert.equal(identity?.acknowledged, true);

    stage.calls();
    red = await startNodeRed({ userDirectory: userDirectory.path, collector });
    await ask({ ...acknowledgement, operation: 'lookUp' });
    const known = await collector.waitFor(({ path, body }) => path === 'result' && body.topic === 'found');
    assert.equal((known.body.payload as { state: string }).state, 'changed');

    await ask(acknowledgement);
    const result = await collector.waitFor(({ path, body }) => path === 'result' && body.topic === 'acknowledged');
    assert.equal((result.body.payload as { state: string }).state, 'trusted');
    assert.deepEqual(
      stage.calls().map(({ method }) => method),
      ['GET'],
    );
  });
});
