import { numberView } from '../control/views';
import type { Faults } from '../faults';
import type { MovableClock } from '../movable-clock';
import type { Customer } from '../world/customer';
import { type FilledTemplate, fillTemplate } from '../world/fill-template';
import type { MessageContent } from '../world/sent-message';
import type { World } from '../world/world';
import type { FlowView, PageLink, PageNumber, Phone, PhoneMessage, Snapshot } from './wire';

/** Messages that a phone shows. */
const SHOWN = 200;
/** Milliseconds. */
const TYPING_SHOWN = 25_000;

/** What the simulator cannot know by itself: whoever runs it beside a flow can tell. */
export interface Surroundings {
  /** How the flows see a customer. */
  flowsOf?(customer: Customer): Promise<FlowView[]>;
  /** Pages of the flows. */
  links?(): PageLink[];
}

/** What the page shows now, but for the timeline. */
export async function takeSnapshot(
  { world, faults, clock }: { world: World; faults: Faults; clock: MovableClock },
  { flowsOf = async () => [], links = () => [] }: Surroundings,
): Promise<Snapshot> {
  return {
    numbers: world.numbers.map((number): PageNumber => {
      const { phoneNumberId, displayPhoneNumber, verifiedName, wabaId, api, identityCheck, webhookVerified } =
        numberView(number, true);
      return { phoneNumberId, displayPhoneNumber, verifiedName, wabaId, api, identityCheck, webhookVerified };
    }),
    phones: await Promise.all(
      world.customers.map(async (customer) => toPhone(customer, world, await flowsOf(customer))),
    ),
    faults,
    rules: world.rules,
    links: links(),
    clockOffset: clock.offset,
  };
}

function toPhone(customer: Customer, world: World, flows: FlowView[]): Phone {
  const { phone, userId, username, name, hidesNumber, person, device, identityHash, online, onWhatsApp, waiting } =
    customer;
  const names = { phone, userId, username, name, hidesNumber };
  const state = { person, device, identityHash, online, onWhatsApp, waiting };
  const closedTo = world.numbers.filter((number) => !customer.isOpenTo(number)).map((number) => number.phoneNumberId);
  const groups = world.groups.having(customer).map(({ id, subject }) => ({ id, subject }));
  return {
    ...{ key: keyOf(customer), ...names, ...state, closedTo, typing: typingOf(customer, world.now()), groups },
    ...{ messages: messagesOf(customer, world), flows },
  };
}

function messagesOf({ inbox, written }: Customer, world: World): PhoneMessage[] {
  const { groups } = world;
  const subjectOf = (id: unknown): string | undefined => (id === undefined ? id : groups.find(String(id))?.subject);
  const messages = [
    ...written.slice(-SHOWN).map(({ to, id, at, content, person, device, readAt }): PhoneMessage => {
      const group = subjectOf(content.group_id);
      return { from: 'customer', number: to, id, at, content, group, person, device, readAt };
    }),
    ...inbox.slice(-SHOWN).map(({ from, id, at, content, group, person, device, readAt }): PhoneMessage => {
      const about = { id, at, content, template: templateOf(content, from, world), group: subjectOf(group) };
      return { from: 'business', number: from, ...about, person, device, readAt };
    }),
  ];
  // Within one millisecond nobody answers before being asked: what the customer wrote stays first.
  return messages.sort((a, b) => a.at.localeCompare(b.at)).slice(-SHOWN);
}

const filled = new WeakMap<MessageContent, FilledTemplate | undefined>();

/** What was delivered stays as it was, whatever becomes of the template. */
function templateOf(content: MessageContent, phoneNumberId: string, world: World): FilledTemplate | undefined {
  if (content.type !== 'template' || filled.has(content)) return filled.get(content);
  const { name = '', language } = (content.template ?? {}) as { name?: string; language?: { code?: string } };
  const number = world.numbers.find((known) => known.phoneNumberId === phoneNumberId);
  const template = number && world.templates.find(number.wabaId, name, language?.code ?? '');
  const shown = template && fillTemplate(template, content.template);
  filled.set(content, shown);
  return shown;
}

/** The indicator goes with the answer, or after 25 seconds, whichever comes first (the platform's page on it). */
function typingOf({ inbox, written }: Customer, now: number): string | undefined {
  const shown = written.findLast(({ typingAt }) => typingAt !== undefined && now - Date.parse(typingAt) < TYPING_SHOWN);
  const answer = inbox.findLast(({ from }) => from === shown?.to);
  return answer !== undefined && answer.at >= (shown?.typingAt ?? '') ? undefined : shown?.to;
}

const keys = new WeakMap<Customer, number>();
let keysMade = 0;

/** A name for a customer that outlives each of its own names. */
function keyOf(customer: Customer): number {
  const known = keys.get(customer);
  if (known !== undefined) return known;
  keysMade += 1;
  keys.set(customer, keysMade);
  return keysMade;
}
