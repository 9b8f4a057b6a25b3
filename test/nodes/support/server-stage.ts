import { randomInt } from 'node:crypto';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator';
import type { CallEntry } from '../../../src/simulator/timeline';
import type { BusinessNumber } from '../../../src/simulator/world/business-number';
import type { Customer } from '../../../src/simulator/world/customer';
import type { FlowNode } from '../../harness/flow';
import type { Runtime } from '../../harness/runtime';
import { waitUntil } from '../../harness/wait';
import { type Gate, startGate } from '../trust/gate';
import { onPremisesAccount, PATH, webhookIn } from './parts';
import { PATH_SECRET, SERVER_PASSWORD } from './secrets';

/** A simulated installation of the On-Premises API, and the nodes of an account on it. */
export interface ServerStage {
  simulator: Simulator;
  number: BusinessNumber;
  gate: Gate;
  /** The account, with a webhook-in node whose collectors are `messages`, `statuses`, `changes`, `events`. */
  nodes: FlowNode[];
  newCustomer(name?: string): Customer;
  /** Deploys these nodes beside those of the stage, and has the webhooks sent there. */
  deploy(...more: FlowNode[]): Promise<void>;
  /** Lets answers pass up to that to a call with this method, which the server has carried out by then. */
  holdAnswerTo(method: string): Promise<void>;
  /** What was called since the last time this was asked, logins left out. */
  calls(): CallEntry[];
  close(): Promise<void>;
}

const digits = (count: number): string => String(randomInt(10 ** (count - 1), 10 ** count));

export async function startServerStage(red: Pick<Runtime, 'deploy' | 'url'>): Promise<ServerStage> {
  const simulator = createSimulator({
    retry: { delayMs: () => 20, orderedAttempts: 10_000 },
    rules: { contactCheckMs: 20 },
  });
  await simulator.start();
  const gate = await startGate(simulator.url);
  const number = simulator.world.addNumber({
    api: 'on-premises',
    displayPhoneNumber: `1555${digits(7)}`,
    password: SERVER_PASSWORD,
  });
  number.onPremises?.settings.change({ show_security_notifications: true });
  const displayNumber = `+${number.displayPhoneNumber}`;
  const nodes = [onPremisesAccount({ baseUrl: gate.url, displayNumber, country: 'US' }), webhookIn()];
  let told = 0;
  let customers = 0;
  return {
    simulator,
    number,
    gate,
    nodes,
    newCustomer(name = 'Ben') {
      customers += 1;
      return simulator.world.addCustomer({ phone: `+1631555${3000 + customers}`, name });
    },
    async deploy(...more) {
      await red.deploy([...nodes, ...more]);
      await simulator.world.setWebhook(number.phoneNumberId, `${red.url}${PATH}/${PATH_SECRET}`);
    },
    async holdAnswerTo(method) {
      for (gate.hold(); ; gate.hold()) {
        await waitUntil(() => gate.waiting === 1, { what: 'an answer' });
        const last = simulator.timeline.entries.findLast(({ kind }) => kind === 'call');
        if (last?.kind === 'call' && last.method === method) return;
        gate.open();
      }
    },
    calls() {
      const { entries } = simulator.timeline;
      const made = entries.filter((entry): entry is CallEntry => entry.kind === 'call' && entry.id > told);
      told = entries.at(-1)?.id ?? told;
      return made.filter(({ path }) => !path.endsWith('users/login'));
    },
    async close() {
      await gate.close();
      await simulator.close();
    },
  };
}
