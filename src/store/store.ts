import type { AcknowledgeOutcome, Approvable, ApprovalTarget } from '../identity/approval';
import type { CustomerNames, HashKind } from '../identity/evidence';
import type { IdentityView } from '../identity/ledger';
import type { WebhookEvent } from '../webhook/event';
import type { Aside } from './aside';
import type { AttemptStore } from './attempts';
import type { Patience } from './awaiting';
import type { ContactStore } from './contacts';
import type { CustomerDetails, CustomerFilter } from './customer-details';
import type { CustomerSearch, FoundCustomers } from './customer-search';
import type { IdentityChange } from './identity-change';
import type { Admission, HeldMessage, HoldLimits, Outgoing } from './outgoing';
import type { Resolution } from './resolution';
import type { QueuedMessage } from './send-queue';

/** Whose customers: a business number, and the kind of hash that its API can send. */
export interface Scope {
  /** The phone number ID, or what stands for it where the API has none. */
  number: string;
  kind: HashKind;
}

/** A webhook as it was verified, before anything was done with it. */
export interface Delivery {
  /** The body as it came. */
  body: Buffer;
  /** Milliseconds since 1970. */
  receivedAt: number;
  /** The accounts whose secret verified it. */
  accounts: string[];
}

/** What became of one event of a delivery. */
export interface Committed {
  event: WebhookEvent;
  /** The flow has had it before: it counted as evidence, and is not handed over again. */
  isDuplicate: boolean;
  /** What is known of its customer now; undefined for events without one. */
  identity?: IdentityView;
  /** Identity changes to report before the event itself. */
  reports: IdentityChange[];
  /** How many messages wait for this customer. */
  heldMessages: number;
  /** Messages of ours that this event, a refusal, put on hold. */
  held: HeldMessage[];
  /** What became of a message of ours whose outcome is waited for, as this event tells. */
  resolution?: Resolution;
  /** The customer has messages waiting, and the guard may let them leave now. */
  mayRelease: boolean;
  /** A message sent to learn a hash was delivered without one: the number's identity check seems to be off. */
  isCheckOff: boolean;
}

/** What the platform answered to a message of ours. */
export type SendOutcome =
  | { type: 'accepted'; wamid: string; waId?: string; answer?: unknown }
  /** The platform refused it because its hash is outdated. */
  | { type: 'mismatch' }
  /** It was refused for another reason, or certainly never left. */
  | { type: 'refused' }
  /** The same, and it is to be sent again: it goes back to where it waited, on hold or for its turn. */
  | { type: 'again'; held?: HeldMessage }
  /** No answer came, and it may have been sent: it is not sent again, but a status may tell for a while. */
  | { type: 'unknown'; patience?: Patience; isInterrupted?: boolean };

/** What follows from the platform's answer. */
export interface Settled {
  reports: IdentityChange[];
  /** The message, if it is held from now on. */
  held?: HeldMessage;
  /** A status has reported it refused already: it was put on hold then, whatever the answer says. */
  isSuperseded: boolean;
  /** The ID of a message that waits for its turn again. */
  queuedId?: string;
  /** What became of a message that is waited for, or whose answer was lost: a status had told it before. */
  resolution?: Resolution;
  /** Until when its outcome is waited for, in milliseconds since 1970: that is told when it is known, or then. */
  awaitedUntil?: number;
}

/**
 * Where trust, duplicates, deliveries and held messages are kept. It speaks the domain, not keys and values, so that each
 * engine can do every method atomically in its own way: all of it is recorded, or nothing. What cannot be recorded
 * rejects with a `WhatsAppError` whose code is `store_failed`, and can be tried again.
 */
export interface Store {
  readonly engine: 'memory' | 'disk';
  /** What was tried on the business number itself. */
  readonly attempts: AttemptStore;
  /** What is known of customers' numbers. */
  readonly contacts: ContactStore;

  /** Resolves when everything can be recorded; rejects with what is wrong. */
  ready(): Promise<void>;

  /** Takes a delivery in; when this resolves, it will be processed, whatever happens to the process. Gives its ID. */
  accept(delivery: Delivery): Promise<string>;
  /** Finds the duplicates among the events of a delivery and moves the ledger. Repeating it gives the same events again. */
  commit(scope: Scope, deliveryId: string, events: readonly WebhookEvent[]): Promise<Committed[]>;
  /** The flow has received the events of a delivery: it is forgotten once all that it brought about is recorded. */
  finish(deliveryId: string): void;
  /** Sets a delivery aside at which our own code failed again and again: nobody works on it any more. */
  setAside(deliveryId: string, reason: string): Promise<void>;
  /** The deliveries that were set aside. */
  readonly aside: Pick<Aside, 'list' | 'retry' | 'remove'>;
  /** Gives a delivery up that could not be handed over: it counts as unfinished. */
  abandon(deliveryId: string): void;
  /** The deliveries that nobody works on, taken in by a process that ended or given up in this one, oldest first. */
  unfinished(): Promise<{ id: string; delivery: Delivery }[]>;

  /**
   * Lets the guard decide on a message, and records it: as held, or as about to leave. The correlation ID has to travel
   * with a message that leaves.
   * @param queuedId of a message that has waited for its turn
   * @throws InputError `held_too_many`, `held_too_large`, `group_not_authenticated`, and `message_withdrawn` when the
   * customer of a waiting message was forgotten
   */
  admit(scope: Scope, outgoing: Outgoing, limits: HoldLimits, queuedId?: string): Promise<Admission>;
  /** Records a message that has to wait for its turn, and gives its ID. */
  enqueue(scope: Scope, outgoing: Outgoing): Promise<string>;
  /** Gives up a message that waits for its turn. */
  dequeue(scope: Scope, queuedId: string): Promise<void>;
  /** The messages that wait for their turn, in the order they were sent: none of them has left. */
  queued(scope: Scope): Promise<QueuedMessage[]>;
  /** Records what the platform answered. */
  settle(scope: Scope, correlationId: string, outcome: SendOutcome): Promise<Settled>;
  /**
   * What became of messages whose sending the end of the process interrupted, as far as statuses have told. The others
   * count as unknown, or wait for a status as long as `patience` has it. Told once.
   */
  interrupted(scope: Scope, patience: Patience): Promise<Resolution[]>;
  /** Gives up waiting for outcomes whose time is up. Says when the next one's is, in milliseconds since 1970. */
  expireAwaited(scope: Scope): Promise<{ resolutions: Resolution[]; next?: number }>;

  /**
   * Takes a customer's first held message out, if the guard lets it leave now.
   * @param isWanted whether its send node can take the outcome
   */
  releaseNext(
    scope: Scope,
    names: CustomerNames,
    isWanted: (held: HeldMessage) => boolean,
  ): Promise<Admission | undefined>;
  /** A customer's held messages, in the order they were sent. */
  heldOf(scope: Scope, names: CustomerNames): Promise<HeldMessage[]>;
  /** Takes a customer's held messages away and gives them back. */
  takeHeld(scope: Scope, names: CustomerNames): Promise<HeldMessage[]>;
  /** Takes away the messages that have been held since before a time (milliseconds since 1970), and gives them back. */
  expireHeld(scope: Scope, before: number): Promise<HeldMessage[]>;
  /** The customers who have messages waiting. */
  waiting(scope: Scope): Promise<CustomerNames[]>;

  /** What is known of a customer. */
  look(scope: Scope, names: CustomerNames): Promise<IdentityView>;
  /** All that is kept about a customer; undefined when nothing is. */
  details(scope: Scope, names: CustomerNames): Promise<CustomerDetails | undefined>;
  /** Customers in the order of their names, a page at a time. */
  list(scope: Scope, filter: CustomerFilter): Promise<{ customers: CustomerDetails[]; next?: string }>;
  /** Customers by text and state, with figures: for people, who look again and again for a while. */
  find(scope: Scope, search: CustomerSearch): Promise<FoundCustomers>;
  /** Calls the listener whenever anything about customers, or what waits for them, may have changed; gives the end of it. */
  watch(listener: () => void): () => void;
  acknowledge(scope: Scope, names: CustomerNames, approvable: Approvable, by?: string): Promise<AcknowledgeOutcome>;
  /** What an acknowledgement would approve, for an API that has to be told first. Changes nothing. */
  approvable(
    scope: Scope,
    names: CustomerNames,
    approvable: Approvable,
  ): Promise<ApprovalTarget | 'identity_changed_again'>;
  /**
   * Takes in the current hash of a customer as the platform answered it when asked.
   * @param at seconds of the platform's clock, later than anything known when it was asked
   */
  reveal(scope: Scope, names: CustomerNames, hash: string, at: number): Promise<IdentityChange[]>;
  revoke(scope: Scope, names: CustomerNames, by?: string): Promise<void>;
  /** Removes everything about a customer, held messages included; afterwards the customer is `unknown`. */
  forget(scope: Scope, names: CustomerNames): Promise<boolean>;

  /** Resolves when nothing waits to be recorded any more, whether it could be or not. */
  settled(): Promise<void>;
  /** Waits for everything on its way, and lets go of the disk. */
  close(): Promise<void>;
}
