import type { CustomerNames } from '../identity/evidence';
import type { HoldReason, SendPolicy } from '../identity/policy';
import type { Stage } from './stage';

/** A message of ours on its way through the guard. Plain data: it may wait on the disk. */
export interface Outgoing {
  /** ID of the send node, which its outcome leaves. */
  nodeId: string;
  /** Whom the trust ledger knows it is for; undefined for a group. */
  names?: CustomerNames;
  /** The user ID behind those names when the guard first decided: a number may come into other hands before it leaves. */
  holder?: string;
  /** Whom the platform is to send it to. */
  address: { to?: string; recipient?: string; recipient_type?: 'individual' | 'group' };
  /** Type and content in the Cloud API's own form. */
  content: { type: string; [member: string]: unknown };
  policy: SendPolicy;
  /** The hash that must be current, if the flow demands one. */
  requiredHash?: string;
  /** What the flow wants back on its statuses. */
  callbackData?: string;
  /** How long the platform may take to answer, in milliseconds; the client's own limit where there is none. */
  timeoutMs?: number;
  /** How often it is sent again when it certainly did not leave; the usual number of times where there is none. */
  retries?: number;
  /**
   * How far it has to come until its result leaves, and how long that is waited for once the platform has accepted it, in
   * milliseconds; its result leaves when it is accepted where there is none. Of `accepted` the limit is how long a lost
   * answer is waited for.
   */
  awaits?: { stage: Stage; limitMs: number };
  /** Of the message that came in, so that what comes out later belongs to it. */
  msgid?: string;
}

/** A message that waits for trust. */
export interface HeldMessage {
  /** Orders a customer's messages as they were sent. */
  id: string;
  reason: HoldReason;
  /** Milliseconds since 1970. */
  heldAt: number;
  outgoing: Outgoing;
}

/** How much may be held: beyond it, sending fails with an error, nothing is dropped. */
export interface HoldLimits {
  perCustomer: number;
  perNumber: number;
  /** Bytes of one message. */
  bytes: number;
  /** Milliseconds. */
  age: number;
}

export const HOLD_LIMITS: HoldLimits = { perCustomer: 100, perNumber: 10_000, bytes: 65_536, age: 86_400_000 };

/** What the guard decided on a message. */
export type Admission =
  | { type: 'held'; held: HeldMessage }
  | { type: 'send'; correlationId: string; messageId: string; hash: string | null; outgoing: Outgoing };
