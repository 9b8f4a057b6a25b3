import type { Account } from '../account';
import type { CustomerNames } from '../identity/evidence';
import { NoAnswerError, PlatformError, WhatsAppError } from '../platform/errors';
import type { SendReceipt } from '../platform/platform';
import { type HeldMessage, HOLD_LIMITS, type Outgoing } from '../store/outgoing';
import type { SendOutcome, Settled } from '../store/store';
import { expired, interrupted } from './interruptions';
import { toOutgoingMessage } from './outgoing';
import { listenersOf, type ResultListener, type ResultListeners } from './result-listeners';

/** The store failed after the platform had answered: the answer holds all the same, and nothing may be sent again. */
interface Unrecorded {
  unrecorded?: WhatsAppError;
}

/** What became of a message. */
export type SendResult =
  | ({ type: 'accepted'; outgoing: Outgoing; receipt: SendReceipt; hash: string | null } & Unrecorded)
  | { type: 'held'; held: HeldMessage }
  /** The platform said no, or nothing certain: the error tells. */
  | ({ type: 'failed'; outgoing: Outgoing; error: WhatsAppError } & Unrecorded)
  /** A status had already reported it refused, and the held output has it. */
  | { type: 'superseded'; outgoing: Outgoing };

/** Told of results that no send node can take, for the node is gone. */
export type OrphanListener = (result: SendResult) => void;

/** What the catalogue calls 137000, and 480 of the On-Premises API. */
const MISMATCH = 'identity_mismatch';

/**
 * Sends messages through the guard: what it holds is kept, what it lets leave is recorded before it goes, and what the
 * platform refuses because of an outdated hash is held as well. Results that come later (a refusal by status, a release
 * after re-authentication) go to the node that sent the message.
 */
export class Sender {
  readonly #account: Account;
  readonly #listeners: ResultListeners;
  readonly #onOrphan: OrphanListener;
  #releasing: Promise<void> = Promise.resolve();
  #isStopped = false;

  constructor(account: Account, onOrphan: OrphanListener) {
    this.#account = account;
    this.#listeners = listenersOf(account.store, account.scope.number);
    this.#onOrphan = onOrphan;
  }

  /**
   * Registers a send node for results that come later; what is returned takes it away again: for good, or until it is
   * deployed again, and then results wait for it.
   */
  register(nodeId: string, listener: ResultListener): (isRemoved: boolean) => void {
    return this.#listeners.register(nodeId, listener);
  }

  /** @throws WhatsAppError when the message can neither be sent nor held: nothing was recorded then */
  async send(outgoing: Outgoing): Promise<SendResult> {
    // What cannot be built must fail before it is recorded.
    this.#toMessage(outgoing, null, 'x'.repeat(CORRELATION_LENGTH));
    const { scope, store } = this.#account;
    const admission = await store.admit(scope, outgoing, HOLD_LIMITS);
    if (admission.type === 'held') return { type: 'held', held: admission.held };
    return this.#post(outgoing, admission.correlationId, admission.hash);
  }

  /**
   * Goes on where the process before this one ended, or the deployment: messages whose sending was interrupted are
   * reported, never sent again, and held messages leave that may leave by now.
   */
  async recover(): Promise<void> {
    const { scope, store } = this.#account;
    for (const result of this.#listeners.endDeployment()) this.#onOrphan(result);
    for (const outgoing of await store.interrupted(scope)) {
      this.#announce(outgoing, { type: 'failed', outgoing, error: interrupted() }, false);
    }
    for (const names of await store.waiting(scope)) await this.release(names);
  }

  /** Lets no held message leave any more: the account is deployed again, and its next life goes on. */
  stop(): void {
    this.#isStopped = true;
  }

  /**
   * Gives up messages that have been held for too long; each leaves its send node as not delivered. What waited behind one
   * of them, and for nothing else, leaves now.
   */
  async expire(now: number): Promise<void> {
    const { scope, store } = this.#account;
    const given = await store.expireHeld(scope, now - HOLD_LIMITS.age);
    for (const { outgoing } of given) {
      this.#announce(outgoing, { type: 'failed', outgoing, error: expired() }, false);
    }
    for (const { outgoing } of given) if (outgoing.names !== undefined) await this.release(outgoing.names);
  }

  /** Tells the send nodes of messages that went on hold without their doing. */
  announceHeld(messages: readonly HeldMessage[]): void {
    for (const held of messages) this.#announce(held.outgoing, { type: 'held', held }, false);
  }

  /**
   * Sends a customer's held messages in order, as far as the guard lets them leave. A message whose send node is gone
   * stays, and so do those behind it.
   *
   * @returns how many left
   */
  release(names: CustomerNames): Promise<number> {
    // One after the other for the whole number: the order per customer holds whatever their names.
    const released = this.#releasing.then(() => this.#releaseAll(names));
    this.#releasing = released.then(
      () => undefined,
      () => undefined,
    );
    return released;
  }

  async #releaseAll(names: CustomerNames): Promise<number> {
    const { scope, store } = this.#account;
    for (let count = 0; ; count += 1) {
      if (this.#isStopped) return count;
      const admission = await store.releaseNext(scope, names, ({ outgoing }) => this.#listeners.has(outgoing.nodeId));
      if (admission?.type !== 'send') return count;
      const { outgoing, correlationId, hash } = admission;
      const result = await this.#post(outgoing, correlationId, hash);
      this.#announce(outgoing, result, true);
      // It is first in the queue again, and some policies would let it leave again at once, and again.
      if (result.type === 'held') return count;
    }
  }

  async #post(outgoing: Outgoing, correlationId: string, hash: string | null): Promise<SendResult> {
    const { platform } = this.#account;
    let receipt: SendReceipt;
    try {
      receipt = await platform.sendMessage(this.#toMessage(outgoing, hash, correlationId), {
        ...(outgoing.timeoutMs === undefined ? {} : { timeoutMs: outgoing.timeoutMs }),
      });
    } catch (error) {
      return this.#refused(outgoing, correlationId, error);
    }
    const [contact] = receipt.contacts;
    const { isSuperseded, reports, ...rest } = await this.#settle(correlationId, {
      type: 'accepted',
      wamid: receipt.id,
      ...(contact?.wa_id === undefined ? {} : { waId: contact.wa_id }),
    });
    this.#account.report(reports);
    if (isSuperseded) return { type: 'superseded', outgoing };
    return { type: 'accepted', outgoing, receipt, hash, ...toUnrecorded(rest) };
  }

  async #refused(outgoing: Outgoing, correlationId: string, error: unknown): Promise<SendResult> {
    if (!(error instanceof WhatsAppError)) throw error;
    const { reports, held, ...rest } = await this.#settle(correlationId, { type: toOutcome(error) });
    this.#account.report(reports);
    if (held !== undefined) return { type: 'held', held };
    return { type: 'failed', outgoing, error, ...toUnrecorded(rest) };
  }

  async #settle(correlationId: string, outcome: SendOutcome): Promise<Settled & Unrecorded> {
    const { scope, store } = this.#account;
    try {
      return await store.settle(scope, correlationId, outcome);
    } catch (error) {
      if (!(error instanceof WhatsAppError)) throw error;
      return { reports: [], isSuperseded: false, unrecorded: error };
    }
  }

  #announce(outgoing: Outgoing, result: SendResult, released: boolean): void {
    if (!this.#listeners.tell(outgoing.nodeId, result, released)) this.#onOrphan(result);
  }

  #toMessage({ content, address, names, callbackData }: Outgoing, hash: string | null, correlationId: string) {
    const group = address.recipient_type === 'group';
    // Our ID goes first: what comes back on the statuses then tells which message of ours they are about.
    const data = callbackData === undefined ? correlationId : `${correlationId} ${callbackData}`;
    return toOutgoingMessage(
      content,
      { names: names ?? {}, group, ...withoutType(address) },
      { identityHash: hash, callbackData: data },
    );
  }
}

const toUnrecorded = ({ unrecorded }: Unrecorded): Unrecorded => (unrecorded === undefined ? {} : { unrecorded });

function toOutcome(error: WhatsAppError): 'mismatch' | 'unknown' | 'refused' {
  if (error instanceof PlatformError && error.code === MISMATCH) return 'mismatch';
  return error instanceof NoAnswerError && error.ambiguous ? 'unknown' : 'refused';
}

const CORRELATION_LENGTH = 22;

function withoutType({ to, recipient }: Outgoing['address']): { to?: string; recipient?: string } {
  return { ...(to === undefined ? {} : { to }), ...(recipient === undefined ? {} : { recipient }) };
}
