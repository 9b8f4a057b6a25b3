import type { Account } from '../account';
import { WhatsAppError } from '../platform/errors';
import type { Patience } from '../store/awaiting';
import type { Outgoing } from '../store/outgoing';
import type { Doubt, Resolution } from '../store/resolution';
import { interrupted } from './interruptions';
import type { Expectation, ResultListeners } from './result-listeners';
import type { SendResult } from './send-result';
import { TimeLimits } from './time-limits';
import { toResult } from './to-result';

/** So many messages of one number may wait for their outcome: each keeps the flow's own message in memory. */
export const MOST_AWAITED = 50_000;

/** How long a status may take to tell what became of a message whose answer was lost. Milliseconds. */
const LOST_ANSWER = 60_000;

export interface OutcomesOptions {
  listeners: ResultListeners;
  /** Told what became of a message that nobody waits for in this process. */
  announce: (outgoing: Outgoing, result: SendResult, released: boolean) => void;
}

/** Follows the messages of an account whose outcome is waited for beyond the answer, or in place of it. */
export class Outcomes {
  readonly #account: Account;
  readonly #options: OutcomesOptions;
  readonly #limits: TimeLimits;
  #isStopped = false;

  constructor(account: Account, options: OutcomesOptions) {
    this.#account = account;
    this.#options = options;
    this.#limits = new TimeLimits(async () => {
      const { resolutions, next } = await account.store.expireAwaited(account.scope);
      for (const resolution of resolutions) this.take(resolution);
      return next;
    });
  }

  /** @throws WhatsAppError `outcomes_full` */
  checkRoom(outgoing: Outgoing): void {
    if (isAwaited(outgoing) && this.#options.listeners.expected >= MOST_AWAITED) throw outcomesFull();
  }

  /** How long a lost answer is waited for by the statuses of its message. */
  patience({ code, message, cause }: Doubt): Patience {
    const { isServed, platform } = this.#account;
    // Without webhooks nothing can tell, nor on an API that gives our own ID not back.
    return { doubt: { code, message, cause }, waitMs: isServed && platform.api !== 'on-premises' ? LOST_ANSWER : 0 };
  }

  /** The result of a message, once it is known: whoever asks has to do so before the answer is recorded. */
  expect(messageId: string, outgoing: Outgoing): Expectation | undefined {
    return this.#isStopped ? undefined : this.#options.listeners.expect(messageId, outgoing);
  }

  /** There is nothing to wait for. */
  forgo(messageId: string): void {
    this.#options.listeners.forgo(messageId);
  }

  /** A message is waited for until then, in milliseconds since 1970. */
  arm(until: number): void {
    this.#limits.arm(until);
  }

  /** A status, or the clock, has told what became of a message. */
  take(resolution: Resolution): void {
    const { messageId, outgoing, isReleased } = resolution;
    const result = toResult(resolution);
    const { listeners, announce } = this.#options;
    if (!listeners.resolve(messageId, result)) announce(outgoing, result, isReleased === true);
  }

  /** Goes on where the process before this one ended: what was interrupted, and what has a time limit. */
  async recover(): Promise<void> {
    const { scope, store } = this.#account;
    for (const resolution of await store.interrupted(scope, this.patience(interrupted()))) this.take(resolution);
    await this.#limits.expire();
  }

  stop(): void {
    this.#isStopped = true;
    this.#limits.stop();
  }
}

/** Whether the result of a message is more than that the platform has accepted it. */
export const isAwaited = ({ awaits }: Outgoing): boolean => awaits !== undefined && awaits.stage !== 'accepted';

function outcomesFull(): WhatsAppError {
  return new WhatsAppError(
    'outcomes_full',
    `The message was not sent: ${MOST_AWAITED} messages of this number wait for their outcome already.`,
    { retryable: true, advice: 'Send it again when fewer wait, wait for less, or set a shorter time limit.' },
  );
}
