import type { Customer } from '../customer';

/** What a self-hosted client knows of a customer's identity: S2, "Manage Users' Identities". */
export interface KnownIdentity {
  hash: string;
  /** Milliseconds since the epoch: when the client detected it. */
  detectedAt: number;
  /** Whether the latest change was acknowledged; the identity that the client met first needs none. */
  acknowledged: boolean;
}

/** The identities of the customers that a self-hosted client has met. */
export class Identities {
  readonly #known = new WeakMap<Customer, KnownIdentity>();

  /** The identity of a customer, whom the client meets now if it has not before. */
  of(customer: Customer, now: number): KnownIdentity {
    const known = this.#known.get(customer);
    return known ?? this.#set(customer, { hash: customer.identityHash, detectedAt: now, acknowledged: true });
  }

  knows(customer: Customer): boolean {
    return this.#known.has(customer);
  }

  /**
   * The customer has another identity now.
   *
   * @param acknowledged whether that goes without an acknowledgement
   */
  change(customer: Customer, now: number, acknowledged: boolean): void {
    this.#set(customer, { hash: customer.identityHash, detectedAt: now, acknowledged });
  }

  /** @returns whether the hash is that of the latest change */
  acknowledge(customer: Customer, hash: string): boolean {
    const known = this.#known.get(customer);
    if (known?.hash !== hash) return false;
    known.acknowledged = true;
    return true;
  }

  /** Whether the customer changed and nobody acknowledged it. */
  isUnacknowledged(customer: Customer): boolean {
    return this.#known.get(customer)?.acknowledged === false;
  }

  #set(customer: Customer, identity: KnownIdentity): KnownIdentity {
    this.#known.set(customer, identity);
    return identity;
  }
}
