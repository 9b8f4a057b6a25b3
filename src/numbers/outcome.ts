import { describeError } from '../platform/catalogue';
import { NoAnswerError, PlatformError } from '../platform/errors';
import type { AttemptOutcome, NumberAction } from './attempt';

/** A wait that the platform asks for without saying how long. Seconds; our judgement. */
const UNSPECIFIED = 3600;

/** Waits that hold more than the action which was refused, by the platform's code. */
const SHARED: Readonly<Record<number, readonly NumberAction[]>> = { 133016: ['register', 'deregister'] };

/** What an error says about the attempt that it ended. */
export function toOutcome(action: NumberAction, error: unknown): AttemptOutcome {
  if (error instanceof NoAnswerError) return { type: error.ambiguous ? 'unknown' : 'uncounted' };
  if (!(error instanceof PlatformError)) return { type: 'uncounted' };
  const { platformCode = Number.NaN, platformSubcode, waitSeconds } = error.cause;
  const { category, name, retry } = describeError(platformCode, platformSubcode);
  if (category === 'access' || name === 'phone_number_unknown') return { type: 'uncounted' };
  const seconds = waitSeconds ?? (retry === 'wait' ? UNSPECIFIED : undefined);
  if (seconds === undefined) return { type: 'refused' };
  const why = `the platform refused with error ${platformCode}`;
  return { type: 'refused', wait: { actions: SHARED[platformCode] ?? [action], seconds, why } };
}
