import type { Account } from '../../src/account';
import { SEND_POLICIES, type SendPolicy } from '../../src/identity/policy';
import { toRecipient } from '../../src/messages/recipient';
import { toMessage } from '../../src/messages/to-message';
import { InputError } from '../../src/platform/errors';
import type { Outgoing } from '../../src/store/outgoing';
import type { Incoming } from './on-input';
import { type AwaitsSettings, toAwaits } from './to-awaits';
import { toTimeout } from './to-timeout';

/** What a flow may set on the message. */
export interface SendInput extends Incoming, Partial<AwaitsSettings> {
  to?: unknown;
  identityHash?: unknown;
  policy?: unknown;
  /** Seconds. */
  timeout?: unknown;
  callbackData?: unknown;
  /** ID of the message that is answered. */
  replyTo?: unknown;
  retries?: unknown;
}

/** What the send node is configured with. */
export interface SendSettings extends AwaitsSettings {
  nodeId: string;
  to: unknown;
  policy: unknown;
  /** Seconds. */
  timeout: unknown;
  retries: unknown;
}

/**
 * What a message in the flow asks to be sent, to whom and under which conditions.
 *
 * @throws InputError when it cannot be sent, whatever the state of trust
 */
export function toOutgoing(msg: SendInput, settings: SendSettings, { settings: { country } }: Account): Outgoing {
  const content = toMessage(msg.payload);
  const recipient = toRecipient(
    { to: msg.to, message: content, setting: settings.to, customer: msg.whatsapp?.customer },
    country === '' ? {} : { country },
  );
  const { to, recipient: userId, group, names } = recipient;
  const identityHash = msg.identityHash === undefined ? content.recipient_identity_key_hash : msg.identityHash;
  return {
    nodeId: settings.nodeId,
    ...(group ? {} : { names }),
    address: {
      ...(to === undefined ? {} : { to }),
      ...(userId === undefined ? {} : { recipient: userId }),
      ...(group ? { recipient_type: 'group' } : {}),
    },
    content: toPlain({ ...withoutGuardMembers(content), ...repliedTo(msg.replyTo) }),
    policy: toPolicy(msg.policy ?? settings.policy),
    ...requiredHash(identityHash),
    ...callbackData(msg.callbackData ?? content.biz_opaque_callback_data),
    ...toTimeout(msg.timeout ?? settings.timeout),
    ...retries(msg.retries ?? settings.retries),
    ...toAwaits(msg, settings),
    msgid: msg._msgid,
  };
}

/** What the guard and the platform client decide on is not the payload's to decide. */
function withoutGuardMembers({
  recipient_identity_key_hash: _h,
  biz_opaque_callback_data: _d,
  to: _t,
  recipient: _r,
  ...content
}: Outgoing['content']): Outgoing['content'] {
  return content as Outgoing['content'];
}

/** The content as it is recorded and sent, apart from what the flow does to its own object meanwhile. */
function toPlain(content: Outgoing['content']): Outgoing['content'] {
  try {
    return JSON.parse(JSON.stringify(content)) as Outgoing['content'];
  } catch {
    throw new InputError(
      'message_not_json',
      'The message cannot be written as JSON: it refers to itself or holds a BigInt.',
      'Build the message from plain objects, arrays, strings, numbers and booleans.',
    );
  }
}

function toPolicy(policy: unknown): SendPolicy {
  if (policy === undefined || policy === '') return 'same';
  const known = SEND_POLICIES.find((name) => name === policy);
  if (known !== undefined) return known;
  throw new InputError(
    'policy_unknown',
    'The policy of the message is not one that the node knows.',
    `Use one of: ${SEND_POLICIES.join(', ')}.`,
  );
}

function requiredHash(hash: unknown): { requiredHash?: string } {
  if (hash === undefined) return {};
  if (typeof hash === 'string' && hash !== '') return { requiredHash: hash };
  // Leaving it out would send to whoever holds the account now: the opposite of what was asked for.
  throw new InputError(
    'identity_hash_invalid',
    'msg.identityHash is empty or no text.',
    'Give the hash as it came in a webhook, or delete the property.',
  );
}

/** The platform shows the message that is answered above the answer. */
function repliedTo(id: unknown): { context?: { message_id: string } } {
  if (id === undefined) return {};
  if (typeof id === 'string' && id !== '') return { context: { message_id: id } };
  throw new InputError(
    'reply_to_invalid',
    'msg.replyTo is empty or no text.',
    'Give the ID of the message that is answered, like msg.whatsapp.id of a received one, or delete the property.',
  );
}

const LONGEST_OWN_DATA = 480;

function callbackData(data: unknown): { callbackData?: string } {
  if (data === undefined || data === null) return {};
  if (typeof data === 'string' && data.length <= LONGEST_OWN_DATA) return { callbackData: data };
  throw new InputError(
    'callback_data_invalid',
    `The callback data must be a text of at most ${LONGEST_OWN_DATA} characters.`,
    'Shorten it, for example to an ID under which the flow keeps the rest.',
  );
}

const MOST_RETRIES = 10;

function retries(given: unknown): { retries?: number } {
  if (given === undefined || given === '') return {};
  const count = typeof given === 'string' ? Number(given) : given;
  if (typeof count === 'number' && Number.isInteger(count) && count >= 0 && count <= MOST_RETRIES) {
    return { retries: count };
  }
  throw new InputError(
    'retries_invalid',
    `The number of retries must be a whole number from 0 to ${MOST_RETRIES}.`,
    'Correct it in the node or in msg.retries.',
  );
}
