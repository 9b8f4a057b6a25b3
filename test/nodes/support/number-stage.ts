import { createSimulator, type Simulator } from '../../../src/simulator/simulator';
import type { BusinessNumber, NumberOptions } from '../../../src/simulator/world/business-number';
import type { FlowNode } from '../../harness/flow';
import type { Runtime } from '../../harness/runtime';
import type { CaughtMessage, FlowMessage } from './flow-message';
import { catchAll, cloudAccount } from './parts';

/** A simulated platform whose numbers an account takes for real ones. */
export interface NumberStage {
  simulator: Simulator;
  /** Deploys a node `node` of this type, whose output leads to the collector `out`, on a number that no other test has. */
  deploy(type: string, config?: Partial<FlowNode>, options?: NumberOptions): Promise<BusinessNumber>;
  /** Hands the node a message; gives what left it. @throws when it failed */
  succeed(msg?: object): Promise<FlowMessage>;
  /** Hands the node a message; gives what a Catch node got. @throws when it did not fail */
  fail(msg?: object): Promise<CaughtMessage & { error: { cause: NonNullable<CaughtMessage['error']['cause']> } }>;
  close(): Promise<void>;
}

export async function startNumberStage(red: Runtime): Promise<NumberStage> {
  const simulator = createSimulator();
  await simulator.start();
  let type = '';
  return {
    simulator,
    async deploy(deployed, config = {}, options = {}) {
      type = deployed;
      const number = simulator.world.addNumber(options);
      const { phoneNumberId, wabaId, accessToken, appSecret, verifyToken } = number;
      const credentials = { accessToken, appSecret, verifyToken };
      const account = cloudAccount({ phoneNumberId, wabaId, baseUrl: simulator.url, credentials });
      await red.deploy([account, { id: 'node', type, account: 'account', wires: [['out']], ...config }, catchAll()]);
      red.clear();
      return number;
    },
    async succeed(msg = {}) {
      const count = red.received('out').length;
      const { error } = await red.process('node', { ...msg });
      if (error) throw error;
      const all = await red.waitFor<FlowMessage>('out', count + 1);
      // Where a catalogue has no text, Node-RED shows the key.
      const { text = '' } = red.status('node');
      if (text === '' || text.includes(type)) throw new Error(`The status has no text: ${text}`);
      return all[count] as FlowMessage;
    },
    async fail(msg = {}) {
      const counts = [red.received('out').length, red.received('caught').length] as const;
      const { error } = await red.process('node', { ...msg });
      if (!error) throw new Error('The node did not fail');
      const all = await red.waitFor<CaughtMessage>('caught', counts[1] + 1);
      if (red.received('out').length > counts[0]) throw new Error('The node failed, and sent something all the same');
      return all[counts[1]] as Awaited<ReturnType<NumberStage['fail']>>;
    },
    close: () => simulator.close(),
  };
}
