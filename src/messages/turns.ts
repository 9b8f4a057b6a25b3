import type { Account } from '../account';
import { InputError, WhatsAppError } from '../platform/errors';
import { HOLD_LIMITS, type Outgoing } from '../store/outgoing';
import { outdated } from './interruptions';
import { laneOf } from './lane-of';
import type { Outcomes } from './outcomes';
import { type Pending, post } from './post';
import { toRetry } from './retry';
import type { Place, SendQueue, Turn } from './send-queue';
import type { SendResult } from './send-result';

/** Told what became of a message that nobody waits for. */
export type Announce = (outgoing: Outgoing, result: SendResult) => void;

export interface TurnsOptions {
  queue: SendQueue;
  outcomes: Outcomes;
  announce: Announce;
}

/** Milliseconds after which a message that waits is tried again when the store has failed. */
const STORE_PAUSE = 5_000;

/**
 * Sends each message of an account when its turn comes. One that has to wait is recorded as waiting, which it certainly is
 * until the guard lets it leave, in the same step that records its sending: so it can be taken up again after a crash.
 */
export class Turns {
  readonly #account: Account;
  readonly #queue: SendQueue;
  readonly #outcomes: Outcomes;
  readonly #announce: Announce;
  readonly #places = new Set<Place>();
  /** By the IDs of messages on their way. */
  readonly #underWay = new Map<string, Turn>();
  #caughtUp: Promise<void> | undefined;
  #onIdle: (() => void) | undefined;
  #isStopped = false;

  constructor(account: Account, { queue, outcomes, announce }: TurnsOptions) {
    this.#account = account;
    this.#queue = queue;
    this.#outcomes = outcomes;
    this.#announce = announce;
  }

  /** @throws WhatsAppError when the message can neither be sent nor held: it is recorded nowhere then */
  async send(outgoing: Outgoing): Promise<SendResult> {
    // What waited before goes first.
    await this.catchUp();
    const sent = await this.#sendInTurn(outgoing);
    return sent.type === 'pending' ? (sent.result ?? { type: 'postponed', outgoing }) : sent;
  }

  /** Takes up the messages that waited for their turn when the process ended, or the deployment. */
  catchUp(): Promise<void> {
    this.#caughtUp ??= this.#takeUp().catch((error: unknown) => {
      this.#caughtUp = undefined;
      throw error;
    });
    return this.#caughtUp;
  }

  /** A status has told what became of a message, before the answer to it came: nobody has to wait for that any more. */
  settled(messageId: string): void {
    this.#underWay.get(messageId)?.end(true);
  }

  /** What waits goes on waiting, in the store. */
  stop(): void {
    this.#isStopped = true;
    for (const place of this.#places) place.leave();
  }

  /** Resolves when nothing is on its way any more, once it was stopped. */
  async idle(): Promise<void> {
    if (this.#places.size === 0) return;
    await new Promise<void>((resolve) => {
      this.#onIdle = resolve;
    });
  }

  async #takeUp(): Promise<void> {
    const { scope, store } = this.#account;
    for (const { id, queuedAt, outgoing } of await store.queued(scope)) {
      if (this.#queue.ids.has(id)) continue;
      if (queuedAt >= Date.now() - HOLD_LIMITS.age) {
        this.#goOn(outgoing, id);
        continue;
      }
      await store.dequeue(scope, id);
      this.#announce(outgoing, { type: 'failed', outgoing, error: outdated() });
    }
  }

  #goOn(outgoing: Outgoing, id: string): void {
    this.#sendInTurn(outgoing, id).then(
      (result) => {
        // What it waits for is told when it is known.
        if (result.type !== 'pending') this.#announce(outgoing, result);
      },
      (thrown: unknown) => {
        const error = thrown instanceof WhatsAppError ? thrown : broken(thrown);
        this.#announce(outgoing, { type: 'failed', outgoing, error });
      },
    );
  }

  async #sendInTurn(outgoing: Outgoing, queuedId?: string): Promise<SendResult | Pending> {
    const place = this.#queue.enter(laneOf(outgoing), { isAdmitted: queuedId !== undefined });
    this.#places.add(place);
    if (this.#isStopped) place.leave();
    const waiting = new Waiting(this.#queue, queuedId);
    try {
      return await this.#takeTurns({ place, waiting, isExpected: queuedId === undefined }, outgoing);
    } finally {
      waiting.id = undefined;
      place.over();
      this.#places.delete(place);
      if (this.#places.size === 0) this.#onIdle?.();
    }
  }

  async #takeTurns(way: Way, outgoing: Outgoing): Promise<SendResult | Pending> {
    const { place, waiting } = way;
    const { scope, store } = this.#account;
    if (waiting.id === undefined) {
      await place.decided;
      if (place.isWaiting || place.hasLeft) {
        const queued = store.enqueue(scope, outgoing);
        place.recorded();
        waiting.id = await queued;
      }
    }
    let turn = await place.turn;
    for (let failures = 1; turn !== undefined; ) {
      const posted = await this.#takeTurn({ ...way, turn }, outgoing, failures);
      if (!('next' in posted)) return posted;
      failures += posted.isFailure ? 1 : 0;
      turn = await posted.next;
    }
    return { type: 'postponed', outgoing };
  }

  /** @returns what came of it, or the turn that it waits for */
  async #takeTurn(
    { place, turn, waiting, isExpected }: Way & { turn: Turn },
    outgoing: Outgoing,
    failures: number,
  ): Promise<SendResult | Pending | { next: Promise<Turn | undefined>; isFailure: boolean }> {
    const { scope, store } = this.#account;
    const { id } = waiting;
    const admitted = store.admit(scope, outgoing, HOLD_LIMITS, id);
    place.recorded();
    const admission = await admitted.catch(async (error: unknown) => {
      if (id === undefined) throw error;
      // What is recorded as waiting must not be reported as failed, for it would leave later all the same.
      if (!(error instanceof InputError)) return undefined;
      await store.dequeue(scope, id);
      throw error;
    });
    if (admission === undefined) return { next: turn.again(STORE_PAUSE), isFailure: false };
    waiting.id = undefined;
    if (admission.type === 'held') {
      turn.end(false);
      return admission;
    }
    this.#underWay.set(admission.messageId, turn);
    const posted = await post(this.#account, admission, {
      outcomes: this.#outcomes,
      isExpected,
      toRetry: (error) => toRetry(error, failures, outgoing.retries),
    }).finally(() => this.#underWay.delete(admission.messageId));
    this.#queue.heed(this.#account.platform.usage);
    if (posted.type !== 'again') {
      turn.end(true);
      return posted;
    }
    waiting.id = posted.queuedId;
    if (posted.retry.isForAll) this.#queue.pause(posted.retry.delayMs);
    return { next: turn.again(posted.retry.delayMs), isFailure: true };
  }
}

/** How one message makes its way. */
interface Way {
  place: Place;
  waiting: Waiting;
  /** Whether its result is waited for by whoever sent it. */
  isExpected: boolean;
}

/** A message that is recorded as waiting, so that nobody else of this process takes it up. */
class Waiting {
  readonly #queue: SendQueue;
  #id: string | undefined;

  constructor(queue: SendQueue, id: string | undefined) {
    this.#queue = queue;
    this.id = id;
  }

  get id(): string | undefined {
    return this.#id;
  }

  set id(id: string | undefined) {
    if (this.#id !== undefined) this.#queue.ids.delete(this.#id);
    if (id !== undefined) this.#queue.ids.add(id);
    this.#id = id;
  }
}

const broken = (thrown: unknown): WhatsAppError =>
  new WhatsAppError('internal_error', thrown instanceof Error ? thrown.message : String(thrown), {
    retryable: false,
    advice: 'This is a fault of this package: please report it.',
  });
