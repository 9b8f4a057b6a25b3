import type { TimelineEntry } from '../../timeline';
import type { Snapshot } from '../wire';
import { CallError, request } from './api';

export interface Listener {
  world(snapshot: Snapshot): void;
  timeline(entries: TimelineEntry[]): void;
  /** Whether the page shows what is, or what was; and why, if the simulator said so. */
  live(isLive: boolean, reason?: string): void;
}

const AGAIN_MS = 1500;

/**
 * Listens to the simulator until it refuses this caller, and again whenever the connection was lost. Read with `fetch`:
 * an `EventSource` could carry its login only in the address.
 *
 * @throws CallError 401 or 403
 */
export async function listen(listener: Listener): Promise<never> {
  for (;;) {
    let reason: string | undefined;
    try {
      const { body } = await request('GET', 'events');
      listener.live(true);
      if (body) await readEvents(body, listener);
    } catch (error) {
      if (error instanceof CallError && (error.status === 401 || error.status === 403)) throw error;
      if (error instanceof CallError) reason = error.message;
    }
    listener.live(false, reason);
    await new Promise((resolve) => setTimeout(resolve, AGAIN_MS));
  }
}

async function readEvents(body: ReadableStream<Uint8Array>, listener: Listener): Promise<void> {
  const reader = body.pipeThrough(new TextDecoderStream() as TransformStream<Uint8Array, string>).getReader();
  let text = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const events = (text + value).split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const [, name, data] = /^event: (\w+)\ndata: (.*)$/s.exec(event) ?? [];
      if (name === 'world' && data) listener.world(JSON.parse(data) as Snapshot);
      if (name === 'timeline' && data) listener.timeline(JSON.parse(data) as TimelineEntry[]);
    }
  }
}
