import type { Account } from '../account';
import type { CustomerNames } from '../identity/evidence';
import type { ReadReceipt, SendOptions } from '../platform/platform';
import { type HeldMessage, HOLD_LIMITS, type Outgoing } from '../store/outgoing';
import type { Resolution } from '../store/resolution';
import { expired } from './interruptions';
import { Outcomes } from './outcomes';
import { GrantedRate } from './pace/granted-rate';
import { DEFAULT_RATE } from './pace/number-pace';
import { checkBuildable } from './post';
import { queueOf } from './queues';
import { Receipts } from './receipts';
import { Releases } from './releases';
import { listenersOf, type ResultListener, type ResultListeners } from './result-listeners';
import type { SendQueue } from './send-queue';
import type { SendResult } from './send-result';
import { Turns } from './turns';

/** Told of results that no send node can take, for the node is gone. */
export type OrphanListener = (result: SendResult) => void;

/**
 * Sends messages through the guard, each in its turn: what the guard holds is kept, what it lets leave is recorded before it
 * goes, what the platform refuses because of an outdated hash is held as well, and what certainly did not leave is sent
 * again. Results that come later (a refusal by status, a release after re-authentication) go to the node that sent the
 * message.
 */
export class Sender {
  readonly #account: Account;
  readonly #listeners: ResultListeners;
  readonly #onOrphan: OrphanListener;
  readonly #outcomes: Outcomes;
  readonly #queue: SendQueue;
  readonly #receipts: Receipts;
  readonly #releases: Releases;
  readonly #turns: Turns;
  #isStopped = false;

  constructor(account: Account, onOrphan: OrphanListener) {
    this.#account = account;
    const { number } = account.scope;
    this.#listeners = listenersOf(account.store, number);
    this.#queue = openQueue(account);
    this.#receipts = new Receipts(account, this.#queue);
    this.#onOrphan = onOrphan;
    const queue = this.#queue;
    const outcomes = new Outcomes(account, {
      listeners: this.#listeners,
      announce: (outgoing, result, released) => this.#announce(outgoing, result, released),
    });
    this.#outcomes = outcomes;
    this.#turns = new Turns(account, {
      queue,
      outcomes,
      announce: (outgoing, result) => this.#announce(outgoing, result, false),
    });
    this.#releases = new Releases(account, {
      queue,
      outcomes,
      isWanted: ({ outgoing }) => this.#listeners.has(outgoing.nodeId),
      announce: (outgoing, result) => this.#announce(outgoing, result, true),
    });
  }

  /** How many messages of the number wait for their turn. */
  get waiting(): number {
    return this.#queue.waiting;
  }

  /** How many messages of the number send nodes wait for, after the answer. */
  get awaited(): number {
    return this.#listeners.expected;
  }

  /**
   * Registers a send node for results that come later; what is returned takes it away again: for good, or until it is
   * deployed again, and then results wait for it.
   */
  register(nodeId: string, listener: ResultListener): (isRemoved: boolean) => void {
    return this.#listeners.register(nodeId, listener);
  }

  /**
   * Resolves when it is known what the node is to tell: that the platform has accepted it, or what `awaits` asks for.
   *
   * @throws WhatsAppError when the message can neither be sent nor held: it is recorded nowhere then
   */
  async send(outgoing: Outgoing): Promise<SendResult> {
    // What cannot be built must fail before it is recorded.
    checkBuildable(outgoing);
    this.#outcomes.checkRoom(outgoing);
    const node = this.#listeners.get(outgoing.nodeId);
    const result = await this.#turns.send(outgoing);
    const isThere = !this.#isStopped && this.#listeners.get(outgoing.nodeId) === node;
    if (isThere || result.type === 'postponed') return result;
    // The node was deployed again meanwhile, and what it sent now would go nowhere: its next life has the result.
    this.#announce(outgoing, result, false);
    return { type: 'postponed', outgoing };
  }

  /**
   * Marks a received message as read, in its turn.
   *
   * @throws WhatsAppError `queue_full`, and what `Platform.markAsRead` throws
   */
  markAsRead(receipt: ReadReceipt, options: SendOptions): Promise<void> {
    return this.#receipts.send(receipt, options);
  }

  /**
   * Goes on where the process before this one ended, or the deployment: what became of messages whose sending was
   * interrupted, or whose time is up, is told; none of them is sent again. Those leave that waited for their turn, and
   * held ones that may leave by now.
   */
  async recover(): Promise<void> {
    const { scope, store } = this.#account;
    for (const result of this.#listeners.endDeployment()) this.#onOrphan(result);
    await this.#outcomes.recover();
    await this.#turns.catchUp();
    for (const names of await store.waiting(scope)) await this.release(names);
  }

  /** Lets no message leave any more: the account is deployed again, and its next life goes on. */
  stop(): void {
    this.#isStopped = true;
    this.#turns.stop();
    this.#outcomes.stop();
    this.#receipts.stop();
    this.#releases.stop();
  }

  /** Resolves when nothing is on its way any more, after it was stopped. */
  async idle(): Promise<void> {
    await Promise.all([this.#turns.idle(), this.#releases.idle()]);
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
    for (const held of messages) {
      this.#turns.settled(held.id);
      if (this.#listeners.resolve(held.id, { type: 'held', held })) continue;
      this.#announce(held.outgoing, { type: 'held', held }, false);
    }
  }

  /** Tells the send nodes what became of a message that they wait for. */
  resolve(resolution: Resolution): void {
    this.#outcomes.take(resolution);
  }

  /**
   * Sends a customer's held messages in order, as far as the guard lets them leave. A message whose send node is gone
   * stays, and so do those behind it.
   *
   * @returns how many left at once; those that have to wait for their turn leave by themselves
   */
  release(names: CustomerNames): Promise<number> {
    return this.#releases.release(names);
  }

  #announce(outgoing: Outgoing, result: SendResult, released: boolean): void {
    // It still waits, in the store, and whoever takes it up there tells.
    if (result.type === 'postponed') return;
    if (this.#isStopped) this.#listeners.keep(outgoing.nodeId, result, released);
    else if (!this.#listeners.tell(outgoing.nodeId, result, released)) this.#onOrphan(result);
  }
}

/** The queue of the account's number, at the rate that the account says, else at the one that the platform grants. */
function openQueue({ settings, scope, store, platform }: Account): SendQueue {
  const { messagesPerSecond, api } = settings;
  // The On-Premises API knows neither levels, nor a limit for one customer.
  const isCloud = api !== 'on-premises';
  const rate = messagesPerSecond ?? DEFAULT_RATE;
  const queue = queueOf(store, scope.number, { rate, isPaired: isCloud });
  queue.rate = rate;
  const granted = new GrantedRate(platform, (messages) => {
    queue.rate = messages;
  });
  queue.onBacklog = messagesPerSecond === undefined && isCloud ? () => granted.ask() : undefined;
  return queue;
}
