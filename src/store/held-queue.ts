import type { NameKey } from '../identity/names';
import { InputError } from '../platform/errors';
import type { HeldMessage, HoldLimits } from './outgoing';
import type { Transaction } from './transaction';

/**
 * The messages that wait for trust in one customer each, in the order they were sent. A customer's queue is the union of
 * the queues under all of the customer's names.
 */
export class HeldQueue {
  readonly #transaction: Transaction;
  readonly #number: string;
  /** What was read already: a webhook with a thousand events of one customer asks a thousand times. */
  readonly #queues = new Map<NameKey, readonly HeldMessage[]>();
  #count: number | undefined;

  constructor(transaction: Transaction, number: string) {
    this.#transaction = transaction;
    this.#number = number;
  }

  of(names: readonly NameKey[]): HeldMessage[] {
    return names.flatMap((name) => this.#read(name)).sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** @throws InputError `held_too_many`, `held_too_large`: nothing is dropped to make room */
  add(names: readonly NameKey[], held: HeldMessage, limits: HoldLimits): void {
    const [primary] = names;
    if (primary === undefined) throw new TypeError('A message is held for somebody');
    const size = Buffer.byteLength(JSON.stringify(held));
    if (size > limits.bytes) throw tooLarge(size, limits.bytes);
    if (this.of(names).length >= limits.perCustomer) throw tooMany(`${limits.perCustomer} for this customer`);
    if (this.count() >= limits.perNumber) throw tooMany(`${limits.perNumber} in all`);
    this.put(primary, held);
  }

  /** Adds a message that was admitted before, whatever the limits: it must not get lost now. */
  put(name: NameKey, held: HeldMessage): void {
    this.#write(name, [...this.#read(name).filter(({ id }) => id !== held.id), held]);
  }

  remove(names: readonly NameKey[], isMeant: (held: HeldMessage) => boolean): HeldMessage[] {
    const removed: HeldMessage[] = [];
    for (const name of names) {
      const queue = this.#read(name);
      const staying = queue.filter((held) => !isMeant(held));
      if (staying.length === queue.length) continue;
      removed.push(...queue.filter(isMeant));
      this.#write(name, staying);
    }
    return removed.sort((a, b) => (a.id < b.id ? -1 : 1));
  }

  /** How many messages of this business number are held. */
  count(): number {
    this.#count ??= Number(this.#transaction.get(this.#countKey) ?? 0);
    return this.#count;
  }

  #read(name: NameKey): readonly HeldMessage[] {
    const known = this.#queues.get(name);
    if (known !== undefined) return known;
    const json = this.#transaction.get(heldKey(this.#number, name));
    const queue = json === undefined ? [] : (JSON.parse(json) as HeldMessage[]);
    this.#queues.set(name, queue);
    return queue;
  }

  #write(name: NameKey, queue: readonly HeldMessage[]): void {
    const count = this.count() + queue.length - this.#read(name).length;
    this.#count = count;
    this.#queues.set(name, queue);
    this.#transaction.put(this.#countKey, String(count));
    if (queue.length === 0) this.#transaction.remove(heldKey(this.#number, name));
    else this.#transaction.put(heldKey(this.#number, name), JSON.stringify(queue));
  }

  get #countKey(): string {
    return `heldCount/${this.#number}`;
  }
}

export const heldKey = (number: string, name: string): string => `held/${number}/${name}`;

const ADVICE =
  'Authenticate the customers who wait and acknowledge their identity, or drop their messages with identity ack.';

function tooMany(what: string): InputError {
  return new InputError(
    'held_too_many',
    `The message was not sent, and cannot be held either: ${what} wait already.`,
    ADVICE,
  );
}

function tooLarge(size: number, limit: number): InputError {
  return new InputError(
    'held_too_large',
    `The message would have to be held, but its ${size} bytes are over the limit of ${limit}.`,
    'Send large things by media ID or link.',
  );
}
