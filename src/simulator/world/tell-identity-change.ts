import type { BusinessNumber } from './business-number';
import type { Customer } from './customer';
import { identityChangedValue } from './on-premises-webhooks';
import type { Surroundings } from './surroundings';

/**
 * A customer has another identity hash: the self-hosted clients that met the customer learn of it, and those that show
 * security notifications tell. The Cloud API tells nobody.
 *
 * @param now asked only when somebody learns of it
 */
export function tellIdentityChange(
  numbers: readonly BusinessNumber[],
  customer: Customer,
  now: () => number,
  { emit, nextMessageId }: Pick<Surroundings, 'emit' | 'nextMessageId'>,
): void {
  for (const number of numbers) {
    if (!number.onPremises?.identities.knows(customer)) continue;
    const { identities, settings } = number.onPremises;
    // Without the notification there is nothing to acknowledge.
    identities.change(customer, now(), !settings.showsSecurityNotifications);
    if (settings.showsSecurityNotifications) {
      emit(number, identityChangedValue(customer, nextMessageId(number), now()));
    }
  }
}
