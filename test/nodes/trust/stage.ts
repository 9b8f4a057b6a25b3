import type { AccountNode } from '../../../nodes/whatsapp-account';
import type { Customer } from '../../../src/simulator/world/customer';
import type { CustomerOptions } from '../../../src/simulator/world/customer-options';
import type { FlowNode } from '../../harness/flow';
import { type Message, type Runtime, startRuntime } from '../../harness/runtime';
import { waitUntil } from '../../harness/wait';
import { type Platform, startPlatform, WEBHOOK_PATH } from './platform';
import { Story } from './story';

/** The real nodes in a real Node-RED, and the world that they talk to. */
export interface Stage extends Platform {
  red: Runtime;
  /** Begins a story with a customer of its own, and forgets what the flow received before. */
  begin(options?: Partial<CustomerOptions>): Story;
  /** Deploys the nodes again: all of them, or those that `change` makes of them. */
  redeploy(change?: (nodes: FlowNode[]) => FlowNode[], type?: 'full' | 'nodes'): Promise<void>;
  /** Resolves when nothing is under way any more: no webhook, no release of held messages, no message in the flow. */
  calm(): Promise<void>;
}

/**
 * The flow of three wires: webhook in, send, and identity ack. Its collectors are `messages`, `statuses`, `changes`,
 * `events`; `accepted`, `held`, `failed`; `result`, `handed`; with a second send node `other` that has `other-accepted`,
 * `other-held`, `other-failed`.
 */
export const FLOW: readonly FlowNode[] = [
  {
    id: 'in',
    type: 'whatsapp-webhook-in',
    account: 'account',
    path: WEBHOOK_PATH,
    wires: [['messages'], ['statuses'], ['changes'], ['events']],
  },
  { id: 'send', type: 'whatsapp-send-with-hash', account: 'account', wires: [['accepted'], ['held'], ['failed']] },
  {
    id: 'other',
    type: 'whatsapp-send-with-hash',
    account: 'account',
    wires: [['other-accepted'], ['other-held'], ['other-failed']],
  },
  { id: 'ack', type: 'whatsapp-identity-ack', account: 'account', held: 'send', wires: [['result'], ['handed']] },
];

const FENCE = 'fence';

export async function startStage(): Promise<Stage> {
  const platform = await startPlatform();
  const red = await startRuntime();
  const { simulator, number } = platform;
  const nodes = [...platform.nodes, ...FLOW];
  await red.deploy(nodes, platform.credentials);
  await simulator.world.setWebhook(number.phoneNumberId, `${red.url}${WEBHOOK_PATH}`);
  const usher = platform.newCustomer({ name: 'Usher' });
  return {
    ...platform,
    red,
    begin(options) {
      red.clear();
      return new Story(red, platform.newCustomer(options));
    },
    redeploy: (change = (same) => same, type = 'full') => red.deploy(change(nodes), platform.credentials, type),
    calm: () => calm(platform, red, usher),
    async close() {
      await red.stop();
      await platform.close();
    },
  };
}

async function calm({ simulator }: Platform, red: Runtime, usher: Customer): Promise<void> {
  const happened = (): number => red.arrivals().filter(({ msg }) => msg.payload !== FENCE).length;
  for (let before = -1; before !== happened(); ) {
    before = happened();
    await simulator.idle();
    // Deliveries are worked off one after the other: when this one is through, those before it are.
    const id = usher.write(FENCE);
    await waitUntil(() => red.received<Message & { whatsapp: { id: string } }>('messages').some(isOf(id)));
    // Releases too: this one, of nobody's messages, ends after them.
    await (red.node('account') as unknown as AccountNode).account?.sender.release({ waId: usher.waId });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

const isOf =
  (id: string) =>
  ({ whatsapp }: { whatsapp: { id: string } }): boolean =>
    whatsapp.id === id;
