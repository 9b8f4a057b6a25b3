import { InputError } from '../platform/errors';
import type { Deliveries } from './deliveries';
import type { Engine } from './engine';
import type { Delivery } from './store';

/** A delivery at which our own code failed again and again. Plain data, to be looked at and exported. */
export interface AsideDelivery {
  id: string;
  /** ISO 8601. */
  receivedAt: string;
  setAsideAt: string;
  /** What went wrong. */
  reason: string;
  /** IDs of the accounts whose secret verified it. */
  accounts: string[];
  /** The webhook as it came. */
  body: string;
}

const PREFIX = 'aside/';

/** Deliveries that were set aside: kept until somebody has them tried again, or removes them. */
export class Aside {
  readonly #engine: Engine;
  readonly #deliveries: Deliveries;
  readonly #now: () => number;

  /** @param now milliseconds since 1970 */
  constructor(engine: Engine, deliveries: Deliveries, now: () => number) {
    this.#engine = engine;
    this.#deliveries = deliveries;
    this.#now = now;
  }

  /** Sets a delivery aside that was taken in: nobody works on it any more. */
  async put(id: string, { body, receivedAt, accounts }: Delivery, reason: string): Promise<void> {
    const aside: AsideDelivery = {
      id,
      receivedAt: new Date(receivedAt).toISOString(),
      setAsideAt: new Date(this.#now()).toISOString(),
      reason,
      accounts,
      body: body.toString('utf8'),
    };
    await this.#deliveries.transactions.run((transaction) => transaction.putJson(PREFIX + id, aside), true);
    this.#deliveries.finish(id);
  }

  /** Oldest first. */
  async list(): Promise<AsideDelivery[]> {
    await this.#deliveries.transactions.flushed();
    await this.#engine.ready();
    const entries = await this.#engine.range(PREFIX, `${PREFIX}\uffff`, Number.MAX_SAFE_INTEGER);
    return entries.map(([, json]) => JSON.parse(json) as AsideDelivery);
  }

  /**
   * Takes a delivery in anew, as one that was left unfinished.
   *
   * @throws InputError `not_set_aside`
   */
  async retry(id: string): Promise<void> {
    const { body, receivedAt, accounts } = await this.#read(id);
    const delivery = { body: Buffer.from(body), receivedAt: Date.parse(receivedAt), accounts };
    // Twice for a moment is better than not at all: the marks tell copies from new events.
    this.#deliveries.abandon(await this.#deliveries.accept(delivery));
    await this.#remove(id);
  }

  /** @throws InputError `not_set_aside` */
  async remove(id: string): Promise<void> {
    await this.#read(id);
    await this.#remove(id);
  }

  async #read(id: string): Promise<AsideDelivery> {
    const { transactions } = this.#deliveries;
    const aside = await transactions.run((transaction) => transaction.getJson<AsideDelivery>(PREFIX + id), false);
    if (aside !== undefined) return aside;
    throw new InputError('not_set_aside', 'There is no such delivery any more.', 'Look at the list again.');
  }

  #remove(id: string): Promise<void> {
    return this.#deliveries.transactions.run((transaction) => transaction.remove(PREFIX + id), true);
  }
}
