import type { Random } from '../random';
import type { BusinessNumber } from './business-number';
import { onPremisesMessageId, wamid } from './ids';

const REMEMBERED = 10_000;

/** Makes the IDs of messages, and knows which of them customers wrote. */
export class MessageIds {
  readonly #random: Random;
  readonly #incoming = new Set<string>();

  constructor(random: Random) {
    this.#random = random;
  }

  /** For a message to a customer. */
  outgoing({ onPremises }: BusinessNumber): string {
    return onPremises ? onPremisesMessageId(this.#random, 'gBGG') : wamid(this.#random);
  }

  /** For a message from a customer. */
  incoming({ onPremises }: BusinessNumber): string {
    const id = onPremises ? onPremisesMessageId(this.#random, 'ABGG') : wamid(this.#random);
    this.#incoming.add(id);
    const [oldest] = this.#incoming;
    if (this.#incoming.size > REMEMBERED && oldest !== undefined) this.#incoming.delete(oldest);
    return id;
  }

  /** Whether this is one of the latest 10,000 messages from customers. */
  isIncoming(id: string): boolean {
    return this.#incoming.has(id);
  }
}
