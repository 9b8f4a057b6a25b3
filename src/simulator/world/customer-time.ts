import type { Clock } from '../clock';

/**
 * Time as webhooks tell it of one customer. The platform tells whole seconds, and setting WhatsApp up on a device takes
 * longer than that: what is told afterwards is of a later second than everything told before. Without this, a test or a
 * person in a hurry would see two identities within one second, which nobody can put in order.
 */
export class CustomerTime {
  readonly #clock: Clock;
  #earliest = 0;
  #latest = 0;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Milliseconds since the epoch, for something that is told now. */
  now(): number {
    const now = Math.max(this.#clock.now(), this.#earliest);
    this.#latest = Math.max(this.#latest, now);
    return now;
  }

  /** The customer sets WhatsApp up on a device. */
  setUpDevice(): void {
    this.#earliest = (Math.floor(this.#latest / 1000) + 1) * 1000;
  }
}
