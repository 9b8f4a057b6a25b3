import type { Customer } from '../identity/customer';
import type { HashKind } from '../identity/evidence';

/** Which output of webhook-in an event belongs to. */
export type EventKind = 'message' | 'status' | 'account';

/** How urgent an account event is for the people who run the business. */
export type Severity = 'critical' | 'warning' | 'info';

/** One error the platform reported inside a webhook, with what this package knows about its code. */
export interface EventError {
  code: number;
  title: string;
  details?: string;
  retryable: boolean;
  advice: string;
}

/**
 * One message, status, error or change of a webhook, classified. Plain data; `raw` and `payload` point into the
 * parsed webhook instead of copying it.
 */
export interface WebhookEvent {
  kind: EventKind;
  /** What a flow switches on, see the README's table of outputs. */
  topic: string;
  /** What a flow looks at first: the text of a text message, else the content object, the status, or the change's value. */
  payload: unknown;
  /** Key under which a second copy of this event is recognised, unique within one business number. */
  duplicateKey: string;
  /** The wamid of a message or status, or a call's ID. */
  id?: string;
  /** ISO 8601, absent when the webhook had none that can be read. */
  timestamp?: string;
  /** The change's field, as it came. */
  field?: string;
  phoneNumberId?: string;
  displayPhoneNumber?: string;
  wabaId?: string;
  entryId?: string;
  customer?: Customer;
  /** ID of the group a message or status belongs to; identity then belongs to the participant in `customer`. */
  groupId?: string;
  /** The identity hash of the customer that came with this very event. */
  identityHash?: string;
  /** Which kind of hash that is: hashes of different kinds are never compared. */
  identityHashKind?: HashKind;
  context?: unknown;
  /** `biz_opaque_callback_data` of a status as it came. */
  callbackData?: string;
  errors?: EventError[];
  severity?: Severity;
  /** The message, status, error or change as it came, by reference. */
  raw: unknown;
  /** The `value` (or the On-Premises body) that `raw` came in, by reference. */
  value?: unknown;
}
