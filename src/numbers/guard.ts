import type { AttemptOutcome, AttemptRecord, NumberAction } from './attempt';
import { LIMITS, type Limit, LONGEST } from './limits';

/** An action that has to wait. */
export interface Hold {
  /** Milliseconds since 1970. */
  until: number;
  /** Why, as a part of a sentence. */
  why: string;
}

/** Clocks are set back now and then; what lies further in the future than that is not believed. Milliseconds. */
const TOLERANCE = 60_000;

/**
 * Whether an action on the number has to wait. It keeps a flow that loops from using up the attempts that the platform
 * allows, which would block the number for days (facts, section 4).
 *
 * @param now milliseconds since 1970
 */
export function judge(record: AttemptRecord, action: NumberAction, now: number): Hold | undefined {
  const { attempts, waits } = prune(record, now);
  const holds = waits.filter(({ actions }) => actions.includes(action)).map(({ until, why }) => ({ until, why }));
  for (const limit of LIMITS.filter(({ actions }) => actions.includes(action))) {
    const times = attempts
      .filter((attempt) => limit.actions.includes(attempt.action) && !(limit.onlyRefused && attempt.isDone))
      .map(({ at }) => at)
      .filter((at) => at > now - limit.within)
      .sort((a, b) => b - a);
    const oldest = times[limit.count - 1];
    if (oldest !== undefined) holds.push({ until: oldest + limit.within, why: toReason(limit) });
  }
  return holds.reduce<Hold | undefined>(
    (longest, hold) => (hold.until > (longest?.until ?? now) ? hold : longest),
    undefined,
  );
}

/** The record with an attempt that is about to be made. */
export function withAttempt(record: AttemptRecord, action: NumberAction, id: string, now: number): AttemptRecord {
  const { attempts, waits } = prune(record, now);
  return { attempts: [...attempts, { id, action, at: now }], waits };
}

/** The record with what became of an attempt. */
export function withOutcome(record: AttemptRecord, id: string, outcome: AttemptOutcome, now: number): AttemptRecord {
  const { attempts, waits } = record;
  switch (outcome.type) {
    case 'unknown':
      return record;
    case 'uncounted':
      return { attempts: attempts.filter((attempt) => attempt.id !== id), waits };
    case 'done':
      return {
        attempts: attempts.map((attempt) => (attempt.id === id ? { ...attempt, isDone: true } : attempt)),
        waits,
      };
    case 'refused': {
      if (outcome.wait === undefined) return record;
      const { actions, seconds, why } = outcome.wait;
      return { attempts, waits: [...waits, { actions, until: now + seconds * 1000, why }] };
    }
  }
}

function prune({ attempts, waits }: AttemptRecord, now: number): AttemptRecord {
  return {
    attempts: attempts.filter(({ at }) => at > now - LONGEST && at <= now + TOLERANCE),
    waits: waits.filter(({ until }) => until > now && until <= now + LONGEST + TOLERANCE),
  };
}

function toReason({ count, words, within, onlyRefused }: Limit): string {
  const what = onlyRefused ? `${words} was refused` : `${words} was tried`;
  return `${what} ${count === 1 ? 'once' : `${count} times`} within ${toWords(within)}`;
}

function toWords(milliseconds: number): string {
  const minutes = milliseconds / 60_000;
  if (minutes < 60) return minutes === 1 ? 'a minute' : `${minutes} minutes`;
  return minutes === 60 ? 'an hour' : `${minutes / 60} hours`;
}
