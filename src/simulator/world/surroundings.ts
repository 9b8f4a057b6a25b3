import type { Clock } from '../clock';
import type { Random } from '../random';
import type { Rules } from '../rules';
import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import type { CustomerNames } from './customers';
import type { Group } from './groups';
import type { WebhookValue } from './webhook-form';

/** What a customer sees of the world. */
export interface Surroundings {
  readonly clock: Clock;
  readonly random: Random;
  readonly rules: Rules;
  /** Received messages kept for each customer. */
  readonly inboxLimit: number;
  /** The ID of a message from a customer to this number. */
  nextMessageId(number: BusinessNumber): string;
  /** The business number with this ID; without one, the only number there is. */
  number(phoneNumberId?: string): BusinessNumber;
  /** @throws SimulatorError when the customer is in no such group */
  groupOf(id: string, customer: Customer): Group;
  /** The numbers with these IDs, as far as they still exist. */
  numbersOf(phoneNumberIds: Iterable<string>): BusinessNumber[];
  /** Sends what the number's API tells of a message. */
  emit(number: BusinessNumber, value: WebhookValue): void;
  /** A customer has another identity hash: numbers whose API says so are told. `now` is asked only when one is. */
  tellIdentityChange(customer: Customer, now: () => number): void;
  /**
   * Makes messages to these names find the customer, and those to its former names no longer.
   *
   * @throws SimulatorError when one of them is somebody else's
   */
  claim(customer: Customer, names: CustomerNames): void;
}
