import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import type { Group } from './groups';
import type { StatusError } from './platform-failures';
import type { MessageContent, SentMessage } from './sent-message';
import { type Former, toTimestamp, type WebhookForm, type WebhookValue } from './webhook-form';

/** Webhooks of the Cloud API: values of field `messages`. */
export const cloudWebhooks: WebhookForm = { incoming, status: statusOf, failed, numberChanged };

/** An incoming message: S1, "Example Incoming Message Webhook". */
function incoming(
  number: BusinessNumber,
  customer: Customer,
  id: string,
  now: number,
  content: MessageContent,
): WebhookValue {
  const identity = number.identityCheck ? { identity_key_hash: customer.identityHash } : {};
  return {
    ...envelope(number),
    contacts: [{ ...contactOf(customer, customer.showsNumberTo(number)), ...identity }],
    messages: [{ ...content, ...sender(customer, customer.showsNumberTo(number)), id, timestamp: toTimestamp(now) }],
  };
}

/** A status of a message: S1, "Example Delivery Status Webhook". */
function statusOf(message: SentMessage, status: string, now: number, hash: string | undefined): WebhookValue {
  const { customer, number, content } = message;
  const billable = content.type === 'template';
  const pricing = billable
    ? { billable, pricing_model: 'PMP', type: 'regular', category: 'utility' }
    : { billable, pricing_model: 'PMP', type: 'free_customer_service', category: 'service' };
  return {
    ...envelope(number),
    // Statuses have contacts only since user IDs exist (facts, section 9).
    ...(customer?.userId && { contacts: [contactOf(customer, isNumberKnown(message))] }),
    statuses: [
      {
        id: message.id,
        status,
        timestamp: toTimestamp(now),
        ...recipientOf(message, true),
        ...(hash !== undefined && { recipient_identity_key_hash: hash }),
        ...callbackData(message),
        pricing,
      },
    ],
  };
}

/** A message that was not delivered: S1, "Example Failed Delivery Status Webhook". It never names a hash. */
function failed(message: SentMessage, now: number, error: StatusError): WebhookValue {
  return {
    ...envelope(message.number),
    statuses: [
      {
        id: message.id,
        status: 'failed',
        timestamp: toTimestamp(now),
        // Left out where the message went to a phone number (facts, section 9).
        ...recipientOf(message, 'userId' in message.recipient),
        ...callbackData(message),
        errors: [error],
      },
    ],
  };
}

/** A changed number: a system message from the old one, and without contacts (facts, section 1a). */
function numberChanged(
  number: BusinessNumber,
  customer: Customer,
  former: Former,
  id: string,
  now: number,
): WebhookValue {
  const system = former.isShown
    ? {
        body: `User ${customer.name} changed from ${former.waId} to ${customer.waId}`,
        wa_id: customer.waId,
        type: 'user_changed_number',
      }
    : {
        body: `User ${customer.name} changed from ${former.userId} to ${customer.userId}`,
        type: 'user_changed_user_id',
      };
  return {
    ...envelope(number),
    messages: [
      {
        ...sender(former, former.isShown),
        id,
        timestamp: toTimestamp(now),
        system: { ...system, ...(customer.userId && { user_id: customer.userId }) },
        type: 'system',
      },
    ],
  };
}

const envelope = (number: BusinessNumber): WebhookValue => ({
  messaging_product: 'whatsapp',
  metadata: { display_phone_number: number.displayPhoneNumber, phone_number_id: number.phoneNumberId },
});

const sender = ({ waId, userId }: Pick<Former, 'waId' | 'userId'>, withNumber: boolean): WebhookValue => ({
  ...(withNumber && { from: waId }),
  ...(userId && { from_user_id: userId }),
});

function contactOf(customer: Customer, withNumber: boolean): WebhookValue {
  return {
    profile: { name: customer.name, ...(customer.username && { username: customer.username }) },
    ...(withNumber && { wa_id: customer.waId }),
    ...(customer.userId && { user_id: customer.userId }),
  };
}

/** Whoever wrote to a phone number knows it already. */
const isNumberKnown = ({ customer, number, recipient }: SentMessage): boolean =>
  'dialled' in recipient || customer?.showsNumberTo(number) !== false;

function recipientOf(message: SentMessage, withUserId: boolean): WebhookValue {
  const { customer, recipient } = message;
  if ('group' in recipient) return groupAndParticipant(message, recipient.group);
  if (!customer)
    return 'dialled' in recipient ? { recipient_id: recipient.dialled } : { recipient_user_id: recipient.userId };
  return {
    ...(isNumberKnown(message) && { recipient_id: customer.waId }),
    ...(withUserId && customer.userId && { recipient_user_id: customer.userId }),
  };
}

/** In a group the person is the participant (facts, sections 8 and 9). */
function groupAndParticipant(message: SentMessage, group: Group): WebhookValue {
  const { customer } = message;
  return {
    recipient_id: group.id,
    recipient_type: 'group',
    ...(customer && isNumberKnown(message) && { recipient_participant_id: customer.waId }),
    ...(customer?.userId && { recipient_participant_user_id: customer.userId }),
  };
}

const callbackData = ({ callbackData: data }: SentMessage): WebhookValue =>
  data === undefined ? {} : { biz_opaque_callback_data: data };
