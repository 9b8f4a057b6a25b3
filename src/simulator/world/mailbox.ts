import type { Rules } from '../rules';
import type { Customer } from './customer';
import type { CustomerTime } from './customer-time';
import {
  HASH_MISMATCH,
  IDENTITY_NOT_ACKNOWLEDGED,
  outsideWindow,
  type StatusError,
  undeliverable,
} from './platform-failures';
import type { ReceivedMessage, SentMessage } from './sent-message';
import { isOutsideWindow } from './service-window';
import type { Surroundings } from './surroundings';
import { webhooksOf } from './webhooks-of';

interface Unread {
  message: SentMessage;
  received: ReceivedMessage;
}

/**
 * What happens to the messages sent to one customer. The identity rules are those of S1, "Identity Change Check", and for
 * the On-Premises API those of S2, "Manage Users' Identities".
 */
export class Mailbox {
  /** What the phone received, oldest first. */
  readonly inbox: ReceivedMessage[] = [];
  readonly #customer: Customer;
  readonly #time: CustomerTime;
  readonly #surroundings: Surroundings;
  readonly #waiting: SentMessage[] = [];
  #unread: Unread[] = [];

  constructor(customer: Customer, time: CustomerTime, surroundings: Surroundings) {
    this.#customer = customer;
    this.#time = time;
    this.#surroundings = surroundings;
  }

  /** How many messages wait for the phone to come online. */
  get waiting(): number {
    return this.#waiting.length;
  }

  /** A message leaves the platform for this customer. */
  take(message: SentMessage): void {
    const { onWhatsApp, online, identityHash } = this.#customer;
    const { rules } = this.#surroundings;
    // The identity may still change while the phone is offline: a mismatch is then found when it comes back. What a
    // self-hosted client blocks does not even leave it.
    const mismatch = online || message.number.onPremises ? this.#mismatchOf(message) : undefined;
    const isTooLate = rules.closedWindow !== 'ignore' && isOutsideWindow(message);
    const refused = mismatch ?? (isTooLate ? outsideWindow(message.number) : undefined);
    const obstacle = onWhatsApp ? refused : undeliverable(message.number);
    if (obstacle) {
      this.#fail(message, obstacle);
      return;
    }
    this.#report(message, 'sent', identityHash);
    if (online) this.#deliver(message);
    else this.#waiting.push(message);
  }

  /** Delivers what had to wait while the customer was offline, to whoever holds the account now. */
  deliverWaiting(): void {
    for (const message of this.#waiting.splice(0)) {
      const mismatch = this.#mismatchOf(message);
      if (mismatch) this.#fail(message, mismatch);
      else this.#deliver(message);
    }
  }

  /** Gives up what had to wait: the account is gone. */
  returnWaiting(): void {
    for (const message of this.#waiting.splice(0)) this.#fail(message, undeliverable(message.number));
  }

  /** @returns the wamids of what was unread */
  read(): string[] {
    const unread = this.#unread;
    this.#unread = [];
    for (const { message, received } of unread) {
      received.readAt = this.#now();
      this.#report(message, 'read', received.identityHash);
    }
    return unread.map(({ received }) => received.id);
  }

  #mismatchOf({ hash, number: { onPremises } }: SentMessage): StatusError | undefined {
    if (onPremises) return onPremises.blocks(this.#customer) ? IDENTITY_NOT_ACKNOWLEDGED : undefined;
    return hash !== undefined && hash !== this.#customer.identityHash ? HASH_MISMATCH : undefined;
  }

  #deliver(message: SentMessage): void {
    const { person, device, identityHash } = this.#customer;
    const { id, content, number, recipient } = message;
    const group = 'group' in recipient ? { group: recipient.group.id } : {};
    const about = { id, from: number.phoneNumberId, at: this.#now(), content, ...group };
    const received: ReceivedMessage = { ...about, person, device, identityHash };
    this.inbox.push(received);
    this.#unread.push({ message, received });
    const { inboxLimit } = this.#surroundings;
    if (this.inbox.length > inboxLimit) this.inbox.shift();
    if (this.#unread.length > inboxLimit) this.#unread.shift();
    this.#report(message, 'delivered', identityHash);
  }

  #report(message: SentMessage, status: string, hashNow: string): void {
    const { number } = message;
    if (status === 'sent' && number.onPremises?.settings.tellsSentStatus === false) return;
    // The world told it once for the whole group.
    if (status === 'sent' && 'group' in message.recipient) return;
    const hash = statusHash(message, this.#surroundings.rules, hashNow);
    this.#surroundings.emit(number, webhooksOf(number).status(message, status, this.#time.now(), hash));
  }

  #fail(message: SentMessage, error: StatusError): void {
    const { number } = message;
    this.#surroundings.emit(number, webhooksOf(number).failed(message, this.#time.now(), error));
  }

  #now(): string {
    return new Date(this.#time.now()).toISOString();
  }
}

function statusHash(message: SentMessage, rules: Rules, hashNow: string): string | undefined {
  if (!message.number.identityCheck || 'group' in message.recipient) return undefined;
  if (message.hash !== undefined && !rules.stampStatusSentWithHash) return undefined;
  return rules.stampStatusAt === 'sending' ? message.hashAtSending : hashNow;
}
