import type { ContactOperations } from './contacts';
import type { MediaOperations } from './media';
import type { NumberOperations } from './number';
import type { ServerOperations } from './server';
import type { TemplateOperations } from './templates';
import type { TokenOperations } from './token';
import type { UsageMeter } from './usage';
import type { WabaOperations } from './waba';

/** The APIs an account can speak. `simulator` is the Cloud API served by this package on loopback. */
export type Api = 'cloud' | 'on-premises' | 'simulator';

/** A message in the Cloud API's own form, complete but for `messaging_product`. */
export interface OutgoingMessage {
  recipient_type?: 'individual' | 'group';
  /** Phone number (E.164 with plus) or group ID. */
  to?: string;
  /** Business-scoped user ID; `to` wins when both are there. */
  recipient?: string;
  /** The identity hash the recipient must still have, else the platform refuses with 137000. */
  recipient_identity_key_hash?: string;
  /** Comes back on every status of this message, at most 512 characters. */
  biz_opaque_callback_data?: string;
  type: string;
  [content: string]: unknown;
}

/** The platform's answer to an accepted message. Accepted is not delivered. */
export interface SendReceipt {
  /** The wamid. */
  id: string;
  /** What the platform made of the recipient: wa_id may differ from the input (Brazil, Mexico, Argentina). */
  contacts: { input?: string; wa_id?: string; user_id?: string }[];
  /** `accepted`, `held_for_quality_assessment` or `paused`, where the platform says so. */
  messageStatus?: string;
  /** The answer as it came. */
  raw: unknown;
}

export interface SendOptions {
  /** Until the whole answer is there, in milliseconds; without it the client's own limit holds. */
  timeoutMs?: number;
}

/** Marks a customer's message as read, and those before it. */
export interface ReadReceipt {
  /** The wamid. */
  message_id: string;
  /** Shows the customer that an answer is being written, until it comes or for 25 seconds. Cloud API only. */
  typing_indicator?: { type: string };
}

export interface MessageOperations {
  /** @throws PlatformError, NoAnswerError */
  sendMessage(message: OutgoingMessage, options?: SendOptions): Promise<SendReceipt>;
  /** @throws PlatformError, NoAnswerError */
  markAsRead(receipt: ReadReceipt, options?: SendOptions): Promise<void>;
}

export interface Operations
  extends MessageOperations,
    NumberOperations,
    TemplateOperations,
    WabaOperations,
    TokenOperations,
    ContactOperations,
    MediaOperations,
    ServerOperations {}

/**
 * What an account can do, the same for every API. An operation that an API does not have rejects with a
 * `NotSupportedError`: it names the API which has it and the way to the same goal.
 */
export interface Platform extends Operations {
  readonly api: Api;
  /** How much of the platform's limits is used, and how to stay below them. */
  readonly usage: UsageMeter;
  /** Closes kept connections; requests under way are given up. */
  close(): void;
}
