/** What can be tried on a business number only so often. */
export const NUMBER_ACTIONS = ['requestCode', 'verifyCode', 'register', 'deregister', 'setTwoStepPin'] as const;
export type NumberAction = (typeof NUMBER_ACTIONS)[number];

/** One attempt, recorded before it is made. */
export interface Attempt {
  id: string;
  action: NumberAction;
  /** Milliseconds since 1970. */
  at: number;
  /** It succeeded; while that is not known, it counts as refused. */
  isDone?: boolean;
}

/** What the platform has us wait for. */
export interface Wait {
  actions: readonly NumberAction[];
  /** Milliseconds since 1970. */
  until: number;
  why: string;
}

/** All that is kept about the attempts on one number. Plain data, without any code or PIN. */
export interface AttemptRecord {
  attempts: Attempt[];
  waits: Wait[];
}

export type AttemptOutcome =
  | { type: 'done' }
  /** Nothing was counted by the platform: it was never asked, or did not let us in. */
  | { type: 'uncounted' }
  /** Nobody knows whether it counted. */
  | { type: 'unknown' }
  /** Refused, and perhaps not to be tried for a time. */
  | { type: 'refused'; wait?: { actions: readonly NumberAction[]; seconds: number; why: string } };
