import type { NumberAction } from './attempt';

export interface Limit {
  actions: readonly NumberAction[];
  count: number;
  /** Milliseconds. */
  within: number;
  /** Attempts that succeeded do not count. */
  onlyRefused: boolean;
  /** The actions as the subject of a sentence. */
  words: string;
}

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

/** No limit looks further back than that. Milliseconds. */
export const LONGEST = 72 * HOUR;

/**
 * How often an action may be tried. The first limit is the platform's own (facts, section 4); for the others it names no
 * figures, so they are our judgement: enough for a person with a form, too little for a loop.
 */
export const LIMITS: readonly Limit[] = [
  {
    actions: ['register', 'deregister'],
    count: 10,
    within: LONGEST,
    onlyRefused: false,
    words: 'registering or deregistering the number',
  },
  { actions: ['register'], count: 3, within: HOUR, onlyRefused: true, words: 'registering the number' },
  { actions: ['requestCode'], count: 1, within: MINUTE, onlyRefused: false, words: 'requesting a code' },
  { actions: ['requestCode'], count: 5, within: HOUR, onlyRefused: false, words: 'requesting a code' },
  { actions: ['verifyCode'], count: 5, within: HOUR, onlyRefused: true, words: 'the verification code' },
];
