import { createSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/simulator';
import type { BusinessNumber } from '../../../src/simulator/world/business-number';
import type { Customer } from '../../../src/simulator/world/customer';
import type { CustomerOptions } from '../../../src/simulator/world/customer-options';
import type { Credentials, FlowNode } from '../../harness/flow';
import { type Gate, startGate } from './gate';

export const WEBHOOK_PATH = '/whatsapp/webhook';

/** A simulated platform with one business number, and the nodes of an account that takes it for the real one. */
export interface Platform {
  simulator: Simulator;
  number: BusinessNumber;
  gate: Gate;
  /** The configuration nodes `account` and `store` (on the disk). */
  nodes: FlowNode[];
  credentials: Credentials;
  newCustomer(options?: Partial<CustomerOptions>): Customer;
  /** Sends a signed webhook with this `value`, whatever is in it. */
  fire(value: object, field?: string): void;
  close(): Promise<void>;
}

export async function startPlatform(options: SimulatorOptions = {}): Promise<Platform> {
  // A webhook that was refused comes again soon: nothing here is to wait for a whole second.
  const simulator = createSimulator({ retry: { delayMs: () => 20, orderedAttempts: 10_000 }, ...options });
  await simulator.start();
  const gate = await startGate(simulator.url);
  const number = simulator.world.addNumber({ identityCheck: true });
  const { phoneNumberId, displayPhoneNumber, wabaId, accessToken, appSecret, verifyToken } = number;
  let customers = 0;
  return {
    simulator,
    number,
    gate,
    nodes: [
      { id: 'store', type: 'whatsapp-store', engine: 'disk' },
      {
        id: 'account',
        type: 'whatsapp-account',
        api: 'cloud',
        store: 'store',
        phoneNumberId,
        wabaId,
        baseUrl: gate.url,
        country: '',
      },
    ],
    credentials: { account: { accessToken, appSecret, verifyToken } },
    newCustomer(customer = {}) {
      customers += 1;
      return simulator.world.addCustomer({ phone: `+1631555${2000 + customers}`, name: 'Ben', ...customer });
    },
    fire(value, field = 'messages') {
      const metadata = { display_phone_number: displayPhoneNumber, phone_number_id: phoneNumberId };
      const change = { field, value: { messaging_product: 'whatsapp', metadata, ...value } };
      simulator.world.fireWebhook(phoneNumberId, {
        object: 'whatsapp_business_account',
        entry: [{ id: wabaId, changes: [change] }],
      });
    },
    async close() {
      await gate.close();
      await simulator.close();
    },
  };
}

/** What a customer's phone received, oldest first: the text, who read it, and on which of the account's devices. */
export function phone({ inbox }: Customer): string[] {
  return inbox.map(({ content, person, device }) => {
    const { body } = content.text as { body: string };
    return `${body} → ${person.name}, device ${device}`;
  });
}

/** Seconds since 1970 as webhooks tell time, so many seconds from now. */
export const timestamp = (inSeconds = 0): string => String(Math.floor(Date.now() / 1000) + inSeconds);
