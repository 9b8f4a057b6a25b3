import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import type { StatusError } from './platform-failures';
import { type MessageContent, nameOf, type SentMessage } from './sent-message';
import { type Former, toTimestamp, type WebhookForm, type WebhookValue } from './webhook-form';

/** Webhooks of the On-Premises API, which have no envelope (facts, section 1c) and know no user IDs. */
export const onPremisesWebhooks: WebhookForm = { incoming, status: statusOf, failed, numberChanged };

function incoming(
  number: BusinessNumber,
  customer: Customer,
  id: string,
  now: number,
  content: MessageContent,
): WebhookValue {
  return {
    contacts: [{ profile: { name: customer.name }, wa_id: customer.waId }],
    messages: [
      { ...content, from: customer.waId, id, timestamp: toTimestamp(now), ...identityOf(number, customer, now) },
    ],
  };
}

function statusOf(message: SentMessage, status: string, now: number): WebhookValue {
  return { statuses: [{ id: message.id, status, timestamp: toTimestamp(now), recipient_id: recipientOf(message) }] };
}

function failed(message: SentMessage, now: number, error: StatusError): WebhookValue {
  const status = { id: message.id, status: 'failed', timestamp: toTimestamp(now), recipient_id: recipientOf(message) };
  return { statuses: [{ ...status, errors: [error] }] };
}

function numberChanged(
  _number: BusinessNumber,
  customer: Customer,
  former: Former,
  id: string,
  now: number,
): WebhookValue {
  const body = `User ${customer.name} changed from ${former.waId} to ${customer.waId}`;
  const system = { body, new_wa_id: customer.waId, type: 'user_changed_number' };
  return { messages: [{ from: former.waId, id, timestamp: toTimestamp(now), system, type: 'system' }] };
}

/** A customer's identity changed: the hash is a string, and there is no `body` (facts, section 1c). */
export function identityChangedValue(customer: Customer, id: string, now: number): WebhookValue {
  const { waId, identityHash } = customer;
  const system = { identity: identityHash, type: 'user_identity_changed', user: waId };
  return { messages: [{ from: waId, id, timestamp: toTimestamp(now), system, type: 'system' }] };
}

/** Rides on every message while security notifications are shown (facts, section 1b). */
function identityOf({ onPremises }: BusinessNumber, customer: Customer, now: number): WebhookValue {
  if (!onPremises?.settings.showsSecurityNotifications) return {};
  const { hash, detectedAt, acknowledged } = onPremises.identities.of(customer, now);
  return { identity: { acknowledged, created_timestamp: detectedAt, hash } };
}

const recipientOf = ({ customer, recipient }: SentMessage): string | undefined => customer?.waId ?? nameOf(recipient);
