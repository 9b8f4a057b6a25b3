import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { createCloudPlatform } from '../../src/platform/cloud/client';
import { deferPlatform } from '../../src/platform/deferred';
import type { Platform } from '../../src/platform/platform';
import { DEMO_CUSTOMERS } from '../../src/simulator/demo-customers';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { BusinessNumber } from '../../src/simulator/world/business-number';
import { flowsOf, listLinks } from './flow-views';
import { type Lease, LeasedResources } from './lease';
import { toLoopbackUrl } from './loopback-url';

/** The simulator that all simulator accounts of this process share: one world, with a business number for each. */
interface Host {
  simulator: Simulator;
  started: Promise<void>;
  /** Takes its address out of the environment. */
  leave: () => void;
}

const hosts = new LeasedResources<Host>(({ simulator, leave }) => {
  if (current === simulator) current = undefined;
  leave();
  return simulator.close();
});

let current: Simulator | undefined;

/** The simulator that runs in this process, if one does. */
export const currentSimulator = (): Simulator | undefined => current;

/** What a simulator account works with. */
export interface SimulatedNumber {
  number: BusinessNumber;
  platform: Platform;
  /** Sends this number's webhooks to a path on Node-RED's own server; what is returned stops that. */
  connect(server: Server, path: string): () => void;
  release(): void;
}

/**
 * Gives an account its business number in the simulator. The number, its customers and their messages outlive a
 * redeploy. Flows find the simulator's control API in the environment: `WHATSAPP_SIMULATOR_URL` and
 * `WHATSAPP_SIMULATOR_TOKEN`.
 *
 * @param accountId makes the same phone number ID each time
 * @param onError told when the simulator cannot start
 */
export function leaseSimulatedNumber(accountId: string, onError: (error: unknown) => void): SimulatedNumber {
  const lease: Lease<Host> = hosts.lease('simulator', open);
  const { simulator, started } = lease.resource;
  started.catch(onError);
  const phoneNumberId = toPhoneNumberId(accountId);
  const existing = simulator.world.numbers.find((number) => number.phoneNumberId === phoneNumberId);
  // With the check off, as on a new number of the platform, there would be no hashes to see.
  const number = existing ?? simulator.world.addNumber({ phoneNumberId, identityCheck: true });
  const platform = createSimulatedPlatform(simulator, started, number);
  return {
    number,
    platform,
    connect: (server, path) => connect(simulator, number, server, path, onError),
    release: lease.release,
  };
}

function open(): Host {
  const port = Number(process.env.WHATSAPP_SIMULATOR_PORT ?? 0);
  const controlToken = process.env.WHATSAPP_SIMULATOR_TOKEN || undefined;
  const simulator = createSimulator({ port, controlToken, surroundings: { flowsOf, links: listLinks } });
  current = simulator;
  for (const customer of DEMO_CUSTOMERS) simulator.world.addCustomer(customer);
  let url: string | undefined;
  const started = simulator.start().then(() => {
    url = simulator.url;
    process.env.WHATSAPP_SIMULATOR_URL = url;
    process.env.WHATSAPP_SIMULATOR_TOKEN = simulator.controlToken;
  });
  const leave = (): void => {
    // Another one may have taken the place already.
    if (process.env.WHATSAPP_SIMULATOR_URL === url) delete process.env.WHATSAPP_SIMULATOR_URL;
  };
  return { simulator, started, leave };
}

/** The simulator's address is known only once it listens. */
function createSimulatedPlatform(simulator: Simulator, started: Promise<void>, number: BusinessNumber): Platform {
  const { accessToken, appSecret, phoneNumberId, wabaId } = number;
  const opening = started.then(() =>
    createCloudPlatform({ api: 'simulator', baseUrl: simulator.url, accessToken, appSecret, phoneNumberId, wabaId }),
  );
  return deferPlatform('simulator', opening);
}

/** What directs a number's webhooks to each of the nodes that serve it, the last one counts. */
const connections = new WeakMap<BusinessNumber, Set<() => void>>();

function connect(
  { world }: Simulator,
  number: BusinessNumber,
  server: Server,
  path: string,
  onError: (error: unknown) => void,
): () => void {
  const { phoneNumberId } = number;
  const subscribe = (): void => {
    world.setWebhook(phoneNumberId, `${toLoopbackUrl(server)}${path}`).catch(onError);
  };
  const connected = connections.get(number) ?? new Set();
  connections.set(number, connected.add(subscribe));
  // Node-RED starts its flows before its server listens.
  if (server.listening) subscribe();
  else server.once('listening', subscribe);
  return () => {
    server.removeListener('listening', subscribe);
    connected.delete(subscribe);
    // Where two nodes serve the account, the other one goes on.
    if (server.listening) [...connected].at(-1)?.();
  };
}

function toPhoneNumberId(accountId: string): string {
  const digest = createHash('sha256').update(accountId).digest('hex');
  return String(BigInt(`0x${digest.slice(0, 16)}`))
    .padStart(15, '0')
    .slice(-15);
}
