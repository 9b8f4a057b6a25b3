/** Long enough that nobody is interrupted at every key. */
const PAUSE_MS = 1_000;

/**
 * Says something to people who cannot see it, once they pause, and only what was not said before.
 *
 * @param region an element with `role="status"`
 */
export function announcer(region: JQuery): (text: string) => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return (text) => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      if (region.text() !== text) region.text(text);
    }, PAUSE_MS);
  };
}
