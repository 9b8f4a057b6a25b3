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

/** Milliseconds. */
const FIRST_RETRY = 250;
const LAST_RETRY = 5_000;

/**
 * What happens to a verified delivery: it is recorded, then (after the answer) split, freed of duplicates, taken into the
 * ledger and handed to the flow, one delivery after the other, in the order in which they came.
 */
export class Intake {
  readonly #options: IntakeOptions;
  #last: Promise<void> = Promise.resolve();

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
    this.#last = this.#last.then(() => this.#process(body, accounts, ids, false)).catch(this.#options.onError);
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
      await this.#process(webhook.body, own, new Map([[store, id]]), true);
    }
  }

  /** Resolves when everything taken in so far has been handed over. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #process(
    body: JsonObject,
    accounts: readonly Account[],
    ids: ReadonlyMap<Store, string>,
    redelivered: boolean,
  ): Promise<void> {
    const events = splitWebhook(body, { describeError: this.#options.describeError });
    const unclaimed = events.filter((event) => !accounts.some((account) => isFor(account, event))).length;
    const figures = new Map<Account, { events: number; duplicates: number }>();
    for (const sharing of byNumber(accounts)) {
      const [account] = sharing;
      if (account === undefined) continue;
      const own = events.filter((event) => isFor(account, event));
      const committed = await this.#insist(() =>
        account.store.commit(account.scope, ids.get(account.store) ?? '', own),
      );
      const duplicates = committed.filter(({ isDuplicate }) => isDuplicate).length;
      for (const each of sharing) figures.set(each, { events: own.length, duplicates });
      await Promise.all(sharing.map((each) => each.deliver(committed, redelivered)));
      this.#followUp(account, committed);
    }
    for (const [store, id] of ids) await this.#insist(() => store.finish(id));
    this.#options.onProcessed({ accounts: figures, unclaimed });
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
function byNumber(accounts: readonly Account[]): Account[][] {
  const groups: Account[][] = [];
  for (const account of accounts) {
    const same = groups.find(
      ([first]) => first?.store === account.store && first.scope.number === account.scope.number,
    );
    if (same === undefined) groups.push([account]);
    else same.push(account);
  }
  return groups;
}

/** A number's events are its account's; those of the WABA are for every account in it. */
function isFor({ settings }: Account, event: WebhookEvent): boolean {
  if (event.phoneNumberId !== undefined) return event.phoneNumberId === settings.phoneNumberId;
  const waba = event.entryId ?? event.wabaId;
  return settings.wabaId === '' || waba === undefined || waba === settings.wabaId || event.wabaId === settings.wabaId;
}
