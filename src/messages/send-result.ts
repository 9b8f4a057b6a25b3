import type { WhatsAppError } from '../platform/errors';
import type { SendReceipt } from '../platform/platform';
import type { HeldMessage, Outgoing } from '../store/outgoing';

/** The store failed after the platform had answered: the answer holds all the same, and nothing may be sent again. */
export interface Unrecorded {
  unrecorded?: WhatsAppError;
}

/** What became of a message. */
export type SendResult =
  | ({ type: 'accepted'; outgoing: Outgoing; receipt: SendReceipt; hash: string | null } & Unrecorded)
  | { type: 'held'; held: HeldMessage }
  /** The platform said no, or nothing certain: the error tells. */
  | ({ type: 'failed'; outgoing: Outgoing; error: WhatsAppError } & Unrecorded)
  /** A status had already reported it refused, and the held output has it. */
  | { type: 'superseded'; outgoing: Outgoing }
  /** The account is deployed again: the message waits in the store, and its result comes later. */
  | { type: 'postponed'; outgoing: Outgoing };
