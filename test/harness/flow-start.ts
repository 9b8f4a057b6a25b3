import type { EventEmitter } from 'node:events';

interface RuntimeEvent {
  id: string;
  payload?: { error?: string; types?: string[] };
}

/**
 * Resolves when Node-RED has started its flows the next time. Rejects when it says that it will not (a node type is
 * missing, say), or when nothing is heard for ten seconds. To be called before what makes the flows start.
 */
export function nextFlowStart(events: EventEmitter): Promise<void> {
  return new Promise((resolve, reject) => {
    const settle = (error?: Error) => {
      clearTimeout(timer);
      events.off('flows:started', onStarted);
      events.off('runtime-event', onRuntimeEvent);
      if (error === undefined) resolve();
      else reject(error);
    };
    const onStarted = () => settle();
    const onRuntimeEvent = ({ id, payload }: RuntimeEvent) => {
      if (id !== 'runtime-state' || payload?.error === undefined) return;
      settle(new Error(`The flow does not start: ${[payload.error, ...(payload.types ?? [])].join(' ')}`));
    };
    const timer = setTimeout(() => settle(new Error('The flow has not started within 10 seconds')), 10_000);
    events.on('flows:started', onStarted);
    events.on('runtime-event', onRuntimeEvent);
  });
}
