import type { Account } from '../account';
import type { CustomerNames } from '../identity/evidence';
import type { HeldMessage, Outgoing } from '../store/outgoing';
import { laneOfCustomer } from './lane-of';
import type { Outcomes } from './outcomes';
import { post } from './post';
import { toRetry } from './retry';
import type { SendQueue } from './send-queue';
import type { SendResult } from './send-result';

export interface ReleasesOptions {
  queue: SendQueue;
  outcomes: Outcomes;
  /** Whether the send node of a message can take its result. */
  isWanted: (held: HeldMessage) => boolean;
  /** Told what became of a message. */
  announce: (outgoing: Outgoing, result: SendResult) => void;
}

/** Milliseconds. */
const STORE_PAUSE = 5_000;

/** Lets held messages leave, customer by customer, in their order. */
export class Releases {
  readonly #account: Account;
  readonly #options: ReleasesOptions;
  readonly #failures = new Map<string, number>();
  readonly #timers = new Map<string, NodeJS.Timeout>();
  #last: Promise<unknown> = Promise.resolve();
  #isStopped = false;

  constructor(account: Account, options: ReleasesOptions) {
    this.#account = account;
    this.#options = options;
  }

  /** @returns how many left at once; those that have to wait for their turn leave by themselves */
  release(names: CustomerNames): Promise<number> {
    // One after the other for the whole number: the order per customer holds whatever their names.
    const released = this.#last.then(() => this.#releaseAll(names));
    this.#last = released.catch(() => undefined);
    return released;
  }

  stop(): void {
    this.#isStopped = true;
    for (const timer of this.#timers.values()) clearTimeout(timer);
    this.#timers.clear();
  }

  /** Resolves when nothing is being released. */
  async idle(): Promise<void> {
    await this.#last;
  }

  async #releaseAll(names: CustomerNames): Promise<number> {
    const { queue } = this.#options;
    const lane = laneOfCustomer(names);
    for (let count = 0; ; count += 1) {
      if (this.#isStopped) return count;
      const delay = queue.delayOf(lane);
      if (delay > 0) {
        this.#releaseLater(names, delay);
        return count;
      }
      const place = queue.enter(lane, { isAdmitted: true });
      // What is held is recorded: messages behind it need not wait for its turn until they are, too.
      place.recorded();
      try {
        const turn = await place.turn;
        const hasLeft = await this.#releaseOne(names);
        turn?.end(hasLeft !== undefined);
        if (hasLeft !== true) return count;
      } finally {
        place.over();
      }
    }
  }

  /** @returns whether the next one may follow; undefined when nothing was sent */
  async #releaseOne(names: CustomerNames): Promise<boolean | undefined> {
    const { scope, store } = this.#account;
    const { announce, isWanted, outcomes, queue } = this.#options;
    let held: HeldMessage | undefined;
    const admission = await store.releaseNext(scope, names, (first) => {
      held = first;
      return isWanted(first);
    });
    if (admission?.type !== 'send' || held === undefined) return undefined;
    const { outgoing } = admission;
    const { id } = held;
    const failures = (this.#failures.get(id) ?? 0) + 1;
    const posted = await post(this.#account, admission, {
      outcomes,
      isExpected: false,
      toRetry: (error) => toRetry(error, failures, outgoing.retries),
      held,
    });
    queue.heed(this.#account.platform.usage);
    if (posted.type === 'again') {
      // It is first among the held messages again, and the others wait behind it.
      this.#failures.set(id, failures);
      if (posted.retry.isForAll) queue.pause(posted.retry.delayMs);
      this.#releaseLater(names, posted.retry.delayMs);
      return false;
    }
    this.#failures.delete(id);
    // What it waits for is told when it is known.
    if (posted.type !== 'pending') announce(outgoing, posted);
    // Held once more it is first in the queue again, and some policies would let it leave again at once, and again.
    return posted.type !== 'held';
  }

  #releaseLater(names: CustomerNames, delayMs: number): void {
    if (this.#isStopped) return;
    const lane = laneOfCustomer(names);
    clearTimeout(this.#timers.get(lane));
    const timer = setTimeout(() => {
      this.#timers.delete(lane);
      // The store has failed, or is about to be closed: what is held stays so, and is tried again.
      this.release(names).catch(() => this.#releaseLater(names, STORE_PAUSE));
    }, delayMs);
    timer.unref();
    this.#timers.set(lane, timer);
  }
}
