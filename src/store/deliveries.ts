import { randomUUID } from 'node:crypto';
import { consequencesKey } from './commit';
import type { Engine } from './engine';
import { Marks } from './marks';
import type { Delivery } from './store';
import { Transactions } from './transactions';

export interface DeliveriesOptions {
  /** Milliseconds since 1970, by the clock that never goes back. */
  age: () => number;
}

const GENERATION = 'generation';
const PAGE = 1_000;

/**
 * The deliveries that are being worked on, and what goes with them. Each is safe in the log before it is acknowledged; what
 * follows from it may be written later, for a crash leaves it in the log, and then it is done once more. It leaves the log
 * when all of that is safe, too.
 */
export class Deliveries {
  readonly transactions: Transactions;
  readonly marks = new Marks();
  /** Deliveries that brought about what a replay has to tell again. */
  readonly consequential = new Set<string>();
  readonly #engine: Engine;
  readonly #age: () => number;
  /** Taken in by a process that ended, or given up in this one. */
  readonly #left = new Set<string>();
  #finished: string[] = [];
  #generation: Promise<string> | undefined;
  #count = 0;
  #opening: Promise<void> | undefined;
  #dropping: Promise<unknown> = Promise.resolve();
  #isOpen = false;

  constructor(engine: Engine, { age }: DeliveriesOptions) {
    this.#engine = engine;
    this.#age = age;
    this.transactions = new Transactions(engine, { take: () => this.#take() });
  }

  get isOpen(): boolean {
    return this.#isOpen;
  }

  /** Resolves when it is known what is there from before; after a failure this tries again. */
  open(): Promise<void> {
    this.#opening ??= this.#open().finally(() => {
      this.#opening = undefined;
    });
    return this.#opening;
  }

  async accept({ body, ...rest }: Delivery): Promise<string> {
    await this.#engine.ready();
    if (!this.#isOpen) await this.open();
    // What follows from it could not be written: what is kept in memory would grow without end.
    if (this.transactions.hasFailed) await this.transactions.checkpoint();
    this.#generation ??= this.#nextGeneration();
    const generation = await this.#generation;
    this.#count += 1;
    const id = `${generation}-${this.#count.toString(36).padStart(9, '0')}`;
    await this.#engine.log.append(id, Buffer.concat([Buffer.from(`${JSON.stringify(rest)}\n`), body]));
    return id;
  }

  /**
   * Resolves when the end of the process cannot lose any more by what the events of a delivery are recognised. The flow
   * may have them from then on: a copy that comes after a crash, and before the delivery is done once more, is known.
   */
  async secure(id: string): Promise<void> {
    const marks = this.marks.unwrittenOf(id);
    if (marks !== undefined) await this.#engine.log.note(marks);
  }

  finish(id: string): void {
    this.#left.delete(id);
    this.#finished.push(id);
    this.transactions.soon();
  }

  abandon(id: string): void {
    this.#left.add(id);
  }

  async unfinished(): Promise<{ id: string; delivery: Delivery }[]> {
    if (!this.#isOpen) await this.open();
    const unfinished = [];
    for (const id of [...this.#left].sort()) {
      const delivery = await this.read(id);
      if (delivery !== undefined) unfinished.push({ id, delivery });
    }
    return unfinished;
  }

  /** A delivery as it was taken in; undefined for one that is finished. */
  async read(id: string): Promise<Delivery | undefined> {
    const record = await this.#engine.log.read(id);
    return record === undefined ? undefined : toDelivery(record);
  }

  /** Resolves when the deliveries have left the log that were finished when everything was written last. */
  async dropped(): Promise<void> {
    await this.#dropping;
  }

  /** Resolves when nothing is on its way any more, and what is finished has left the log. */
  async settled(): Promise<void> {
    await this.transactions.settled();
    await this.#dropping;
    await this.transactions.settled();
  }

  /** IDs of later processes sort after those of earlier ones, whatever the clock says. */
  #nextGeneration(): Promise<string> {
    const next = this.transactions.run((transaction) => {
      const generation = Number(transaction.get(GENERATION) ?? 0) + 1;
      transaction.put(GENERATION, String(generation));
      return generation.toString(36).padStart(7, '0');
    }, true);
    next.catch(() => {
      this.#generation = undefined;
    });
    return next;
  }

  async #open(): Promise<void> {
    await this.#engine.ready();
    const left = new Set(await this.#engine.log.ids());
    const now = this.#age();
    for await (const [key, value] of this.#entries(Marks.range.from, Marks.range.to)) {
      this.marks.load(key, value, now, (id) => left.has(id));
    }
    const notes = await this.#engine.log.notes();
    for (const note of notes) this.marks.load(Marks.keyOf(now), note, now, (id) => left.has(id));
    // They go with the log, and what they say has to stay.
    if (notes.length > 0) {
      const noted = { key: `${Marks.keyOf(now)}noted-${randomUUID()}`, value: notes.join(' ') };
      await this.#engine.write([noted], true);
    }
    const over: string[] = [];
    for await (const [key] of this.#entries(consequencesKey(''), consequencesKey('\uffff'))) {
      const id = key.slice(consequencesKey('').length);
      if (left.has(id)) this.consequential.add(id);
      else over.push(key);
    }
    if (over.length > 0) {
      await this.#engine.write(
        over.map((key) => ({ key, value: null })),
        false,
      );
    }
    for (const id of left) this.#left.add(id);
    this.#isOpen = true;
  }

  async *#entries(from: string, to: string): AsyncGenerator<[string, string]> {
    for (let first = from; ; ) {
      const page = await this.#engine.range(first, to, PAGE);
      yield* page;
      const last = page.at(-1);
      if (last === undefined || page.length < PAGE) return;
      first = `${last[0]}\0`;
    }
  }

  #take() {
    const now = this.#age();
    const bundle = this.marks.take(now);
    const finished = this.#finished;
    this.#finished = [];
    const keep = (): void => {
      this.#finished = [...finished, ...this.#finished];
    };
    return {
      changes: new Map(bundle === undefined ? [] : [[bundle.key, bundle.value]]),
      written: (sync: boolean): void => {
        bundle?.written();
        if (sync) this.#drop(finished);
        else keep();
        if (this.#finished.length > 0) this.transactions.soon();
      },
      failed: (): void => {
        bundle?.giveBack();
        keep();
        this.transactions.soon();
      },
    };
  }

  #drop(ids: readonly string[]): void {
    if (ids.length === 0) return;
    for (const id of ids) this.marks.release(id);
    const consequential = ids.filter((id) => this.consequential.delete(id));
    const dropped = this.#engine.log
      .drop(ids)
      .then(() => {
        if (consequential.length === 0) return;
        return this.transactions.run((transaction) => {
          for (const id of consequential) transaction.remove(consequencesKey(id));
        }, false);
      })
      // What could not be forgotten is forgotten when the store is opened again.
      .catch(() => undefined);
    this.#dropping = Promise.all([this.#dropping, dropped]);
  }
}

function toDelivery(record: Buffer): Delivery {
  const end = record.indexOf('\n');
  return {
    ...(JSON.parse(record.toString('utf8', 0, end)) as Omit<Delivery, 'body'>),
    body: record.subarray(end + 1),
  };
}
