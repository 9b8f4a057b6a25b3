import assert from 'node:assert/strict';
import fc from 'fast-check';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import type { Committed } from '../../../src/store/store';
import { eventsOf } from '../../fixtures/webhooks/events-of';
import { ADA, Bench, SCOPE, textOf } from './contract/bench';
import { TrialEngine } from './support/trial-engine';

const RUNS = Number(process.env.STORE_RUNS ?? 100);
const NEVER = Number.POSITIVE_INFINITY;

type Happening =
  | { type: 'message'; hash: string }
  | { type: 'change' }
  | { type: 'acknowledge' }
  | { type: 'send' }
  | { type: 'again'; nth: number }
  | { type: 'refusal'; nth: number };

const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    fc.record({ type: fc.constant('message' as const), hash: fc.constantFrom('A', 'B', 'C') }),
    fc.constantFrom<Happening>({ type: 'change' }, { type: 'acknowledge' }, { type: 'send' }),
    fc.tuple(fc.constantFrom('again' as const, 'refusal' as const), fc.nat(5)).map(([type, nth]) => ({ type, nth })),
  ),
  { minLength: 2, maxLength: 12 },
);

/** A process that dies while its `crashAt`-th batch is written, and the world around it, which goes on. */
class Life {
  readonly bench: Bench;
  readonly handedOver: Committed[] = [];
  readonly #restartNow: () => void;
  readonly #isDead: () => boolean;
  readonly #bodies: object[] = [];
  readonly #sent: string[] = [];
  #texts = 0;

  private constructor(bench: Bench, restartNow: () => void, isDead: () => boolean) {
    this.bench = bench;
    this.#restartNow = restartNow;
    this.#isDead = isDead;
  }

  static async begin(crashAt: number): Promise<Life> {
    const kept = createMemoryEngine();
    let written = 0;
    let isDead = false;
    let lives = 0;
    const bench = await Bench.open({
      open: async (now) => {
        const engine = new TrialEngine(kept);
        lives += 1;
        const life = lives;
        engine.onWrite = () => {
          isDead ||= written === crashAt;
          // What a process of before still has to write is gone with it.
          if (isDead || life < lives) throw new Error('The process is dead');
          written += 1;
        };
        return createKeyedStore(engine, { now });
      },
      end: async () => undefined,
      remove: () => kept.close(),
    });
    return new Life(
      bench,
      () => {
        isDead = false;
        crashAt = NEVER;
      },
      () => isDead,
    );
  }

  async happen(happening: Happening): Promise<void> {
    if (happening.type === 'message') return this.#deliver(this.#keep(this.bench.message(happening.hash)));
    if (happening.type === 'change') return this.#deliver(this.#keep(this.bench.systemMessage()));
    if (happening.type === 'acknowledge') return this.#acknowledge();
    if (happening.type === 'send') return this.#send();
    if (happening.type === 'again') {
      const body = this.#bodies[happening.nth];
      return body === undefined ? undefined : this.#deliver(body);
    }
    const correlationId = this.#sent[happening.nth];
    if (correlationId !== undefined) {
      await this.#deliver(this.#keep(this.bench.status('failed', { correlationId, code: 137000 })));
    }
  }

  /** What may be written later is written; the process may die at that, too. */
  async rest(): Promise<void> {
    await this.bench.store.settled();
    if (this.#isDead()) await this.#restart();
    await this.bench.store.settled();
  }

  #keep(body: object): object {
    this.#bodies.push(body);
    return body;
  }

  /** The platform tries until it gets its 200. */
  async #deliver(body: object): Promise<void> {
    const id = await this.#insist(() => this.bench.accept(body));
    try {
      await this.#process(id, body);
    } catch {
      await this.#restart();
    }
  }

  async #process(id: string, body: object): Promise<void> {
    this.handedOver.push(...(await this.bench.store.commit(SCOPE, id, eventsOf(body))));
    this.bench.store.finish(id);
  }

  async #acknowledge(): Promise<void> {
    await this.#insist(() => this.bench.acknowledge());
  }

  /** The name of an event that is the same in every life: our messages have random IDs. */
  nameOf({ event }: Committed): string {
    const names = this.#sent.map((correlationId, n) => [correlationId, `message-${n}`] as const);
    return names.reduce((key, [id, name]) => key.replace(id, name), event.duplicateKey);
  }

  async #send(): Promise<void> {
    this.#texts += 1;
    const text = String(this.#texts);
    const admission = await this.#insist(() => this.bench.send(text));
    if (admission.type === 'held') return;
    this.#sent.push(admission.correlationId);
    try {
      await this.bench.accepted(admission.correlationId);
    } catch {
      await this.#restart();
    }
  }

  async #insist<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch {
      await this.#restart();
      return work();
    }
  }

  /** What is there is handed over again, marked as such; what was being sent is told as unknown. */
  async #restart(): Promise<void> {
    this.#restartNow();
    await this.bench.restart();
    for (const { id, delivery } of await this.bench.store.unfinished()) {
      await this.#process(id, JSON.parse(delivery.body.toString()) as object);
    }
    await this.bench.interrupted();
  }
}

async function live(history: Happening[], crashAt: number) {
  const life = await Life.begin(crashAt);
  for (const happening of history) await life.happen(happening);
  await life.rest();
  const { bench, handedOver } = life;
  const held = (await bench.store.heldOf(SCOPE, ADA)).map(({ outgoing }) => textOf(outgoing));
  const { state, hash } = await bench.store.look(SCOPE, ADA);
  const news = handedOver.filter(({ isDuplicate }) => !isDuplicate);
  const outcome = {
    state,
    hash,
    held,
    handedOver: [...new Set(news.map((committed) => life.nameOf(committed)))],
    reports: [...new Set(handedOver.flatMap(({ reports }) => reports.map((report) => `${report.hash}`)))].sort(),
    putOnHold: [...new Set(handedOver.flatMap((committed) => committed.held.map(({ outgoing }) => textOf(outgoing))))],
    unfinished: await bench.store.unfinished(),
  };
  await bench.remove();
  return outcome;
}

describe('a process that dies', () => {
  it('at any write of any history comes to the same after its restart: nothing is lost, and everything is told', async () => {
    await fc.assert(
      fc.asyncProperty(happenings, fc.nat(40), async (history, crashAt) => {
        assert.deepEqual(await live(history, crashAt), await live(history, NEVER));
      }),
      { numRuns: RUNS },
    );
  }).timeout(600_000);

  it('before anything but the log was written knows a copy that comes before the first is done once more', async () => {
    const engine = { ...createMemoryEngine(), close: async () => undefined };
    const bench = await Bench.open({
      open: async (now) => createKeyedStore(engine, { now }),
      // What it has not written is gone with it.
      end: async () => undefined,
      remove: async () => undefined,
    });
    const isDuplicate = async (id: string): Promise<boolean | undefined> =>
      (await bench.store.commit(SCOPE, id, eventsOf(body)))[0]?.isDuplicate;
    await bench.receive(bench.message('A'));
    await bench.store.settled();
    const body = bench.message('A');
    const first = await bench.accept(body);
    assert.equal(await isDuplicate(first), false);
    await bench.restart();
    assert.equal(await isDuplicate(await bench.accept(body)), true);
    assert.equal(await isDuplicate(first), false);
    await bench.store.settled();
  });

  it('twice knows a copy of what was handed over in the first life, although nothing but the log told of it', async () => {
    const engine = { ...createMemoryEngine(), close: async () => undefined };
    const bench = await Bench.open({
      open: async (now) => createKeyedStore(engine, { now }),
      end: async () => undefined,
      remove: async () => undefined,
    });
    const body = bench.message('A');
    const first = await bench.accept(body);
    await bench.store.commit(SCOPE, first, eventsOf(body));
    await bench.restart();
    // Done once more, it leaves the log.
    await bench.store.unfinished();
    await bench.store.commit(SCOPE, first, eventsOf(body));
    bench.store.finish(first);
    await bench.store.settled();
    await bench.restart();
    const [copy] = await bench.store.commit(SCOPE, await bench.accept(body), eventsOf(body));
    assert.equal(copy?.isDuplicate, true);
    await bench.store.settled();
  });
});
