import type { Runtime } from '../../harness/runtime';
import { waitUntil } from '../../harness/wait';
import { deliver } from './deliver';
import type { FlowMessage } from './flow-message';
import { cloudAccount, webhookIn } from './parts';

/** What a webhook brought about in a flow. */
export interface Replayed {
  status: number;
  /** Output and topic of each message, but for identity changes. */
  events: string[];
  /** Everything that left webhook in, in order. */
  messages: FlowMessage[];
  /** Errors that the nodes logged. */
  errors: string[];
}

const END = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'the_end', value: {} }] }] };

/** Documentation prints a name in the place of the ID, which no account can have. */
const PLACEHOLDER = /<BUSINESS_PHONE_NUMBER_ID>|phone-number-id/g;
const ANY_NUMBER = '200300400500600';

/**
 * Deploys a webhook-in node for each webhook, on a path of its own and with an account that has the number which the
 * webhook is for and has seen nothing before.
 *
 * @returns sends the webhook at an index, signed, and resolves when all that it brings about has happened
 */
export async function prepareReplays(
  red: Runtime,
  webhooks: readonly Buffer[],
): Promise<(index: number) => Promise<Replayed>> {
  const bodies = webhooks.map((bytes) => bytes.toString('utf8').replace(PLACEHOLDER, ANY_NUMBER));
  prepared += 1;
  await red.deploy(bodies.flatMap(toNodes));
  return async (index) => {
    const body = bodies[index];
    if (body === undefined) throw new RangeError(`There is no webhook ${index}`);
    red.clear();
    const { status } = await deliver(red, body, { path: toPath(index) });
    await deliver(red, END, { path: toPath(index) });
    const isEnd = ({ topic }: Record<string, unknown>): boolean => topic === 'the_end';
    await waitUntil(() => red.received(`events-${index}`).some(isEnd), { what: 'the end' });
    const arrivals = red.arrivals().filter(({ msg }) => !isEnd(msg));
    const events = arrivals.filter(({ collector }) => !collector.startsWith('changes'));
    const errors = red.logs().filter(({ level }) => level === 'error' || level === 'fatal');
    return {
      status,
      events: events.map(({ collector, msg }) => `${collector.replace(`-${index}`, '')} ${String(msg.topic)}`),
      messages: arrivals.map(({ msg }) => msg as unknown as FlowMessage),
      errors: errors.map(({ text }) => text),
    };
  };
}

/** A store in memory outlives a deployment for a while, so none may be met again. */
let prepared = 0;

const toPath = (index: number): string => `/replay/${index}`;

function toNodes(body: string, index: number): ReturnType<typeof webhookIn>[] {
  const [, phoneNumberId = ANY_NUMBER] = /"phone_number_id"\s*:\s*"(\w+)"/.exec(body) ?? [];
  const account = `account-${index}`;
  const store = `store-${prepared}-${index}`;
  const wires = ['messages', 'statuses', 'changes', 'events'].map((port) => [`${port}-${index}`]);
  return [
    { id: store, type: 'whatsapp-store', engine: 'memory' },
    cloudAccount({ id: account, phoneNumberId, store }),
    webhookIn({ id: `in-${index}`, account, path: toPath(index), wires }),
  ];
}

const OUTPUTS = { message: 'messages', status: 'statuses', account: 'events' } as const;

/** The outputs and topics that events must come out of. */
export const toOutputs = (events: readonly { kind: keyof typeof OUTPUTS; topic: string }[]): string[] =>
  events.map(({ kind, topic }) => `${OUTPUTS[kind]} ${topic}`);
