import type { Activity } from '../activity';
import type { Clock } from '../clock';
import type { Faults } from '../faults';
import type { Timeline } from '../timeline';
import type { World } from '../world/world';

/** What the On-Premises API needs from around it. */
export interface OnPremisesContext {
  world: World;
  faults: Faults;
  clock: Clock;
  timeline: Timeline;
  activity: Activity;
  onError(error: unknown): void;
}
