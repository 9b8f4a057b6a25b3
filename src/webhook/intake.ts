import { setTimeout } from 'node:timers/promises';
import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import type { Committed, Store } from '../store/store';
import type { WebhookEvent } from './event';
import type { DescribeError } from './event-errors';
import type { JsonObject } from './json';
import { parseWebhook } from './parse';
import { splitWebhook } from './split';

export interface IntakeOptions {
  describeError: DescribeError;
  /** Milliseconds since 1970. */
  now?: () => number;
  /** What became of a delivery's events, for the counters. */
  onProcessed: (figures: ProcessedFigures) => void;
  /** A delivery could not be taken in, or not be processed: what happened, for the user. */
  onError: (error: unknown) => void;
}

export interface ProcessedFigures {
  /** How many of its events were for each of the accounts, and how many of those the flow has had before. */
  accounts: ReadonlyMap<Account, { events: number; duplicates: number }>;
  /** Events of business numbers that no account is configured for. */
  unclaimed: number;
}

/** A delivery that was taken in and waits for its turn. */
interface Accepted {
  body: JsonObject;
  /** Bytes. */
  size: number;
  accounts: readonly Account[];
  ids: ReadonlyMap<Store, string>;
  redelivered: boolean;
}

/** What of a delivery is for one business number, and the accounts configured for it. */
interface Part {
  sharing: Sharing;
  committed: Committed[];
  /** Events of the delivery that are for nobody, told once. */
  unclaimed?: number;
}

type Sharing = [Account, ...Account[]];

/** So much is worked on at a time. */
const BATCH_BYTES = 262_144;

/** Milliseconds. */
const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/**
 * What happens to a verified delivery: it is recorded, then (after the answer) split, freed of duplicates, taken into the
 * ledger and handed to the flow, one delivery after the other, in the order in which they came.
 */
export class Intake {
  readonly #options: IntakeOptions;
  readonly #queue: Accepted[] = [];
  readonly #finishing = new Set<Promise<void>>();
  #working: Promise<void> | undefined;

  constructor(options: IntakeOptions) {
    this.#options = options;
  }

  /**
   * Resolves when the delivery is recorded and may be answered with 200.
   *
   * @param accounts those whose own secret verified it
   * @throws what the store throws when it cannot record
   */
  async accept(rawBody: Buffer, body: JsonObject, accounts: readonly Account[]): Promise<void> {
    const delivery = {
      body: rawBody.toString('utf8'),
      receivedAt: (this.#options.now ?? Date.now)(),
      accounts: accounts.map(({ settings }) => settings.id),
    };
    const stores = [...new Set(accounts.map(({ store }) => store))];
    const accepted = stores.map(async (store) => [store, await store.accept(delivery)] as const);
    let ids: ReadonlyMap<Store, string>;
    try {
      ids = new Map(await Promise.all(accepted));
    } catch (error) {
      this.#options.onError(error);
      throw error;
    }
    this.#enqueue({ body, size: rawBody.length, accounts, ids, redelivered: false });
  }

  /**
   * Hands over what a store took in before the process ended, marked as redelivered. A delivery whose accounts are all
   * gone stays where it is.
   */
  async redeliver(store: Store, accounts: readonly Account[]): Promise<void> {
    for (const { id, delivery } of await store.unfinished()) {
      const own = accounts.filter(
        (account) => account.store === store && delivery.accounts.includes(account.settings.id),
      );
      const webhook = parseWebhook(Buffer.from(delivery.body));
      if (own.length === 0 || !webhook.ok) continue;
      const { length: size } = delivery.body;
      this.#enqueue({ body: webhook.body, size, accounts: own, ids: new Map([[store, id]]), redelivered: true });
    }
    await this.settled();
  }

  /** Resolves when everything taken in so far has been handed over. */
  async settled(): Promise<void> {
    while (this.#working !== undefined || this.#finishing.size > 0) {
      await this.#working;
      await Promise.all(this.#finishing);
    }
  }

  #enqueue(accepted: Accepted): void {
    this.#queue.push(accepted);
    this.#working ??= this.#work().finally(() => {
      this.#working = undefined;
    });
  }

  /** Deliveries that wait together are recorded together; each is handed over when those before it have been. */
  async #work(): Promise<void> {
    for (let batch = this.#takeBatch(); batch.length > 0; batch = this.#takeBatch()) {
      const committed = batch.map((accepted) => this.#commit(accepted));
      for (const [index, accepted] of batch.entries()) {
        try {
          await this.#handOver(accepted, (await committed[index]) ?? []);
        } catch (error) {
          this.#options.onError(error);
        }
      }
    }
  }

  #takeBatch(): Accepted[] {
    let size = 0;
    const end = this.#queue.findIndex((accepted, index) => {
      size += accepted.size;
      return index > 0 && size > BATCH_BYTES;
    });
    return this.#queue.splice(0, end === -1 ? this.#queue.length : end);
  }

  /** Splits a delivery and records what it means, for each business number in it. */
  async #commit({ body, accounts, ids }: Accepted): Promise<Part[]> {
    const events = splitWebhook(body, { describeError: this.#options.describeError });
    const parts = byNumber(accounts).map(async (sharing): Promise<Part> => {
      const [{ store, scope }] = sharing;
      const own = events.filter((event) => isFor(sharing[0], event));
      return { sharing, committed: await this.#insist(() => store.commit(scope, ids.get(store) ?? '', own)) };
    });
    const unclaimed = events.filter((event) => !accounts.some((account) => isFor(account, event))).length;
    return (await Promise.all(parts)).map((part, index) => ({ ...part, unclaimed: index === 0 ? unclaimed : 0 }));
  }

  async #handOver({ ids, redelivered }: Accepted, parts: readonly Part[]): Promise<void> {
    const figures = new Map<Account, { events: number; duplicates: number }>();
    let unclaimed = 0;
    for (const { sharing, committed, unclaimed: ofNobody = 0 } of parts) {
      const duplicates = committed.filter(({ isDuplicate }) => isDuplicate).length;
      for (const each of sharing) figures.set(each, { events: committed.length, duplicates });
      await Promise.all(sharing.map((each) => each.deliver(committed, redelivered)));
      this.#followUp(sharing[0], committed);
      unclaimed += ofNobody;
    }
    this.#options.onProcessed({ accounts: figures, unclaimed });
    for (const [store, id] of ids) this.#finish(store, id);
  }

  /** Nobody waits for it: a delivery that is not forgotten in time is handed over once more after a crash, and marked. */
  #finish(store: Store, id: string): void {
    const finishing = this.#insist(() => store.finish(id))
      .catch(this.#options.onError)
      .finally(() => this.#finishing.delete(finishing));
    this.#finishing.add(finishing);
  }

  /**
   * What was taken in is processed, however long the store fails: it goes on by itself once the cause is gone. Whatever
   * comes in meanwhile is refused, and the platform keeps it.
   */
  async #insist<T>(work: () => Promise<T>): Promise<T> {
    for (let delay = FIRST_RETRY; ; delay = Math.min(2 * delay, LAST_RETRY)) {
      try {
        return await work();
      } catch (error) {
        if (!(error instanceof WhatsAppError && error.retryable)) throw error;
        this.#options.onError(error);
        await setTimeout(delay, undefined, { ref: false });
      }
    }
  }

  /** What a delivery means for our own messages: some go on hold, some that waited may leave. */
  #followUp({ sender }: Account, committed: readonly Committed[]): void {
    for (const { held, event, mayRelease, isCheckOff } of committed) {
      sender.announceHeld(held);
      if (isCheckOff) this.#options.onError(checkOff());
      if (mayRelease && event.customer !== undefined) {
        const { waId, userId } = event.customer;
        sender.release({ waId, userId }).catch(this.#options.onError);
      }
    }
  }
}

function checkOff(): WhatsAppError {
  return new WhatsAppError(
    'identity_check_off',
    'A message was delivered without an identity hash: the identity change check of the number seems to be off.',
    { retryable: false, advice: 'Turn the identity change check of the number on, else no change can be noticed.' },
  );
}

/** Several configurations of one number share a ledger: evidence counts once, and each of them gets the events. */
function byNumber(accounts: readonly Account[]): Sharing[] {
  const groups: Sharing[] = [];
  for (const account of accounts) {
    const same = groups.find(([first]) => first.store === account.store && first.scope.number === account.scope.number);
    if (same === undefined) groups.push([account]);
    else same.push(account);
  }
  return groups;
}

/**
 * A number's events are its account's; those of the WABA are for every account in it. The On-Premises API names neither:
 * there, whose delivery it is says whose events they are.
 */
function isFor({ settings }: Account, event: WebhookEvent): boolean {
  if (settings.api === 'on-premises') return event.phoneNumberId === undefined && event.entryId === undefined;
  if (event.phoneNumberId !== undefined) return event.phoneNumberId === settings.phoneNumberId;
  const waba = event.entryId ?? event.wabaId;
  return settings.wabaId === '' || waba === undefined || waba === settings.wabaId || event.wabaId === settings.wabaId;
}
