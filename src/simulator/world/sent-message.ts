import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import type { Group } from './groups';

/** What a message says, in the Cloud API's form: `{ type: 'text', text: { body } }`. */
export interface MessageContent {
  type: string;
  [content: string]: unknown;
}

/** The digits dialled, a business-scoped user ID, or a group. */
export type Recipient = { readonly dialled: string } | { readonly userId: string } | { readonly group: Group };

/** What a business asks to be sent, checked. */
export interface SendRequest {
  recipient: Recipient;
  /** The identity hash that the customer must still have. */
  hash?: string | undefined;
  callbackData?: string | undefined;
  content: MessageContent;
}

/** The one customer whom a recipient names; undefined for a group. */
export function nameOf(recipient: Recipient): string | undefined {
  if ('group' in recipient) return undefined;
  return 'dialled' in recipient ? recipient.dialled : recipient.userId;
}

/** A message that the platform accepted. Accepted is not delivered. */
export interface SentMessage {
  /** The wamid. */
  readonly id: string;
  readonly number: BusinessNumber;
  readonly content: MessageContent;
  readonly recipient: Recipient;
  /** Absent when nobody has that number or user ID. In a group, whom it goes to; absent as long as that is everybody. */
  readonly customer: Customer | undefined;
  /** Compared on delivery. Absent when none was given, or the check was off when it was sent. */
  readonly hash: string | undefined;
  /** The hash that the customer had when it was sent. */
  readonly hashAtSending: string | undefined;
  readonly callbackData: string | undefined;
}

/** A message as a customer's phone shows it. */
export interface ReceivedMessage {
  /** The wamid. */
  readonly id: string;
  /** Phone number ID of the business number that sent it. */
  readonly from: string;
  /** ISO 8601. */
  readonly at: string;
  readonly content: MessageContent;
  /** ID of the group that it was sent to, if it was. */
  readonly group?: string;
  /** Who held the account when it arrived. */
  readonly person: Person;
  /** Which device it arrived on, counted from 1. */
  readonly device: number;
  readonly identityHash: string;
  /** ISO 8601, once it was read. */
  readAt?: string;
}

/** Somebody who holds (or held) a customer's account. */
export interface Person {
  /** Counts up from 1: anyone but 1 took the account over. */
  readonly generation: number;
  readonly name: string;
}
