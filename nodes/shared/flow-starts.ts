import type { EventEmitter } from 'node:events';

interface Flows {
  listeners: Set<() => void>;
  areRunning: boolean;
  leave: () => void;
}

const known = new WeakMap<EventEmitter, Flows>();

/**
 * Calls the listener each time when a deployment is through and all nodes can take messages; what is returned ends that.
 *
 * @param events those of Node-RED's runtime
 */
export function onFlowStart(events: EventEmitter, listener: () => void): () => void {
  const flows = known.get(events) ?? watch(events);
  flows.listeners.add(listener);
  return () => {
    if (!flows.listeners.delete(listener) || flows.listeners.size > 0) return;
    flows.leave();
    known.delete(events);
  };
}

/** Whether no deployment is under way, as far as somebody listens for their ends. */
export function areFlowsRunning(events: EventEmitter): boolean {
  return known.get(events)?.areRunning ?? false;
}

/** One listener for all: Node.js takes more than ten of them for a leak. */
function watch(events: EventEmitter): Flows {
  const started = (): void => {
    flows.areRunning = true;
    for (const listener of [...flows.listeners]) listener();
  };
  const stopping = (): void => {
    flows.areRunning = false;
  };
  const leave = (): void => void events.off('flows:started', started).off('flows:stopping', stopping);
  // Nodes are made while flows start: whoever listens first hears of that start's end.
  const flows: Flows = { listeners: new Set(), areRunning: false, leave };
  events.on('flows:started', started).on('flows:stopping', stopping);
  known.set(events, flows);
  return flows;
}
