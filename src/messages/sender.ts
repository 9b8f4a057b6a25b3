import type { Account } from '../account';
import type { CustomerNames } from '../identity/evidence';
import { NoAnswerError, PlatformError, WhatsAppError } from '../platform/errors';
import type { SendReceipt } from '../platform/platform';
import { type HeldMessage, HOLD_LIMITS, type Outgoing } from '../store/outgoing';
import { toOutgoingMessage } from './outgoing';

/** What became of a message. */
export type SendResult =
  | { type: 'accepted'; outgoing: Outgoing; receipt: SendReceipt; hash: string | null }
  | { type: 'held'; held: HeldMessage }
  /** The platform said no, or nothing certain: the error tells. */
  | { type: 'failed'; outgoing: Outgoing; error: WhatsAppError }
  /** A status had already reported it refused, and the held output has it. */
  | { type: 'superseded'; outgoing: Outgoing };

/** Gives what becomes of a message later to the send node that it came from. */
export type ResultListener = (result: SendResult, released: boolean) => void;

const CODE_OF_MISMATCH = 137000;

/**
 * Sends messages through the guard: what it holds is kept, what it lets leave is recorded before it goes, and what the
 * platform refuses because of an outdated hash is held as well. Results that come later (a refusal by status, a release
 * after re-authentication) go to the node that sent the message.
 */
export class Sender {
  readonly #account: Account;
  readonly #listeners = new Map<string, ResultListener>();
  #releasing: Promise<void> = Promise.resolve();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Registers a send node for results that come later; what is returned takes it away again. */
  register(nodeId: string, listener: ResultListener): () => void {
    this.#listeners.set(nodeId, listener);
    return () => {
      if (this.#listeners.get(nodeId) === listener) this.#listeners.delete(nodeId);
    };
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

  /** Tells the send nodes of messages that went on hold, or were found interrupted, without their doing. */
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
      const admission = await store.releaseNext(scope, names, ({ outgoing }) => this.#listeners.has(outgoing.nodeId));
      if (admission?.type !== 'send') return count;
      const { outgoing, correlationId, hash } = admission;
      const result = await this.#post(outgoing, correlationId, hash);
      this.#announce(outgoing, result, true);
    }
  }

  async #post(outgoing: Outgoing, correlationId: string, hash: string | null): Promise<SendResult> {
    const { scope, store, platform } = this.#account;
    let receipt: SendReceipt;
    try {
      receipt = await platform.sendMessage(this.#toMessage(outgoing, hash, correlationId));
    } catch (error) {
      return this.#refused(outgoing, correlationId, error);
    }
    const [contact] = receipt.contacts;
    const { isSuperseded } = await store.settle(scope, correlationId, {
      type: 'accepted',
      wamid: receipt.id,
      ...(contact?.wa_id === undefined ? {} : { waId: contact.wa_id }),
    });
    if (isSuperseded) return { type: 'superseded', outgoing };
    return { type: 'accepted', outgoing, receipt, hash };
  }

  async #refused(outgoing: Outgoing, correlationId: string, error: unknown): Promise<SendResult> {
    const { scope, store } = this.#account;
    if (!(error instanceof WhatsAppError)) throw error;
    if (error instanceof PlatformError && error.cause.platformCode === CODE_OF_MISMATCH) {
      const { reports, held } = await store.settle(scope, correlationId, { type: 'mismatch' });
      this.#account.report(reports);
      if (held !== undefined) return { type: 'held', held };
    } else {
      const isUnknown = error instanceof NoAnswerError && error.ambiguous;
      await store.settle(scope, correlationId, { type: isUnknown ? 'unknown' : 'refused' });
    }
    return { type: 'failed', outgoing, error };
  }

  #announce(outgoing: Outgoing, result: SendResult, released: boolean): void {
    this.#listeners.get(outgoing.nodeId)?.(result, released);
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

const CORRELATION_LENGTH = 22;

function withoutType({ to, recipient }: Outgoing['address']): { to?: string; recipient?: string } {
  return { ...(to === undefined ? {} : { to }), ...(recipient === undefined ? {} : { recipient }) };
}
