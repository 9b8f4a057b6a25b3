import type { Activity } from '../activity';
import type { Clock } from '../clock';
import type { Faults } from '../faults';
import type { Random } from '../random';
import type { Timeline } from '../timeline';
import type { HttpClient } from './http-client';
import type { RetryPolicy } from './retry-policy';

/** What delivering webhooks needs from around it. */
export interface WebhookContext {
  clock: Clock;
  random: Random;
  client: HttpClient;
  faults: Faults;
  retry: RetryPolicy;
  timeline: Timeline;
  activity: Activity;
  /** Whether webhooks may leave this machine. */
  allowRemote: boolean;
  onError(error: unknown): void;
}
