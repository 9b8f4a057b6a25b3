import { setMaxListeners } from 'node:events';
import { setImmediate } from 'node:timers/promises';
import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import type { Delivery, Store } from '../store/store';
import { byNumber, isFor } from './claims';
import { countEvents } from './count-events';
import type { DescribeError } from './event-errors';
import { followUp } from './follow-up';
import { insist } from './insist';
import { notServed, setAside, tooMuchWaiting } from './intake-error';
import type { JsonObject } from './json';
import { parseWebhook } from './parse';
import { countDepartures, isUnserved, type Part, type ProcessedFigures, toFigures } from './part';
import { splitWebhook } from './split';

export interface IntakeOptions {
  describeError: DescribeError;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** What became of a delivery's events, for the counters. */
  onProcessed: (figures: ProcessedFigures) => void;
  /** A delivery could not be taken in, or not be processed: what happened, for the user. */
  onError: (error: unknown) => void;
  /** So many events may wait to be handed over; beyond it nothing is taken in. */
  waitingLimit?: () => number;
  /** A delivery was set aside: our own code failed at it again and again. */
  onSetAside?: () => void;
  /** A delivery could not be handed over, for the flow that was to have it is gone: it stays in the store. */
  onLeft?: (store: Store) => void;
}

/** A delivery that was taken in and waits for its turn. */
interface Accepted {
  body: JsonObject;
  /** Bytes. */
  size: number;
  accounts: readonly Account[];
  ids: ReadonlyMap<Store, string>;
  redelivered: boolean;
  /** How many events it holds, as far as can be told before it is split. */
  events: number;
  /** How often our own code failed at it. */
  failures: number;
}

/** So often it is tried. */
const TRIES = 3;

/** So much is worked on at a time. */
const BATCH_BYTES = 262_144;

/**
 * What happens to a verified delivery: it is recorded, then (after the answer) split, freed of duplicates, taken into the
 * ledger and handed to the flow, one delivery after the other, in the order in which they came.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #queue: Accepted[] = [];
  /** Those that deliveries were recorded in. */
  readonly #stores = new Set<Store>();
  /** What is under way before a delivery gets into the queue, and after it has left it. */
  readonly #pending = new Set<Promise<unknown>>();
  readonly #closing = new AbortController();
  readonly #insistence: { signal: AbortSignal; onError: (error: unknown) => void };
  #working: Promise<void> | undefined;
  readonly #waiting = { deliveries: 0, events: 0 };

  constructor(options: IntakeOptions) {
    this.#options = options;
    // Every delivery that waits for the store listens.
    setMaxListeners(0, this.#closing.signal);
    this.#insistence = { signal: this.#closing.signal, onError: options.onError };
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
      const ids = await this.#track(this.#record([...new Set(accounts.map(({ store }) => store))], delivery));
      this.#enqueue({ body, size: rawBody.length, accounts, ids, redelivered: false, events, failures: 0 });
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
      this.#enqueue({ body, size: delivery.body.length, accounts: own, ids, redelivered: true, events, failures: 0 });
    }
    await this.settled();
  }

  /** What was taken in and is not handed over yet. */
  get waiting(): { deliveries: number; events: number } {
    return { ...this.#waiting };
  }

  /** Resolves when everything taken in so far has been handed over. */
  async settled(): Promise<void> {
    while (this.#working !== undefined || this.#pending.size > 0) {
      await this.#working;
      await Promise.allSettled(this.#pending);
    }
  }

  /**
   * Takes nothing in any more, and leaves what was not handed over yet to who comes next. Resolves when nothing is under
   * way any more.
   */
  async close(): Promise<void> {
    this.#closing.abort();
    for (const { ids, events } of this.#queue.splice(0)) {
      this.#abandon(ids);
      this.#count(-1, -events);
    }
    await this.settled();
    // The process may be about to end: what is finished is not to come once more.
    await Promise.all([...this.#stores].map((store) => store.settled()));
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
    this.#abandon(ids);
    if (failed === undefined) throw notServed();
    this.#options.onError(failed.reason);
    throw failed.reason;
  }

  #enqueue(accepted: Accepted): void {
    this.#queue.push(accepted);
    this.#working ??= this.#work();
  }

  /** Deliveries that wait together are recorded together; each is handed over when those before it have been. */
  async #work(): Promise<void> {
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) {
      const committed = batch.map((accepted) => this.#commit(accepted));
      // One may fail while those before it are still waited for.
      for (const parts of committed) parts.catch(() => undefined);
      for (const [index, accepted] of batch.entries()) {
        try {
          await this.#handOver(accepted, (await committed[index]) ?? []);
          this.#count(-1, -accepted.events);
        } catch (error) {
          await this.#failed(accepted, error);
        }
      }
    }
    // At once: what comes between the last look at the queue and this would wait for the next delivery.
    this.#working = undefined;
  }

  #takeBatch(): Accepted[] {
    let size = 0;
    const end = this.#queue.findIndex((accepted, index) => {
      size += accepted.size;
      return index > 0 && size > BATCH_BYTES;
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  /** Tries it again behind all others, or sets it aside: it must not stop them. */
  async #failed(accepted: Accepted, error: unknown): Promise<void> {
    const failures = accepted.failures + 1;
    if (!this.#closing.signal.aborted && !(error instanceof WhatsAppError && error.retryable) && failures < TRIES) {
      // A part of it may have been handed over.
      this.#queue.push({ ...accepted, failures, redelivered: true });
      return;
    }
    this.#count(-1, -accepted.events);
    if (this.#closing.signal.aborted || (error instanceof WhatsAppError && error.retryable)) {
      this.#abandon(accepted.ids);
      if (!this.#closing.signal.aborted) this.#options.onError(error);
      return;
    }
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    try {
      for (const [store, id] of accepted.ids) await store.setAside(id, reason);
    } catch (storeError) {
      this.#abandon(accepted.ids);
      this.#options.onError(storeError);
      return;
    }
    this.#options.onSetAside?.();
    this.#options.onError(setAside(reason, TRIES));
  }

  #count(deliveries: number, events: number): void {
    this.#waiting.deliveries += deliveries;
    this.#waiting.events += events;
  }

  /** Splits a delivery and records what it means, for each business number in it. */
  async #commit({ body, accounts, ids }: Accepted): Promise<Part[]> {
    const events = splitWebhook(body, { describeError: this.#options.describeError });
    const parts = byNumber(accounts).map(async (sharing): Promise<Part> => {
      const [{ store, scope }] = sharing;
      const own = events.filter((event) => isFor(sharing[0], event));
      return {
        sharing,
        committed: await insist(() => store.commit(scope, ids.get(store) ?? '', own), this.#insistence),
      };
    });
    const unclaimed = events.filter((event) => !accounts.some((account) => isFor(account, event))).length;
    return (await Promise.all(parts)).map((part, index) => ({ ...part, unclaimed: index === 0 ? unclaimed : 0 }));
  }

  async #handOver({ accounts, ids, redelivered }: Accepted, parts: readonly Part[]): Promise<void> {
    const departures = countDepartures(accounts);
    if (parts.some(isUnserved)) {
      this.#leave(ids);
      return;
    }
    for (const { sharing, committed } of parts) {
      await Promise.all(sharing.map((each) => each.deliver(committed, redelivered)));
    }
    this.#options.onProcessed(toFigures(parts));
    const isReceived = (): boolean => countDepartures(accounts) === departures;
    // Nobody waits for it: a delivery that is not forgotten in time is handed over once more after a crash, and marked.
    this.#track(this.#conclude(ids, parts, isReceived)).catch(this.#options.onError);
  }

  /** Node-RED's send() only queues: it takes another turn until the wired nodes have received the events. */
  async #conclude(ids: Accepted['ids'], parts: readonly Part[], isReceived: () => boolean): Promise<void> {
    await setImmediate();
    if (!isReceived()) {
      this.#leave(ids);
      return;
    }
    for (const { sharing, committed } of parts) followUp(sharing[0], committed, this.#options.onError);
    for (const [store, id] of ids) store.finish(id);
  }

  #leave(ids: Accepted['ids']): void {
    this.#abandon(ids);
    for (const store of ids.keys()) this.#options.onLeft?.(store);
  }

  #abandon(ids: Accepted['ids']): void {
    for (const [store, id] of ids) store.abandon(id);
  }

  async #track<T>(work: Promise<T>): Promise<T> {
    this.#pending.add(work);
    try {
      return await work;
    } finally {
      this.#pending.delete(work);
    }
  }
}
