import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import type { StatusError } from './platform-failures';
import type { MessageContent, SentMessage } from './sent-message';

/** What a webhook of field `messages` tells; on the On-Premises API, the webhook itself. */
export type WebhookValue = Record<string, unknown>;

/** What the platform called a customer before. */
export interface Former {
  waId: string;
  userId: string | undefined;
  /** Whether the phone number is named at all. */
  isShown: boolean;
}

/** How an API tells what happened. Times are milliseconds since the epoch. */
export interface WebhookForm {
  /** @param id of the message */
  incoming(number: BusinessNumber, customer: Customer, id: string, now: number, content: MessageContent): WebhookValue;
  /** @param hash the identity that the status names, if any */
  status(message: SentMessage, status: string, now: number, hash: string | undefined): WebhookValue;
  /** A message that was not delivered. */
  failed(message: SentMessage, now: number, error: StatusError): WebhookValue;
  /** @param id of the system message */
  numberChanged(number: BusinessNumber, customer: Customer, former: Former, id: string, now: number): WebhookValue;
}

/** Time as webhooks write it: seconds since the epoch. */
export const toTimestamp = (now: number): string => String(Math.floor(now / 1000));
