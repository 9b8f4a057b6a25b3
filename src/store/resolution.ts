import type { WhatsAppError } from '../platform/errors';
import type { EventError, WebhookEvent } from '../webhook/event';
import type { Outgoing } from './outgoing';
import type { Stage } from './stage';

/** What a status says about its message, as far as that matters later. */
export type StatusNews = Pick<WebhookEvent, 'topic' | 'id' | 'timestamp' | 'errors'>;

/** Why nobody knows whether a message left. Plain data. */
export type Doubt = Pick<WhatsAppError, 'code' | 'message' | 'cause'>;

/** What has become of a message whose outcome is waited for. */
export type Outcome =
  /** It has come so far. `at` is the time of the status, ISO 8601. */
  | { type: 'reached'; stage: Stage; at?: string }
  | { type: 'failed'; errors: readonly EventError[] }
  /** The platform had accepted it, and it did not come so far in time (milliseconds). */
  | { type: 'timeout'; stage: Stage; limitMs: number }
  /** Neither an answer nor a status came. */
  | { type: 'unknown'; doubt: Doubt };

/** The outcome of a message, for the node that sent it. */
export interface Resolution {
  messageId: string;
  /** Without the content, which is kept no longer than it may have to be sent again. */
  outgoing: Outgoing;
  /** The hash that it carried, null for none. */
  hash: string | null;
  wamid?: string;
  /** The platform's answer as it came, if one did. */
  answer?: unknown;
  /** It had been held, and left after re-authentication. */
  isReleased?: boolean;
  outcome: Outcome;
  /** The flow may have had it, before the process ended. */
  isRepeated?: boolean;
}
