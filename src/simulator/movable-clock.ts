import type { Clock } from './clock';

/** A clock that can be moved on: what was to happen meanwhile happens at once, in its order. */
export interface MovableClock extends Clock {
  /** How far it was moved on, in milliseconds. */
  readonly offset: number;
  moveOn(byMs: number): void;
}

interface Timer {
  due: number;
  callback: () => void;
  cancel: () => void;
}

export function movable(clock: Clock): MovableClock {
  const timers = new Set<Timer>();
  let offset = 0;
  const now = (): number => clock.now() + offset;
  const arm = (timer: Timer): void => {
    timer.cancel = clock.setTimeout(() => fire(timer), Math.max(0, timer.due - now()));
  };
  const fire = (timer: Timer): void => {
    // A callback that ran before may have called it off.
    if (timers.delete(timer)) timer.callback();
  };
  return {
    now,
    get offset() {
      return offset;
    },
    setTimeout(callback, delayMs) {
      const timer: Timer = { due: now() + delayMs, callback, cancel: () => {} };
      timers.add(timer);
      arm(timer);
      return () => {
        timers.delete(timer);
        timer.cancel();
      };
    },
    moveOn(byMs) {
      offset += byMs;
      const pending = [...timers].sort((a, b) => a.due - b.due);
      for (const timer of pending) timer.cancel();
      for (const timer of pending) {
        if (timer.due <= now()) fire(timer);
        else if (timers.has(timer)) arm(timer);
      }
    },
  };
}
