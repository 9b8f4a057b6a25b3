import { setImmediate } from 'node:timers/promises';
import { WhatsAppError } from '../platform/errors';
import type { Store } from '../store/store';
import { type Accepted, abandon } from './accepted';
import { byNumber, isFor } from './claims';
import type { DescribeError } from './event-errors';
import { followUp } from './follow-up';
import { insist } from './insist';
import { setAside } from './intake-error';
import { countDepartures, isUnserved, type Part, type ProcessedFigures, toFigures } from './part';
import { splitWebhook } from './split';

export interface HandOverOptions {
  describeError: DescribeError;
  /** What became of a delivery's events, for the counters. */
  onProcessed: (figures: ProcessedFigures) => void;
  /** A delivery could not be taken in, or not be processed: what happened, for the user. */
  onError: (error: unknown) => void;
  /** A delivery was set aside: our own code failed at it again and again. */
  onSetAside?: () => void;
  /** A delivery could not be handed over, for the flow that was to have it is gone: it stays in the store. */
  onLeft?: (store: Store) => void;
}

/** So often it is tried. */
const TRIES = 3;

/** So much is worked on at a time. */
const BATCH_BYTES = 262_144;

/**
 * What happens to a delivery after its answer: it is split, freed of duplicates, taken into the ledger and handed to the
 * flow, one delivery after the other, in the order in which they came.
 */
export class HandOver {
  readonly #options: HandOverOptions;
  readonly #closing: AbortSignal;
  readonly #insistence: { signal: AbortSignal; onError: (error: unknown) => void };
  readonly #queue: Accepted[] = [];
  /** What is under way after a delivery has left the queue. */
  readonly #concluding = new Set<Promise<void>>();
  readonly #onDone: (accepted: Accepted) => void;
  #working: Promise<void> | undefined;

  /** @param onDone is called with each delivery that waits no longer, whatever became of it */
  constructor(options: HandOverOptions, closing: AbortSignal, onDone: (accepted: Accepted) => void) {
    this.#options = options;
    this.#closing = closing;
    this.#insistence = { signal: closing, onError: options.onError };
    this.#onDone = onDone;
  }

  enqueue(accepted: Accepted): void {
    this.#queue.push(accepted);
    this.#working ??= this.#work();
  }

  /** Leaves what nobody works on yet to whoever comes next. */
  abandonQueue(): void {
    for (const accepted of this.#queue.splice(0)) {
      abandon(accepted.ids);
      this.#onDone(accepted);
    }
  }

  /** Resolves when nothing is under way. */
  async settled(): Promise<void> {
    while (this.#working !== undefined || this.#concluding.size > 0) {
      await this.#working;
      await Promise.allSettled(this.#concluding);
    }
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
          this.#onDone(accepted);
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
    const failures = (accepted.failures ?? 0) + 1;
    if (!this.#closing.aborted && !(error instanceof WhatsAppError && error.retryable) && failures < TRIES) {
      // A part of it may have been handed over.
      this.#queue.push({ ...accepted, failures, redelivered: true });
      return;
    }
    this.#onDone(accepted);
    if (this.#closing.aborted || (error instanceof WhatsAppError && error.retryable)) {
      abandon(accepted.ids);
      if (!this.#closing.aborted) this.#options.onError(error);
      return;
    }
    const reason = error instanceof Error ? `${error.name}: ${error.message}` : String(error);
    try {
      for (const [store, id] of accepted.ids) await store.setAside(id, reason);
    } catch (storeError) {
      abandon(accepted.ids);
      this.#options.onError(storeError);
      return;
    }
    this.#options.onSetAside?.();
    this.#options.onError(setAside(reason, TRIES));
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
    const concluded = this.#conclude(ids, parts, isReceived).catch(this.#options.onError);
    this.#concluding.add(concluded);
    concluded.finally(() => this.#concluding.delete(concluded));
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
    abandon(ids);
    for (const store of ids.keys()) this.#options.onLeft?.(store);
  }
}
