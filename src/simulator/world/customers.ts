import { SimulatorError } from '../simulator-error';
import type { Customer } from './customer';

/** What a message can be addressed to. */
export interface CustomerNames {
  phone: string;
  waId: string;
  userId: string | undefined;
}

/** The people of the world, found by each of their names. */
export class Customers {
  readonly #byName = new Map<string, Customer>();
  readonly #names = new Map<Customer, Set<string>>();

  get all(): Customer[] {
    return [...this.#names.keys()];
  }

  /** @param name phone number with or without plus, wa_id, or user ID */
  find(name: string): Customer | undefined {
    return this.#byName.get(name.replace(/^\+/, ''));
  }

  /** @throws SimulatorError when a name is somebody else's; then nothing has changed */
  claim(customer: Customer, { phone, waId, userId }: CustomerNames): void {
    const names = new Set([phone.slice(1), waId, ...(userId === undefined ? [] : [userId])]);
    for (const name of names) {
      if ((this.#byName.get(name) ?? customer) !== customer) {
        throw new SimulatorError('customer_exists', `${name} already belongs to another customer.`, 409);
      }
    }
    this.#release(customer);
    // Whoever is there already keeps the place among the others.
    this.#names.set(customer, names);
    for (const name of names) this.#byName.set(name, customer);
  }

  remove(customer: Customer): void {
    this.#release(customer);
    this.#names.delete(customer);
  }

  #release(customer: Customer): void {
    for (const name of this.#names.get(customer) ?? []) this.#byName.delete(name);
  }
}
