import type { Account } from '../account';
import type { CheckedContact } from '../platform/contacts';
import { NoAnswerError, WhatsAppError } from '../platform/errors';
import { readCheckedContacts } from '../platform/on-premises/contacts';
import { DEFAULT_ADVANCE } from './budget';
import { byNumber } from './by-number';
import { type Candidate, toCandidate } from './candidate';
import { type ContactResult, fromCandidate, fromChecked, fromKnown } from './contact-result';
import { type LateCheck, toLateCheck } from './late-check';
import { validityWarning } from './validity-warning';

export interface CheckOptions {
  /** `wait` until the server knows all; `no_wait` (the default): the rest comes late. */
  blocking?: 'wait' | 'no_wait';
  /** Asks for every number again, whatever is known. */
  forceCheck?: boolean;
  /** ISO 3166 code that completes numbers without a plus sign; empty refuses them. */
  country: string;
  /** So many more numbers than messages sent may be checked within seven days. */
  advance?: number;
  /** Numbers a request. */
  batchSize?: number;
  /** The node that asks: late results go to the listener of this ID. */
  nodeId: string;
  /** Of the message that asks, so that late results can be told to belong to it. */
  msgid?: string;
}

export interface ContactCheck {
  /** In the order of the inputs. */
  results: ContactResult[];
  /** How many numbers the platform was asked for. */
  asked: number;
  /** How many results come late. */
  pending: number;
  /** What a user ought to know about these results, as a sentence. */
  warning?: string;
}

export type LateListener = (late: LateCheck) => void;

/** The documents name no limit; a list of this length is answered in a breath. */
const BATCH_SIZE = 100;

/**
 * Finds out which numbers are on WhatsApp (S2), while asking for as few as possible: not for those that are known, not
 * for customers who wrote, not for what is no number, and no more than the budget allows.
 */
export class ContactChecks {
  readonly #account: Account;
  readonly #listeners = new Map<string, LateListener>();

  constructor(account: Account) {
    this.#account = account;
  }

  /** Registers a node for late results; what is returned takes it away again. */
  register(nodeId: string, listener: LateListener): () => void {
    this.#listeners.set(nodeId, listener);
    return () => {
      if (this.#listeners.get(nodeId) === listener) this.#listeners.delete(nodeId);
    };
  }

  /**
   * @param inputs see `toContactInputs`
   * @throws WhatsAppError `contact_budget_exhausted` before anything was asked; InputError `country_invalid`;
   * PlatformError, NoAnswerError, after which what was answered is remembered; NotSupportedError
   */
  async check(inputs: readonly string[], options: CheckOptions): Promise<ContactCheck> {
    const { store, scope } = this.#account;
    const candidates = inputs.map((input) => ({ input, candidate: toCandidate(input, options.country) }));
    const waiting = groupByNumber(candidates);
    const numbers = Object.keys(waiting);
    const known: KnownContacts = options.forceCheck ? new Map() : await store.contacts.known(scope, numbers);
    const wanted = numbers.filter((number) => !known.has(number));
    const { answers, version } = await this.#ask(wanted, waiting, options);
    const results = candidates.map(({ input, candidate }) => {
      if (candidate.type !== 'number') return fromCandidate(input, candidate);
      const found = known.get(candidate.number);
      if (found !== undefined) return fromKnown(input, candidate, found);
      return fromChecked(input, candidate, answers.get(candidate.number));
    });
    const statuses = wanted.flatMap((number) => answers.get(number)?.status ?? []);
    const warning = wanted.length === 0 ? undefined : validityWarning(version, statuses);
    return {
      results,
      asked: wanted.length,
      pending: results.filter(({ status }) => status === 'processing').length,
      ...(warning === undefined ? {} : { warning }),
    };
  }

  /**
   * Takes late results as a webhook brings them, and gives them to the nodes that wait for them; only then they are done
   * with. Results that nobody asked for, or whose node is gone, are passed over.
   *
   * @param contacts the webhook's list
   */
  async take(contacts: unknown): Promise<void> {
    const { store, scope } = this.#account;
    for (const late of await store.contacts.match(scope, readCheckedContacts(contacts))) {
      const listener = this.#listeners.get(late.check.nodeId);
      if (listener === undefined) continue;
      listener(toLateCheck(late));
      await store.contacts.received(scope, late.check.id, Object.keys(late.results));
    }
  }

  async #ask(
    numbers: readonly string[],
    inputs: Readonly<Record<string, readonly string[]>>,
    { blocking = 'no_wait', forceCheck = false, advance = DEFAULT_ADVANCE, ...rest }: CheckOptions,
  ): Promise<Answers> {
    const { store, scope, platform } = this.#account;
    const answers = new Map<string, CheckedContact>();
    if (numbers.length === 0) return { answers };
    const left = await store.contacts.spend(scope, numbers.length, advance);
    if (left < 0) throw exhausted(numbers.length, numbers.length + left);
    const { nodeId, msgid, batchSize = BATCH_SIZE } = rest;
    const waiting = Object.fromEntries(numbers.map((number) => [number, inputs[number] ?? []]));
    // Before the first request: a webhook may overtake its answer.
    const checkId = await store.contacts.expect(scope, { nodeId, waiting, ...(msgid === undefined ? {} : { msgid }) });
    const isLate = (number: string): boolean => answers.get(number)?.status === 'processing';
    let version: string | undefined;
    for (let from = 0; from < numbers.length; from += batchSize) {
      const batch = numbers.slice(from, from + batchSize);
      try {
        const answer = await platform.validateContacts({ contacts: batch, blocking, forceCheck });
        const found = byNumber(batch, answer.contacts);
        for (const [number, contact] of Object.entries(found)) answers.set(number, contact);
        version = answer.version ?? version;
        await store.contacts.remember(scope, found);
      } catch (error) {
        const left = numbers.filter((number) => !isLate(number));
        await store.contacts.received(scope, checkId, left);
        // What was refused was not checked; of what got no answer nobody knows.
        const unchecked = numbers.length - from - (error instanceof NoAnswerError ? batch.length : 0);
        await store.contacts.refund(scope, unchecked);
        throw error;
      }
    }
    await store.contacts.received(
      scope,
      checkId,
      numbers.filter((number) => !isLate(number)),
    );
    return { answers, ...(version === undefined ? {} : { version }) };
  }
}

interface Answers {
  answers: ReadonlyMap<string, CheckedContact>;
  version?: string;
}

type KnownContacts = Awaited<ReturnType<Account['store']['contacts']['known']>>;

/** Several inputs may be the same number: it is asked for once. */
function groupByNumber(candidates: readonly { input: string; candidate: Candidate }[]): Record<string, string[]> {
  const groups: Record<string, string[]> = {};
  for (const { input, candidate } of candidates) {
    if (candidate.type !== 'number') continue;
    const group = groups[candidate.number] ?? [];
    group.push(input);
    groups[candidate.number] = group;
  }
  return groups;
}

function exhausted(wanted: number, allowed: number): WhatsAppError {
  return new WhatsAppError(
    'contact_budget_exhausted',
    `${wanted} numbers are to be checked, but only ${allowed} more may be now: whoever checks many numbers without writing to them is banned.`,
    {
      retryable: false,
      advice:
        'Check only numbers whose owners agreed to be written to, and write to them; raise the limit in the node if you are about to.',
    },
  );
}
