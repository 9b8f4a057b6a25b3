import { deepEqual, equal, ok } from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import fc from 'fast-check';
import type { SendResult } from '../../../src/messages/send-result';
import { PlatformError } from '../../../src/platform/errors';
import { waitUntil } from '../../harness/wait';
import { type Call, Desk } from './support/desk';

const RUNS = Number(process.env.SENDING_RUNS ?? 40);
const CUSTOMERS = ['16315550001', '16315550002'];
/** So long a message is waited for, in milliseconds: within a story this may run out, and may not. */
const LIMIT = 25;

type Answer = 'accepted' | 'refused' | 'busy' | 'mismatch' | 'lost';
type Word = 'sent' | 'delivered' | 'read' | 'failed' | 'mismatch';

type Happening =
  | { type: 'send'; customer: number; stage: 'accepted' | 'delivered' }
  | { type: 'answer'; nth: number; how: Answer }
  | { type: 'status'; nth: number; word: Word }
  | { type: 'acknowledge'; customer: number }
  | { type: 'pause' | 'redeploy' | 'restart' };

const nth = fc.nat(7);
const customer = fc.nat(CUSTOMERS.length - 1);
const happenings: fc.Arbitrary<Happening[]> = fc.array(
  fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        type: fc.constant('send' as const),
        customer,
        stage: fc.constantFrom('accepted' as const, 'delivered' as const),
      }),
    },
    {
      weight: 6,
      arbitrary: fc.record({
        type: fc.constant('answer' as const),
        nth,
        how: fc.constantFrom<Answer>('accepted', 'accepted', 'refused', 'busy', 'mismatch', 'lost'),
      }),
    },
    {
      weight: 5,
      arbitrary: fc.record({
        type: fc.constant('status' as const),
        nth,
        word: fc.constantFrom<Word>('sent', 'delivered', 'read', 'failed', 'mismatch'),
      }),
    },
    { weight: 1, arbitrary: fc.record({ type: fc.constant('acknowledge' as const), customer }) },
    { weight: 2, arbitrary: fc.constantFrom<Happening>({ type: 'pause' }, { type: 'redeploy' }, { type: 'restart' }) },
  ),
  { minLength: 4, maxLength: 24 },
);

/** One attempt, as the platform sees it. */
interface Attempt {
  call: Call;
  life: number;
  answer?: Answer;
  /** Its last word is spoken: a platform does not refuse what it has delivered. */
  isFinal: boolean;
  /** The platform has refused it because of its hash, by its answer or by a status. */
  isMismatched: boolean;
}

/** A business that sends, a platform that answers as it likes, and everything that the flow is told. */
class Story {
  readonly desk = new Desk();
  /** What was told of each message, in order: nothing of what is marked as a repetition. */
  readonly told = new Map<string, string[]>();
  readonly repeated = new Set<string>();
  readonly customers = new Map<string, number>();
  readonly #attempts: Attempt[] = [];
  /** How often the customers have changed their device. */
  readonly #identities = new Map<number, number>();

  get attempts(): readonly Attempt[] {
    for (const call of this.desk.calls.slice(this.#attempts.length)) {
      this.#attempts.push({ call, life: this.desk.lives, isFinal: false, isMismatched: false });
    }
    return this.#attempts;
  }

  constructor() {
    this.desk.onHeard = (result) => this.#hear(result);
  }

  async happen(happening: Happening): Promise<void> {
    if (happening.type === 'send') this.#send(happening.customer, happening.stage);
    if (happening.type === 'answer') this.#answer(happening.nth, happening.how);
    if (happening.type === 'status') await this.#status(happening.nth, happening.word);
    if (happening.type === 'acknowledge') await this.#acknowledge(happening.customer);
    if (happening.type === 'redeploy') this.desk.redeploy();
    if (happening.type === 'restart') await this.restart();
    if (happening.type === 'pause') await new Promise((resolve) => setTimeout(resolve, 5));
    // Sometimes what follows comes before this is through.
    await turn();
  }

  /**
   * The process is killed. What a flow has in its hands, and nobody has recorded, dies with it.
   *
   * @returns resolves when the next one has taken up what was left, for which the platform may have to answer
   */
  async restart(): Promise<{ recovered: Promise<void> }> {
    await waitUntil(async () => (await this.#unrecorded()) === 0);
    this.attempts;
    this.desk.kill();
    const recovered = this.desk.account.sender.recover();
    // It may be killed before it is through.
    recovered.catch(() => undefined);
    return { recovered };
  }

  /** The platform answers everything from now on, customers are authenticated, and all time limits run out. */
  async end(): Promise<void> {
    await waitUntil(
      async () => {
        for (const attempt of this.#open()) this.#give(attempt, 'accepted');
        for (const index of CUSTOMERS.keys()) await this.#acknowledge(index);
        return [...this.told].every(([text]) => this.#isOver(text));
      },
      { timeout: 8_000, what: () => `an end of ${JSON.stringify([...this.told])}, ${JSON.stringify(this.attempts)}` },
    );
  }

  #isOver(text: string): boolean {
    const last = this.told.get(text)?.at(-1);
    return (last !== undefined && last !== 'held') || this.repeated.has(text);
  }

  #send(index: number, stage: 'accepted' | 'delivered'): void {
    const waId = CUSTOMERS[index] ?? '';
    const text = String(this.told.size + 1).padStart(3, '0');
    this.told.set(text, []);
    this.customers.set(text, index);
    const { lives } = this.desk;
    this.desk
      .send(text, {
        names: { waId },
        address: { to: `+${waId}` },
        msgid: text,
        awaits: { stage, limitMs: LIMIT },
        retries: 10,
      })
      .then(
        // Nobody hears what a process says that is dead.
        (result) => lives === this.desk.lives && this.#hear(result),
        (error: { code: string }) => lives === this.desk.lives && this.told.get(text)?.push(`failed ${error.code}`),
      );
  }

  #hear(result: SendResult): void {
    if (result.type === 'postponed' || result.type === 'superseded') return;
    const { msgid = '' } = result.type === 'held' ? result.held.outgoing : result.outgoing;
    if (result.type !== 'held' && result.isRepeated) {
      this.repeated.add(msgid);
      return;
    }
    const word = result.type === 'failed' ? `failed ${result.error.code}` : result.type;
    this.told.get(msgid)?.push(word);
  }

  #open(): Attempt[] {
    return this.attempts.filter(({ answer, life }) => answer === undefined && life === this.desk.lives);
  }

  #answer(index: number, how: Answer): void {
    const open = this.#open();
    const attempt = open[index % Math.max(1, open.length)];
    if (attempt !== undefined) this.#give(attempt, how);
  }

  #give(attempt: Attempt, how: Answer): void {
    const { call } = attempt;
    attempt.answer = how;
    if (how === 'accepted') call.accept();
    if (how === 'lost') call.lose();
    if (how === 'busy')
      call.refuse(new PlatformError('busy', 'Later.', { retryable: true, advice: '', waitSeconds: 0.001 }));
    if (how === 'refused') call.refuse(new PlatformError('refused', 'No.', { retryable: false, advice: '' }));
    if (how !== 'mismatch') return;
    this.#mismatched(attempt);
    call.refuse(new PlatformError('identity_mismatch', 'No.', { retryable: false, advice: '' }));
  }

  #mismatched(attempt: Attempt): void {
    attempt.isMismatched = true;
    const index = this.customers.get(attempt.call.text) ?? 0;
    this.#identities.set(index, (this.#identities.get(index) ?? 0) + 1);
  }

  /** Of what the platform has, or may have. */
  async #status(index: number, word: Word): Promise<void> {
    const there = this.attempts.filter(({ answer, isMismatched }) => isThere(answer) && !isMismatched);
    const attempt = there[index % Math.max(1, there.length)];
    if (attempt === undefined) return;
    if ((word === 'failed' || word === 'mismatch') && attempt.isFinal) return;
    // What has come does not come to an end otherwise; what has failed does not come.
    if (word !== 'sent') attempt.isFinal = true;
    if (word === 'mismatch') this.#mismatched(attempt);
    if (word === 'mismatch') await this.desk.status('failed', attempt.call, 137000);
    else await this.desk.status(word, attempt.call, word === 'failed' ? 131026 : undefined);
  }

  async #acknowledge(index: number): Promise<void> {
    const { account, store } = this.desk;
    const waId = CUSTOMERS[index] ?? '';
    const names = { waId };
    // Without their hash, only one message could leave before its status.
    await this.desk.message(waId, `hash ${this.#identities.get(index) ?? 0}`);
    await store.acknowledge(account.scope, names, { newest: true });
    // It ends when the platform has answered, which it may not do before something else happens.
    account.sender.release(names).catch(() => undefined);
  }

  async #unrecorded(): Promise<number> {
    const { account, store } = this.desk;
    const queued = (await store.queued(account.scope)).map(({ outgoing }) => outgoing.msgid);
    const held = [];
    for (const waId of CUSTOMERS) held.push(...(await store.heldOf(account.scope, { waId })));
    const known = new Set([
      ...queued,
      ...held.map(({ outgoing }) => outgoing.msgid),
      ...this.attempts.map(({ call }) => call.text),
    ]);
    return [...this.told].filter(([text, words]) => words.length === 0 && !known.has(text)).length;
  }
}

const isThere = (answer: Answer | undefined): boolean =>
  answer === undefined || answer === 'accepted' || answer === 'lost';

function check({ attempts, told, customers, repeated }: Story): void {
  for (const [text, words] of told) {
    const own = attempts.filter(({ call }) => call.text === text);
    for (const { answer, isMismatched } of own.slice(0, -1)) {
      ok(answer === 'busy' || isMismatched, `${text} left again though it may have left, ${JSON.stringify(own)}`);
    }
    ok(words.length > 0 || repeated.has(text), `nothing was told of ${text}`);
    for (const [index, word] of words.slice(1).entries()) {
      const former = words[index] ?? '';
      const isNew = former === 'held' || (word === 'held' && former === 'accepted');
      ok(isNew, `${text} was told more than once: ${words.join()}`);
    }
  }
  for (const [index] of CUSTOMERS.entries()) {
    // A message that the platform has refused because of its hash leaves once more, behind what left meanwhile.
    const ordered = attempts.filter(({ call }, at) => {
      const isAgain = attempts.slice(0, at).some((other) => other.call.text === call.text && other.isMismatched);
      return customers.get(call.text) === index && !isAgain;
    });
    const texts = ordered.map(({ call }) => call.text);
    deepEqual(texts, [...texts].sort(), 'messages to one customer leave in order');
  }
}

describe('sending', () => {
  it('keeps the order, sends nothing twice and loses nothing, whatever happens in between', async () => {
    let told = 0;
    await fc.assert(
      fc.asyncProperty(happenings, async (history) => {
        const story = new Story();
        try {
          for (const happening of history) await story.happen(happening);
          await story.end();
          check(story);
          const before = JSON.stringify([...story.told]);
          await (await story.restart()).recovered;
          await story.end();
          equal(JSON.stringify([...story.told]), before, 'another process has nothing to add');
          told += story.told.size;
        } finally {
          await story.desk.close();
        }
      }),
      { numRuns: RUNS },
    );
    ok(told > RUNS, 'something was sent');
  }).timeout(600_000);
});
