import { createSimulator, type Simulator, type SimulatorOptions } from '../../../../src/simulator/simulator';
import type { BusinessNumber, NumberOptions } from '../../../../src/simulator/world/business-number';
import { waitUntil } from '../../../harness/wait';
import { type ManualClock, manualClock } from './manual-clock';
import { type Receiver, startReceiver } from './receiver';

export interface Answer {
  status: number;
  // What an answer holds is for each test to say with its assertions.
  // biome-ignore lint/suspicious/noExplicitAny: see above
  body: any;
}

/** A started simulator with one number, whose webhook is a receiver that checks signatures. */
export interface Stage {
  simulator: Simulator;
  clock: ManualClock;
  receiver: Receiver;
  number: BusinessNumber;
  /** A Graph call with the number's token; `path` follows the number's ID. */
  graph(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** Sends a text, and waits for everything that follows from it. */
  send(to: string, text: string, extra?: Record<string, unknown>): Promise<Answer>;
  control(method: string, path: string, body?: unknown, headers?: Record<string, string>): Promise<Answer>;
  /** A Graph call about the number's WhatsApp Business Account. */
  waba(method: string, path: string, body?: unknown): Promise<Answer>;
}

const cleanUps: (() => unknown)[] = [];

/** To be called after each test. */
export async function cleanUp(): Promise<void> {
  for (const undo of cleanUps.splice(0).reverse()) await undo();
}

export function afterwards(undo: () => unknown): void {
  cleanUps.push(undo);
}

export async function setStage(options: SimulatorOptions = {}, numberOptions: NumberOptions = {}): Promise<Stage> {
  const clock = manualClock();
  const errors: unknown[] = [];
  const receiver = await startReceiver();
  const simulator = createSimulator({ clock, onError: (error) => errors.push(error), ...options });
  afterwards(async () => {
    await simulator.close();
    await receiver.close();
    if (errors.length > 0) throw errors[0];
  });
  const { appSecret, verifyToken } = receiver;
  const number = simulator.world.addNumber({
    displayPhoneNumber: '15550051310',
    webhookUrl: receiver.url,
    appSecret,
    verifyToken,
    ...numberOptions,
  });
  await simulator.start();
  await waitUntil(() => number.webhookVerified || numberOptions.webhookUrl !== undefined);

  const graph: Stage['graph'] = (method, path, body, headers) =>
    call(`${simulator.url}/v25.0/${number.phoneNumberId}${path}`, method, number.accessToken, body, headers);
  return {
    simulator,
    clock,
    receiver,
    number,
    graph,
    async send(to, text, extra = {}) {
      const message = { messaging_product: 'whatsapp', to, type: 'text', text: { body: text }, ...extra };
      const answer = await graph('POST', '/messages', message);
      await simulator.idle();
      return answer;
    },
    waba: (method, path, body) =>
      call(`${simulator.url}/v25.0/${number.wabaId}${path}`, method, number.accessToken, body),
    control: (method, path, body, headers) =>
      call(`${simulator.url}/control${path}`, method, simulator.controlToken, body, headers),
  };
}

/** @param token null sends none */
export async function call(
  url: string,
  method: string,
  token: string | null,
  body: unknown,
  headers?: Record<string, string>,
): Promise<Answer> {
  const response = await fetch(url, {
    method,
    headers: {
      ...(token !== null && { authorization: `Bearer ${token}` }),
      'content-type': 'application/json',
      ...headers,
    },
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) };
}
