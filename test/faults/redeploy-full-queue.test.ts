import assert from 'node:assert/strict';
import type { Customer } from '../../src/simulator/world/customer';
import { waitUntil } from '../harness/wait';
import { phone } from '../nodes/trust/platform';
import { type ProcessStage, startProcessStage } from './process-stage';

const CUSTOMERS = 16;
/** For each of them. */
const MESSAGES = 3;
const ALL = CUSTOMERS * MESSAGES;

describe('a queue of messages when the flow is deployed again', function () {
  this.timeout(90_000);
  let stage: ProcessStage;
  before(async () => {
    stage = await startProcessStage();
  });
  after(() => stage.close());

  /** So slowly that the queue is never empty before the last deployment. */
  const deploy = (name: string): Promise<void> =>
    stage.red.deploy(stage.flow.map((node) => (node.id === 'account' ? { ...node, name, messageRate: 12 } : node)));
  const told = (): number => stage.received('accepted').length + stage.received('failed').length;

  it('is sent all the same, each message once and in order, and its results leave the node of the new flow', async () => {
    await deploy('At first');
    const customers = Array.from(
      { length: CUSTOMERS },
      (_, i): Customer => stage.newCustomer({ name: `Customer ${i}` }),
    );
    for (let i = 0; i < MESSAGES; i += 1) for (const customer of customers) await stage.post(customer, String(i));
    for (const name of ['Once', 'Twice', 'Thrice']) {
      const before = told();
      await deploy(name);
      await waitUntil(() => told() > before + 2, { timeout: 30_000, what: () => `more than ${before}` });
    }
    await waitUntil(() => told() === ALL, { timeout: 60_000, what: () => `${told()} of ${ALL} are told of` });
    await stage.simulator.idle();
    const unknown = stage.received('failed').map(({ topic }) => topic);
    assert.ok(
      unknown.every((topic) => topic === 'unknown_outcome'),
      unknown.join(),
    );
    for (const customer of customers) {
      const texts = phone(customer).map((line) => line.split(' ')[0]);
      assert.deepEqual(texts, [...new Set(texts)].sort(), 'each once, in order');
      assert.ok(texts.length >= MESSAGES - unknown.length);
    }
    assert.equal(told(), ALL, 'nothing is told of twice');
  });
});
