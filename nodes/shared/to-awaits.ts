import { InputError } from '../../src/platform/errors';
import type { Outgoing } from '../../src/store/outgoing';
import { STAGES, type Stage } from '../../src/store/stage';

/** Seconds. */
const LONGEST_LIMIT = 86_400;
const DEFAULT_LIMIT = 300;

export interface AwaitsSettings {
  /** One of `accepted`, `sent`, `delivered`, `read`. */
  outcome: unknown;
  /** Seconds. */
  timeLimit: unknown;
}

/**
 * When the result of a message leaves, as the message says it, else the node.
 *
 * @throws InputError `outcome_invalid`, `time_limit_invalid`
 */
export function toAwaits(msg: Partial<AwaitsSettings>, settings: AwaitsSettings): Pick<Outgoing, 'awaits'> {
  const stage = toStage(msg.outcome ?? settings.outcome);
  const own = toLimit(msg.timeLimit);
  // What the node has set is for what the platform has accepted: nothing waits after that here.
  if (stage === 'accepted') return own === undefined ? {} : { awaits: { stage, limitMs: own } };
  return { awaits: { stage, limitMs: own ?? toLimit(settings.timeLimit) ?? DEFAULT_LIMIT * 1000 } };
}

function toStage(outcome: unknown): Stage {
  if (outcome === undefined || outcome === '') return 'accepted';
  const stage = STAGES.find((known) => known === outcome);
  if (stage !== undefined) return stage;
  throw new InputError(
    'outcome_invalid',
    'The outcome that the message waits for is not one that the node knows.',
    `Use one of: ${STAGES.join(', ')}.`,
  );
}

function toLimit(limit: unknown): number | undefined {
  if (limit === undefined || limit === '') return undefined;
  const seconds = typeof limit === 'string' ? Number(limit) : limit;
  if (typeof seconds === 'number' && seconds > 0 && seconds <= LONGEST_LIMIT) return Math.ceil(seconds * 1000);
  throw new InputError(
    'time_limit_invalid',
    `The time limit must be a number of seconds above 0, at most ${LONGEST_LIMIT}.`,
    'Correct it in the node or in msg.timeLimit.',
  );
}
