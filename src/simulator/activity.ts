/** Knows whether anything is still under way. */
export interface Activity {
  /** Something begins; call what it returns, once, when that has ended. */
  begin(): () => void;
  /** Resolves when nothing is under way. */
  idle(): Promise<void>;
}

export function createActivity(): Activity {
  let count = 0;
  let waiting: (() => void)[] = [];
  const end = (): void => {
    count -= 1;
    if (count > 0) return;
    const resolved = waiting;
    waiting = [];
    for (const resolve of resolved) resolve();
  };
  return {
    begin() {
      count += 1;
      return end;
    },
    idle: () => (count === 0 ? Promise.resolve() : new Promise((resolve) => waiting.push(resolve))),
  };
}
