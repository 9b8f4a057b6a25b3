import type { NumberOperations } from '../platform/number';
import { attempt } from './attempt';
import { discovered, type Finding } from './finding';
import { toIdentityFinding } from './identity-check';
import { toNumberDetails } from './number-details';

/** A number of the simulator in this process. */
export interface SimulatedTarget {
  platform: Pick<NumberOperations, 'numberInfo'>;
  /** Known here, as the platform does not show it. */
  identityCheck: boolean;
}

/** @param target absent where the account is not deployed: it gets its number when it is */
export async function checkSimulated(target: SimulatedTarget | undefined): Promise<Finding[]> {
  if (target === undefined) return [discovered('simulator', 'hint', 'simulator_not_deployed')];
  const info = await attempt('simulator', () => target.platform.numberInfo());
  if ('fault' in info) return [info.fault];
  const runs = discovered('simulator', 'good', 'simulator_runs', toNumberDetails(info.answer));
  return [runs, toIdentityFinding(target.identityCheck ? 'on' : 'off')];
}
