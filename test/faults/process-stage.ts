import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { Customer } from '../../src/simulator/world/customer';
import { startCollector } from '../harness/collector';
import type { FlowNode } from '../harness/flow';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { type Platform, startPlatform, WEBHOOK_PATH } from '../nodes/trust/platform';
import { FLOW } from '../nodes/trust/stage';

/** A message as it left a node of the other process. */
export interface Posted {
  _msgid: string;
  topic: string;
  payload: Record<string, unknown>;
  whatsapp: Record<string, unknown>;
  key?: string;
}

/** The product as a process of its own, and the world that it talks to in this one: it can be killed, and go on. */
export interface ProcessStage extends Platform {
  readonly red: NodeRedProcess;
  /** The flow that was deployed. */
  readonly flow: readonly FlowNode[];
  /** The folder of the account's store. */
  storeFolder: string;
  /** Starts it, on the same user directory, with the flow that it has, and gives it its webhooks. */
  start(): Promise<void>;
  /** As a power cut does. */
  kill(): Promise<void>;
  /** Hands a message to the send node, and waits until something has come of it. */
  tell(customer: Customer, text: string, more?: object): Promise<{ output: string; msg: Posted }>;
  /** Hands a message to the send node. */
  post(customer: Customer, text: string, more?: object): Promise<void>;
  /** Asks identity-ack for something; an answer that is an error has its code as the topic. */
  ask(customer: Customer, operation: string, more?: object): Promise<Posted>;
  /** Has identity-ack begin something. */
  begin(customer: Customer, operation: string, more?: object): Promise<void>;
  /** The customer writes; resolves with what the flow gets. */
  says(customer: Customer, text: string): Promise<Posted>;
  /** What left through a wire, in all lives of the process. */
  received(collector: string): Posted[];
  waitFor(collector: string, fits: (msg: Posted) => boolean): Promise<Posted>;
}

const TOPIC_OF_ERROR = 'return { key: msg.key, topic: msg.error.code || msg.error.message, payload: msg.error };';

const isTextOf = (payload: Record<string, unknown>, text: string): boolean =>
  (payload.text as { body?: unknown } | undefined)?.body === text;

/** Posted JSON becomes a message; whoever posts is not kept waiting. */
const entrance = (path: string, target: string): FlowNode[] => [
  { id: `${path}-in`, type: 'http in', url: `/${path}`, method: 'post', wires: [[`${path}-do`]] },
  {
    id: `${path}-do`,
    type: 'function',
    outputs: 2,
    func: 'return [{ ...msg.payload }, { req: msg.req, res: msg.res }];',
    wires: [[target], [`${path}-answer`]],
  },
  { id: `${path}-answer`, type: 'http response', statusCode: '202', wires: [] },
];

export async function startProcessStage(): Promise<ProcessStage> {
  const platform = await startPlatform();
  const collector = await startCollector();
  const directory = tempDir('node-red');
  const closeAll = async (): Promise<void> => {
    directory.remove();
    await collector.close();
    await platform.close();
  };
  let red = await startNodeRed({ userDirectory: directory.path, collector }).catch(async (error: unknown) => {
    await closeAll();
    throw error;
  });
  const flow: FlowNode[] = [
    ...platform.nodes,
    ...FLOW,
    ...entrance('tell', 'send'),
    ...entrance('ask', 'ack'),
    { id: 'catch', type: 'catch', scope: ['ack', 'in'], wires: [['as-error']] },
    { id: 'as-error', type: 'function', func: TOPIC_OF_ERROR, outputs: 1, wires: [['errors']] },
  ];
  await red.deploy(flow, platform.credentials);
  const { phoneNumberId } = platform.number;
  const connect = () => platform.simulator.world.setWebhook(phoneNumberId, `${red.url}${WEBHOOK_PATH}`);
  await connect();

  const post = async (path: string, body: object): Promise<void> => {
    const response = await fetch(`${red.url}/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (response.status !== 202) throw new Error(`${path}: ${response.status}`);
  };
  const received = (path: string): Posted[] =>
    collector.posts.filter((entry) => entry.path === path).map(({ body }) => body as unknown as Posted);
  const addressOf = ({ waId }: Customer): string => `+${waId}`;
  const withKey = (customer: Customer, more: object) => ({ to: addressOf(customer), key: randomUUID(), ...more });
  const waitFor: ProcessStage['waitFor'] = (path, fits) =>
    waitUntil(() => received(path).find(fits), {
      timeout: 15_000,
      what: () => `a message at ${path}, which has ${JSON.stringify(received(path).slice(-3))}`,
    });

  return {
    ...platform,
    get red() {
      return red;
    },
    flow,
    storeFolder: join(directory.path, 'whatsapp-identity', 'store'),
    async start() {
      red = await startNodeRed({ userDirectory: directory.path, collector });
      await connect();
    },
    kill: () => red.kill(),
    async tell(customer, text, more = {}) {
      const msg = withKey(customer, { payload: text, ...more });
      await post('tell', msg);
      return waitUntil(
        () => {
          // A refusal that overtakes the answer brings the message out without what else was on it.
          const isIt = ({ key, payload, whatsapp }: Posted): boolean =>
            key === msg.key || (key === undefined && whatsapp.to === msg.to && isTextOf(payload, text));
          for (const output of ['accepted', 'held', 'failed']) {
            const found = received(output).find(isIt);
            if (found !== undefined) return { output, msg: found };
          }
          return undefined;
        },
        { timeout: 15_000, what: `something comes of "${text}"` },
      );
    },
    post: (customer, text, more = {}) => post('tell', withKey(customer, { payload: text, ...more })),
    async ask(customer, operation, more = {}) {
      const msg = withKey(customer, { operation, ...more });
      await post('ask', msg);
      const isAnswer = ({ key }: Posted): boolean => key === msg.key;
      return waitUntil(() => received('result').find(isAnswer) ?? received('errors').find(isAnswer), {
        timeout: 15_000,
        what: `identity-ack answers to ${operation}`,
      });
    },
    begin: (customer, operation, more = {}) => post('ask', withKey(customer, { operation, ...more })),
    says(customer, text) {
      const id = customer.write(text);
      return waitFor('messages', ({ whatsapp }) => whatsapp.id === id);
    },
    received,
    waitFor,
    async close() {
      await red.stop();
      await closeAll();
    },
  };
}
