import assert from 'node:assert/strict';
import fc from 'fast-check';
import { ADA, type Bench, BOB, SCOPE, textOf, type UseBench } from './bench';

const RUNS = Number(process.env.STORE_RUNS ?? 100);

type Action =
  | { type: 'send'; to: number; policy: 'same' | 'authenticated' }
  | { type: 'answer'; nth: number; how: 'accepted' | 'mismatch' | 'refused' | 'unknown' }
  | { type: 'status'; nth: number; how: 'delivered' | 'refused' }
  | { type: 'change' | 'acknowledge' | 'release'; to: number }
  | { type: 'restart' };

const to = fc.nat(1);
const nth = fc.nat(7);
const actions: fc.Arbitrary<Action[]> = fc.array(
  fc.oneof(
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('send' as const),
        to,
        policy: fc.constantFrom('same' as const, 'authenticated' as const),
      }),
    },
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('answer' as const),
        nth,
        how: fc.constantFrom('accepted' as const, 'mismatch' as const, 'refused' as const, 'unknown' as const),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        type: fc.constant('status' as const),
        nth,
        how: fc.constantFrom('delivered' as const, 'refused' as const),
      }),
    },
    { weight: 2, arbitrary: fc.record({ type: fc.constant('change' as const), to }) },
    { weight: 3, arbitrary: fc.record({ type: fc.constant('acknowledge' as const), to }) },
    { weight: 5, arbitrary: fc.record({ type: fc.constant('release' as const), to }) },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('restart' as const) }) },
  ),
  { minLength: 5, maxLength: 40 },
);

const CUSTOMERS = [ADA, BOB];

/** One message of ours that is on its way. */
interface Flight {
  text: string;
  customer: number;
  correlationId: string;
  hasAnswer: boolean;
  hasStatus: boolean;
}

/** Where every message is, as somebody who watches from outside has to see it. */
class Watch {
  readonly bench: Bench;
  readonly flights: Flight[] = [];
  /** By customer: what is held, in the order in which it was sent. */
  readonly held: string[][] = [[], []];
  /** Messages that are gone for good: delivered, failed, or unknown. */
  readonly gone = new Set<string>();
  #sent = 0;
  #hashes = 0;

  constructor(bench: Bench) {
    this.bench = bench;
  }

  async play(action: Action): Promise<void> {
    if (action.type === 'restart') return this.#restart();
    if (action.type === 'answer' || action.type === 'status') return this.#hear(action);
    const names = CUSTOMERS[action.to] ?? ADA;
    if (action.type === 'send') return this.#send(action.to, action.policy);
    if (action.type === 'release') return this.#release(action.to);
    if (action.type === 'acknowledge') {
      await this.bench.acknowledge(names);
      return;
    }
    this.#hashes += 1;
    await this.bench.receive(this.bench.message(`H${this.#hashes}`, names));
  }

  async check(): Promise<void> {
    for (const [i, names] of CUSTOMERS.entries()) {
      assert.deepEqual(
        await this.bench.heldTexts(names),
        this.held[i],
        'held in the order of sending, none lost or doubled',
      );
    }
    const everywhere = [...this.flights.map(({ text }) => text), ...this.held.flat(), ...this.gone];
    assert.equal(everywhere.length, this.#sent);
    assert.equal(new Set(everywhere).size, this.#sent, 'each message is in one place');
  }

  async #send(customer: number, policy: 'same' | 'authenticated'): Promise<void> {
    const text = String(this.#sent).padStart(3, '0');
    this.#sent += 1;
    const admission = await this.bench.send(text, { names: CUSTOMERS[customer] ?? ADA, policy, msgid: text });
    if (admission.type === 'held') this.#hold(customer, text);
    else this.#fly(customer, text, admission.correlationId);
  }

  async #release(customer: number): Promise<void> {
    const admission = await this.bench.release(CUSTOMERS[customer]);
    if (admission === undefined) return;
    assert.ok(admission.type === 'send');
    const text = textOf(admission.outgoing);
    assert.equal(text, this.held[customer]?.shift(), 'the first one leaves first');
    this.#fly(customer, text, admission.correlationId);
  }

  async #hear(action: Action & { type: 'answer' | 'status' }): Promise<void> {
    const flight = this.flights[action.nth % Math.max(1, this.flights.length)];
    if (flight === undefined) return;
    const { correlationId, customer, text } = flight;
    if (action.type === 'answer') {
      if (flight.hasAnswer) return;
      flight.hasAnswer = true;
      const outcome = action.how === 'accepted' ? { type: action.how, wamid: correlationId } : { type: action.how };
      const { held, isSuperseded } = await this.bench.store.settle(SCOPE, correlationId, outcome);
      assert.equal(isSuperseded, false, 'what a status put on hold is not in flight any more');
      if (action.how === 'mismatch') assert.ok(held !== undefined || flight.hasStatus);
      if (held !== undefined) this.#land(flight, () => this.#hold(customer, text));
      else if (action.how === 'refused' || action.how === 'mismatch') this.#land(flight, () => this.gone.add(text));
      return;
    }
    const refusal = action.how === 'refused' ? { code: 137000 } : {};
    const word = action.how === 'refused' ? 'failed' : 'delivered';
    const to = CUSTOMERS[customer] ?? ADA;
    const [committed] = await this.bench.receive(this.bench.status(word, { correlationId, to, ...refusal }));
    const isHeld = action.how === 'refused' && !flight.hasStatus;
    flight.hasStatus = true;
    assert.equal(committed?.held.length, isHeld ? 1 : 0);
    if (isHeld) {
      this.#land(flight, () => this.#hold(customer, text));
      const late = await this.bench.store.settle(SCOPE, correlationId, { type: 'accepted', wamid: correlationId });
      assert.equal(late.isSuperseded, true);
    }
  }

  async #restart(): Promise<void> {
    await this.bench.restart();
    const told = (await this.bench.interrupted()).map(({ outgoing, outcome }) => `${outgoing.msgid} ${outcome.type}`);
    const expected = this.flights
      .filter(({ hasAnswer }) => !hasAnswer)
      .map(({ text, hasStatus }) => `${text} ${hasStatus ? 'reached' : 'unknown'}`);
    assert.deepEqual(told.sort(), expected.sort(), 'told once, and never sent again');
    for (const flight of [...this.flights]) if (!flight.hasAnswer) this.#land(flight, () => this.gone.add(flight.text));
  }

  #fly(customer: number, text: string, correlationId: string): void {
    this.flights.push({ text, customer, correlationId, hasAnswer: false, hasStatus: false });
  }

  #land(flight: Flight, then: () => void): void {
    this.flights.splice(this.flights.indexOf(flight), 1);
    then();
  }

  #hold(customer: number, text: string): void {
    const queue = this.held[customer];
    queue?.push(text);
    // Texts are numbers in the order of sending.
    queue?.sort();
  }
}

export function describeInterleaving(use: UseBench, renew: () => Promise<void>): void {
  it('no held message is ever lost, doubled or out of order, whatever happens in between', async () => {
    await fc.assert(
      fc
        .asyncProperty(actions, async (history) => {
          const watch = new Watch(use());
          for (const action of history) {
            await watch.play(action);
            await watch.check();
          }
        })
        .afterEach(renew),
      { numRuns: RUNS },
    );
  }).timeout(600_000);
}
