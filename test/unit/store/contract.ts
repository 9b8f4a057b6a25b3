import { describeAwaiting } from './contract/awaiting';
import { Bench, type Place } from './contract/bench';
import { describeCustomers } from './contract/customers';
import { describeDeliveries } from './contract/deliveries';
import { describeEvidence } from './contract/evidence';
import { describeFinding } from './contract/finding';
import { describeHolding } from './contract/holding';
import { describeInterleaving } from './contract/interleaving';
import { describeSending } from './contract/sending';

/**
 * What every store has to do, whatever it keeps things in.
 *
 * @param name of the store
 * @param createPlace gives a new, empty place to keep things in
 */
export function describeStore(name: string, createPlace: () => Promise<Place>): void {
  describe(`the ${name} store`, () => {
    let bench: Bench | undefined;
    const use = (): Bench => {
      if (bench === undefined) throw new Error('There is no bench outside of a test');
      return bench;
    };
    const open = async (): Promise<void> => {
      bench = await Bench.open(await createPlace());
    };
    const remove = async (): Promise<void> => {
      await bench?.remove();
      bench = undefined;
    };
    beforeEach(open);
    afterEach(remove);

    describeDeliveries(use);
    describeEvidence(use);
    describeSending(use);
    describeAwaiting(use);
    describeHolding(use);
    describeCustomers(use);
    describeFinding(use);
    describeInterleaving(use, async () => {
      await remove();
      await open();
    });
  });
}
