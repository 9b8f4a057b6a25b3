import type { IdentityChange } from '../store/identity-change';
import type { Committed } from '../store/store';
import type { WebhookEvent } from './event';
import { toCustomer } from './to-customer';

/** A message as webhook-in hands it to the flow (design, section 2). */
export interface FlowMessage {
  topic: string;
  payload: unknown;
  whatsapp: Record<string, unknown>;
}

/** What every message of an account's nodes says about where it comes from. */
export interface FlowContext {
  isSimulated: boolean;
  redelivered: boolean;
}

/** The message for an event's own output. */
export function toEventMessage({ event, identity }: Committed, context: FlowContext): FlowMessage {
  const { topic, payload, kind, raw } = event;
  return {
    topic,
    payload,
    whatsapp: {
      kind,
      ...present(event, EVENT_MEMBERS),
      ...(event.callbackData === undefined ? {} : ownCallbackData(event.callbackData)),
      ...(identity === undefined ? {} : { identity }),
      ...marks(context),
      raw,
    },
  };
}

const EVENT_MEMBERS = [
  'id',
  'timestamp',
  'field',
  'phoneNumberId',
  'displayPhoneNumber',
  'wabaId',
  'entryId',
  'customer',
  'groupId',
  'context',
  'errors',
  'severity',
] as const satisfies readonly (keyof WebhookEvent)[];

/** Our correlation ID goes first, then a space, then what the flow had set itself. */
function ownCallbackData(data: string): { callbackData?: string } {
  const [, ...own] = data.split(' ');
  return own.length === 0 ? {} : { callbackData: own.join(' ') };
}

/** What the message for an identity change says, beside the change itself. */
export interface ChangeContext extends FlowContext {
  /** Empty where the API has none. */
  phoneNumberId: string;
  /** Who the event that revealed it was about. */
  customer: WebhookEvent['customer'];
}

/** The message for the identity-change output. */
export function toChangeMessage(change: IdentityChange, context: ChangeContext): FlowMessage {
  const { changeId, reason, previousHash, hash, changedAt, evidence, related, source } = change;
  const customer = isAbout(change, context.customer)
    ? context.customer
    : toCustomer({ waId: change.names.waId, userId: change.names.userId }, undefined);
  return {
    topic: reason,
    payload: {
      changeId,
      customer,
      previousHash,
      hash,
      changedAt: new Date(Math.floor(changedAt) * 1000).toISOString(),
      evidence: {
        type: reason,
        hashes: evidence.flatMap((item) => (item.type === 'hash' ? [item.hash] : [])),
        ...(source === undefined ? {} : { source }),
        ...(related === undefined ? {} : { related }),
      },
      heldMessages: change.heldMessages,
    },
    whatsapp: {
      kind: 'identity_change',
      ...(context.phoneNumberId === '' ? {} : { phoneNumberId: context.phoneNumberId }),
      customer,
      identity: { ...change.identity, changeId },
      ...marks(context),
    },
  };
}

/** The two sides of a number change are reported apart; the event is about one of them. */
function isAbout({ names: { waId, userId } }: IdentityChange, customer: WebhookEvent['customer']): boolean {
  if (customer === undefined) return false;
  return (userId ?? customer.userId) === customer.userId && (waId ?? customer.waId) === customer.waId;
}

function marks({ isSimulated, redelivered }: FlowContext): Record<string, true> {
  return { ...(isSimulated ? { simulated: true } : {}), ...(redelivered ? { redelivered: true } : {}) };
}

function present<T, K extends keyof T & string>(from: T, keys: readonly K[]): Record<string, unknown> {
  const members: Record<string, unknown> = {};
  for (const key of keys) if (from[key] !== undefined) members[key] = from[key];
  return members;
}
