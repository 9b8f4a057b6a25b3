import { el } from './dom';

/** Says something for a few seconds; screen readers read it out. */
export function toast(text: string, kind: 'done' | 'failed' = 'done'): void {
  const note = el('p', { class: `toast ${kind}` }, text);
  document.querySelector('#toasts')?.append(note);
  setTimeout(() => note.remove(), kind === 'failed' ? 9000 : 4000);
}

/** Waits for what was asked for, and says so if it was refused. */
export function attempt(work: Promise<unknown>): Promise<boolean> {
  return work.then(
    () => true,
    (error: unknown) => {
      toast(error instanceof Error ? error.message : String(error), 'failed');
      return false;
    },
  );
}
