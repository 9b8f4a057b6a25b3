/**
 * Runs what it is given at once, and of what follows within a while only the latest, at the end of that.
 *
 * @param everyMs milliseconds between two runs
 */
export function calmly(everyMs: number): { run: (work: () => void) => void; stop: () => void } {
  let latest: (() => void) | undefined;
  let resting: NodeJS.Timeout | undefined;
  const runLatest = (): void => {
    resting = undefined;
    const work = latest;
    if (work === undefined) return;
    latest = undefined;
    resting = setTimeout(runLatest, everyMs);
    work();
  };
  return {
    run: (work) => {
      latest = work;
      if (resting === undefined) runLatest();
    },
    stop: () => clearTimeout(resting),
  };
}
