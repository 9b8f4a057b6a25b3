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
}

const END = { object: 'whatsapp_business_account', entry: [{ id: '1', changes: [{ field: 'the_end', value: {} }] }] };

/** Documentation prints a name in the place of the ID, which no account can have. */
const PLACEHOLDER = /<BUSINESS_PHONE_NUMBER_ID>|phone-number-id/g;
const ANY_NUMBER = '200300400500600';

let stores = 0;

/**
 * Sends the bytes of a webhook, signed, to a webhook-in node whose account has the number that the webhook is for and
 * has seen nothing before; resolves when all that it brings about has happened.
 */
export async function replay(red: Runtime, bytes: Buffer): Promise<Replayed> {
  const body = bytes.toString('utf8').replace(PLACEHOLDER, ANY_NUMBER);
  const [, phoneNumberId = ANY_NUMBER] = /"phone_number_id"\s*:\s*"(\w+)"/.exec(body) ?? [];
  stores += 1;
  const store = { id: `replay-${stores}`, type: 'whatsapp-store', engine: 'memory' };
  await red.deploy([store, cloudAccount({ phoneNumberId, store: store.id }), webhookIn()]);
  red.clear();
  const { status } = await deliver(red, body);
  await deliver(red, END);
  await waitUntil(() => red.received('events').some(({ topic }) => topic === 'the_end'), { what: 'the end' });
  const arrivals = red.arrivals().filter(({ msg }) => msg.topic !== 'the_end');
  const events = arrivals.filter(({ collector }) => collector !== 'changes');
  return {
    status,
    events: events.map(({ collector, msg }) => `${collector} ${String(msg.topic)}`),
    messages: arrivals.map(({ msg }) => msg as unknown as FlowMessage),
  };
}

const OUTPUTS = { message: 'messages', status: 'statuses', account: 'events' } as const;

/** The outputs and topics that events must come out of. */
export const toOutputs = (events: readonly { kind: keyof typeof OUTPUTS; topic: string }[]): string[] =>
  events.map(({ kind, topic }) => `${OUTPUTS[kind]} ${topic}`);
