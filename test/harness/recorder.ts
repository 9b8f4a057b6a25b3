import type { EventEmitter } from 'node:events';
import { inspect } from 'node:util';
import { COLLECTOR_TYPE } from './flow';

export type Message = Record<string, unknown>;

export interface Status {
  fill?: string;
  shape?: string;
  text?: string;
}

export interface LogEntry {
  level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace' | 'audit' | 'metric';
  /** The node that logged it; absent for Node-RED's own lines. */
  id?: string;
  text: string;
}

/** A message that a node has finished with: once per call of `done`. */
export interface Completion {
  id: string;
  msg: Message;
  error?: unknown;
}

export interface Arrival {
  collector: string;
  msg: Message;
}

interface RawLogEntry {
  level: number;
  id?: string;
  msg: unknown;
}

// Node-RED's own type knows fewer hooks than Node-RED has.
export interface Hooks {
  add(name: string, callback: (event: never) => void): void;
}

const LEVELS: Record<number, LogEntry['level']> = {
  10: 'fatal',
  20: 'error',
  30: 'warn',
  40: 'info',
  50: 'debug',
  60: 'trace',
  98: 'audit',
  99: 'metric',
};

/** Writes down, in order, whatever leaves the nodes of one runtime. */
export class Recorder {
  arrivals: Arrival[] = [];
  statuses: { id: string; status: Status }[] = [];
  logs: LogEntry[] = [];
  completions: Completion[] = [];
  private unprocessed: unknown[] = [];

  readonly log = (entry: RawLogEntry): void => {
    this.unprocessed.push(entry);
    const text = entry.msg instanceof Error ? entry.msg.message : toText(entry.msg);
    const level = LEVELS[entry.level] ?? 'info';
    this.logs.push(entry.id === undefined ? { level, text } : { level, id: entry.id, text });
  };

  watch(events: EventEmitter, hooks: Hooks): void {
    events.on(COLLECTOR_TYPE, (arrival: Arrival) => this.arrivals.push(arrival));
    events.on('node-status', ({ id, status = {} }: { id: string; status?: Status }) => {
      // Nodes may reuse one object for all their statuses: only a copy shows what was said at the time.
      this.statuses.push({ id, status: { ...status } });
    });
    hooks.add('onSend.harness', (sendEvents: { msg: Message }[]) => {
      this.unprocessed.push(...sendEvents.map(({ msg }) => msg));
    });
    hooks.add('onComplete.harness', ({ node, msg, error }: { node: { id: string }; msg: Message; error?: unknown }) => {
      this.completions.push(error ? { id: node.id, msg, error } : { id: node.id, msg });
    });
  }

  clear(): void {
    this.arrivals = [];
    this.statuses = [];
    this.logs = [];
    this.completions = [];
    this.unprocessed = [];
  }

  /** Everything as one text, hidden properties and causes of errors included, to search it for secrets. */
  everything(): string {
    const all = [this.unprocessed, this.arrivals, this.statuses, this.logs, this.completions];
    return inspect(all, { depth: 20, maxArrayLength: null, maxStringLength: null, showHidden: true, breakLength: 200 });
  }
}

function toText(logged: unknown): string {
  return typeof logged === 'string' ? logged : inspect(logged);
}
