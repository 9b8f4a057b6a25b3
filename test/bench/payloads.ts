import type { JsonObject } from '../../src/webhook/json';
import { sign } from '../../src/webhook/sign';

export const WORKLOADS = ['single', 'mixed', 'batch100', 'batch1000'] as const;
export type Workload = (typeof WORKLOADS)[number];

/** How many events one webhook of a workload holds on average. */
export const EVENTS: Readonly<Record<Workload, number>> = { single: 1, mixed: 1, batch100: 100, batch1000: 1000 };

const CUSTOMERS = 1_000;
/** Strides over the customers in no order that a cache could like. */
const STRIDE = 7_919;
let made = 0;

/** Requests of a workload as bytes on the wire, each with events that were never sent before. */
export function makeRequests(
  workload: Workload,
  count: number,
  to: { path: string; secret: string; number: string; customers?: number },
): Buffer[] {
  return Array.from({ length: count }, (_, index) => {
    const body = Buffer.from(JSON.stringify(toWebhook(to.number, workload, index, to.customers)));
    const head = [
      `POST ${to.path} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `X-Hub-Signature-256: ${sign(body, to.secret)}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  });
}

function toWebhook(number: string, workload: Workload, index: number, customers = CUSTOMERS): object {
  const items = Array.from({ length: EVENTS[workload] }, (_, item) => {
    made += 1;
    const isStatus = workload === 'mixed' ? index % 4 !== 0 : item % 4 === 3;
    const customer = (made * STRIDE) % customers;
    return isStatus ? toStatus(made, customer) : toMessage(made, customer);
  });
  return wrap(number, items);
}

/** One webhook with a message from each of these customers. */
export function makeWebhook(number: string, customers: readonly number[]): JsonObject {
  return wrap(
    number,
    customers.map((customer) => {
      made += 1;
      return toMessage(made, customer);
    }),
  );
}

function wrap(number: string, items: readonly Item[]): JsonObject {
  const value = {
    messaging_product: 'whatsapp',
    metadata: { display_phone_number: '15550783881', phone_number_id: number },
    contacts: uniqueContacts(items.flatMap(({ contact }) => contact ?? [])),
    messages: items.flatMap(({ message }) => message ?? []),
    statuses: items.flatMap(({ status }) => status ?? []),
  };
  return {
    object: 'whatsapp_business_account',
    entry: [{ id: '102290129340398', changes: [{ value: withoutEmpty(value), field: 'messages' }] }],
  };
}

interface Item {
  contact?: { profile: { name: string }; wa_id: string; identity_key_hash: string };
  message?: object;
  status?: object;
}

const seconds = (): string => String(Math.floor(Date.now() / 1000));
const waIdOf = (customer: number): string => `1650${String(2_000_000 + customer)}`;
const wamidOf = (id: number): string => `wamid.HBgLMTY1MDM4Nzk0MzkVAgASGBQzQUE${String(id).padStart(24, '0')}AA=`;

function toMessage(id: number, customer: number): Item {
  const waId = waIdOf(customer);
  return {
    contact: { profile: { name: 'Sheena Nelson' }, wa_id: waId, identity_key_hash: `H${waId}=` },
    message: {
      from: waId,
      id: wamidOf(id),
      timestamp: seconds(),
      type: 'text',
      text: { body: `Does it come in another colour? I would like to have number ${id} by the end of the week.` },
    },
  };
}

function toStatus(id: number, customer: number): Item {
  return {
    status: {
      id: wamidOf(id),
      status: 'delivered',
      timestamp: seconds(),
      recipient_id: waIdOf(customer),
      conversation: { id: '72b14d6bd5407799e66f64d1b338e567', origin: { type: 'service' } },
      pricing: { billable: true, pricing_model: 'PMP', type: 'regular', category: 'utility' },
    },
  };
}

function uniqueContacts(contacts: NonNullable<Item['contact']>[]): object[] {
  return [...new Map(contacts.map((contact) => [contact.wa_id, contact])).values()];
}

function withoutEmpty(value: Record<string, unknown>): object {
  return Object.fromEntries(Object.entries(value).filter(([, member]) => !Array.isArray(member) || member.length > 0));
}
