import type { Random } from '../random';
import { SimulatorError } from '../simulator-error';
import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import { groupId } from './ids';

/** A group that a business number made, with customers in it. */
export interface Group {
  readonly id: string;
  readonly subject: string;
  readonly number: BusinessNumber;
  readonly members: readonly Customer[];
}

export class Groups {
  readonly #random: Random;
  readonly #byId = new Map<string, Group>();

  constructor(random: Random) {
    this.#random = random;
  }

  add(number: BusinessNumber, subject: string, members: readonly Customer[]): Group {
    const group = { id: groupId(this.#random, number.displayPhoneNumber), subject, number, members };
    this.#byId.set(group.id, group);
    return group;
  }

  /** Those that a customer is in. */
  having(member: Customer): Group[] {
    return [...this.#byId.values()].filter(({ members }) => members.includes(member));
  }

  find(id: string): Group | undefined {
    return this.#byId.get(id);
  }

  /** @throws SimulatorError `group_not_found` when there is no such group, or this customer is not in it */
  of(id: string, member: Customer): Group {
    const group = this.#byId.get(id);
    if (group?.members.includes(member)) return group;
    throw new SimulatorError('group_not_found', `${member.name} is in no group ${id}.`, 404);
  }
}
