import type { Reply } from '../http/call';
import type { Timeline, TimelineEntry } from '../timeline';
import type { Snapshot } from './wire';

interface FeedOptions {
  timeline: Timeline;
  takeSnapshot(): Promise<Snapshot>;
  onError(error: unknown): void;
  /** Milliseconds between two looks. */
  intervalMs?: number;
}

/** Looks after which a line is sent even if nothing happened, so that nobody between takes the stream for dead. */
const QUIET_LOOKS = 100;

/**
 * What happens, as server-sent events, for as long as somebody listens: `world` holds a `Snapshot` whenever something in
 * it is different, `timeline` the entries that are new or have changed.
 *
 * It looks often instead of being told: half of what the page shows, a flow's ledger, cannot tell, and what is looked at
 * cannot be forgotten by whoever changes it.
 */
export function createFeed({ timeline, takeSnapshot, onError, intervalMs = 150 }: FeedOptions): () => Reply {
  function stream(send: (piece: string) => void): () => void {
    const seen = new Map<number, string>();
    let shown = '';
    let quiet = 0;
    let isOver = false;
    let timer: NodeJS.Timeout | undefined;

    async function look(): Promise<void> {
      const world = JSON.stringify(await takeSnapshot());
      if (isOver) return;
      const entries = timeline.entries.filter((entry) => seen.get(entry.id) !== versionOf(entry));
      for (const entry of entries) seen.set(entry.id, versionOf(entry));
      if (world !== shown) send(`event: world\ndata: ${world}\n\n`);
      if (entries.length > 0) send(`event: timeline\ndata: ${JSON.stringify(entries)}\n\n`);
      quiet = world === shown && entries.length === 0 ? quiet + 1 : 0;
      if (quiet % QUIET_LOOKS === QUIET_LOOKS - 1) send(':\n\n');
      shown = world;
    }

    const lookAgain = (): void => {
      look()
        .catch(onError)
        .finally(() => {
          if (isOver) return;
          timer = setTimeout(lookAgain, intervalMs);
          // Whoever only watches keeps no process alive.
          timer.unref();
        });
    };
    lookAgain();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }
  return () => ({ status: 200, body: undefined, headers: { 'content-type': 'text/event-stream' }, stream });
}

/** Different whenever an entry was filled in further. */
function versionOf(entry: TimelineEntry): string {
  return entry.kind === 'webhook' ? `${entry.state} ${entry.attempts.length}` : entry.kind;
}
