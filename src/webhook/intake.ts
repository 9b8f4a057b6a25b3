import { setMaxListeners } from 'node:events';
import type { Account } from '../account';
import type { Delivery, Store } from '../store/store';
import { type Accepted, abandon } from './accepted';
import { countEvents } from './count-events';
import { HandOver, type HandOverOptions } from './hand-over';
import { notServed, tooMuchWaiting } from './intake-error';
import type { JsonObject } from './json';
import { parseWebhook } from './parse';

export interface IntakeOptions extends HandOverOptions {
  /** Milliseconds since 1970. */
  now?: () => number;
  /** So many events may wait to be handed over; beyond it nothing is taken in. */
  waitingLimit?: () => number;
}

/**
 * What happens to a verified delivery: it is recorded, and after the answer it is handed over. What a process that ended
 * left behind comes the same way.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #handOver: HandOver;
  /** Those that deliveries were recorded in. */
  readonly #stores = new Set<Store>();
  readonly #recording = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #waiting = { deliveries: 0, events: 0 };

  constructor(options: IntakeOptions) {
    this.#options = options;
    // Every delivery that waits for the store listens.
    setMaxListeners(0, this.#closing.signal);
    this.#handOver = new HandOver(options, this.#closing.signal, ({ events }) => this.#count(-1, -events));
  }

  /**
   * Resolves when the delivery is recorded and may be answered with 200.
   *
   * @param accounts those whose own secret verified it
   * @throws what the store throws when it cannot record; WhatsAppError `not_served` while flows are redeployed,
   * `too_much_waiting` when the flow does not keep up
   */
  async accept(rawBody: Buffer, body: JsonObject, accounts: readonly Account[]): Promise<void> {
    // Its body may have taken so long to arrive that the nodes which verified it are gone.
    if (!accounts.every(({ isServed }) => isServed)) throw notServed();
    const delivery = {
      body: rawBody,
      receivedAt: (this.#options.now ?? Date.now)(),
      accounts: accounts.map(({ settings }) => settings.id),
    };
    if (this.isFull) throw tooMuchWaiting();
    const events = countEvents(body);
    this.#count(1, events);
    try {
      await this.#track(this.#take({ body, size: rawBody.length, accounts, redelivered: false, events }, delivery));
    } catch (error) {
      this.#count(-1, -events);
      throw error;
    }
  }

  /** Whether so much waits that nothing more is taken in. */
  get isFull(): boolean {
    return this.#waiting.events >= (this.#options.waitingLimit?.() ?? Number.POSITIVE_INFINITY);
  }

  /**
   * Hands over what a store took in before the process ended, or before the flows were redeployed, marked as redelivered.
   * A delivery whose accounts are all gone stays where it is.
   */
  async redeliver(store: Store, accounts: readonly Account[]): Promise<void> {
    for (const { id, delivery } of await store.unfinished()) {
      const own = accounts.filter(
        (account) => account.store === store && account.isServed && delivery.accounts.includes(account.settings.id),
      );
      const webhook = parseWebhook(delivery.body);
      if (own.length === 0 || !webhook.ok) continue;
      const ids = new Map([[store, id]]);
      const events = countEvents(webhook.body);
      this.#count(1, events);
      const { body } = webhook;
      this.#handOver.enqueue({ body, size: delivery.body.length, accounts: own, ids, redelivered: true, events });
    }
    await this.settled();
  }

  /** What was taken in and is not handed over yet. */
  get waiting(): { deliveries: number; events: number } {
    return { ...this.#waiting };
  }

  /** Resolves when everything taken in so far has been handed over. */
  async settled(): Promise<void> {
    do {
      await Promise.allSettled(this.#recording);
      await this.#handOver.settled();
    } while (this.#recording.size > 0);
  }

  /**
   * Takes nothing in any more, and leaves what was not handed over yet to who comes next. Resolves when nothing is under
   * way any more.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    this.#handOver.abandonQueue();
    await this.settled();
    // The process may be about to end: what is finished is not to come once more.
    await Promise.all([...this.#stores].map((store) => store.settled()));
  }

  async #take(accepted: Omit<Accepted, 'ids'>, delivery: Delivery): Promise<void> {
    const stores = [...new Set(accepted.accounts.map(({ store }) => store))];
    this.#handOver.enqueue({ ...accepted, ids: await this.#record(stores, delivery) });
  }

  /** Records a delivery in all of its stores, or in none that anybody would hand over from here. */
  async #record(stores: readonly Store[], delivery: Delivery): Promise<ReadonlyMap<Store, string>> {
    for (const store of stores) this.#stores.add(store);
    const recorded = await Promise.allSettled(stores.map((store) => store.accept(delivery)));
    const ids = new Map<Store, string>();
    for (const [index, store] of stores.entries()) {
      const result = recorded[index];
      if (result?.status === 'fulfilled') ids.set(store, result.value);
    }
    const failed = recorded.find((result) => result.status === 'rejected');
    if (failed === undefined && !this.#closing.signal.aborted) return ids;
    abandon(ids);
    if (failed === undefined) throw notServed();
    this.#options.onError(failed.reason);
    throw failed.reason;
  }

  #count(deliveries: number, events: number): void {
    this.#waiting.deliveries += deliveries;
    this.#waiting.events += events;
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#recording.add(work);
    try {
      return await work;
    } finally {
      this.#recording.delete(work);
    }
  }
}
