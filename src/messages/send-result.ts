import type { WhatsAppError } from '../platform/errors';
import type { SendReceipt } from '../platform/platform';
import type { HeldMessage, Outgoing } from '../store/outgoing';
import type { Stage } from '../store/stage';

/** The store failed after the platform had answered: the answer holds all the same, and nothing may be sent again. */
export interface Unrecorded {
  unrecorded?: WhatsAppError;
}

/** A result that was waited for after the answer. */
export interface Repeatable {
  /** The flow may have had it, before the process ended. */
  isRepeated?: boolean;
}

/** The platform has the message, and it has come as far as was asked for: `at` that time (ISO 8601), if that was a status. */
interface Accepted extends Repeatable, Unrecorded {
  type: 'accepted';
  outgoing: Outgoing;
  receipt: SendReceipt;
  hash: string | null;
  stage?: Stage;
  at?: string;
}

/** What became of a message. */
export type SendResult =
  | Accepted
  | { type: 'held'; held: HeldMessage }
  /** The platform said no, or nothing certain: the error tells. */
  | ({ type: 'failed'; outgoing: Outgoing; error: WhatsAppError; wamid?: string } & Repeatable & Unrecorded)
  /** A status had already reported it refused, and the held output has it. */
  | { type: 'superseded'; outgoing: Outgoing }
  /** The account or the node is deployed again: the message waits in the store, and its result comes later. */
  | { type: 'postponed'; outgoing: Outgoing };
