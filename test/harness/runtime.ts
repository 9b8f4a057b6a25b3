import { createServer, type Server } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { sep } from 'node:path';
import type { Node, NodeRedApp } from 'node-red';
import { type Credentials, completeFlow, type FlowNode } from './flow';
import { nextFlowStart } from './flow-start';
import { nodeRedRequire } from './node-red';
import {
  type Arrival,
  type Completion,
  type Hooks,
  type LogEntry,
  type Message,
  Recorder,
  type Status,
} from './recorder';
import { installSources } from './source-package';
import { tempDir } from './temp-dir';
import { waitUntil } from './wait';

export type { Arrival, Completion, Credentials, FlowNode, LogEntry, Message, Status };

export interface Runtime {
  /** Node-RED itself, for what this harness has no word for. */
  RED: NodeRedApp;
  /** The HTTP server that nodes see as `RED.server`, listening on loopback. */
  server: Server;
  /** `http://127.0.0.1:<port>`, without a slash at the end; `https` where the settings say so. */
  url: string;
  userDirectory: string;
  /**
   * Deploys a flow and waits until it has started. Wires may lead to ids that the flow does not have: each becomes
   * a collector, whose messages `received(id)` returns. Without a type the whole flow is restarted.
   */
  deploy(flow: FlowNode[], credentials?: Credentials, type?: 'full' | 'flows' | 'nodes'): Promise<void>;
  /** The running node; throws if there is none. */
  node(id: string): Node;
  /** Hands a message to a node's input. */
  send(id: string, msg: Message): void;
  /** Hands a message to a node's input and waits until the node has called `done`, with or without an error. */
  process(id: string, msg: Message): Promise<Completion>;
  /** What a collector has received so far. */
  received<T = Message>(collector: string): T[];
  /** Waits until a collector has received this many messages, and returns all of them. */
  waitFor<T = Message>(collector: string, count?: number): Promise<T[]>;
  /** What all collectors received, in order. */
  arrivals(): Arrival[];
  /** All statuses that a node showed, oldest first. */
  statuses(id: string): Status[];
  /** The status that a node shows now; an empty object if it shows none. */
  status(id: string): Status;
  /** Log entries, of one node if an id is given. */
  logs(id?: string): LogEntry[];
  /** Every call of `done` by this node. */
  completions(id: string): Completion[];
  /** Everything that left any node, as one text, to search it for secrets. */
  everything(): string;
  /** Forgets what was recorded; the flow runs on. */
  clear(): void;
  stop(): Promise<void>;
}

/**
 * Starts a complete Node-RED in this process, a fresh one each time (about 0.2 seconds), with our nodes loaded from
 * their TypeScript sources. Tests that need Node-RED's own settings file or its death use `startNodeRed` instead.
 */
export async function startRuntime(settings: Record<string, unknown> = {}): Promise<Runtime> {
  const userDirectory = tempDir('node-red');
  installSources(userDirectory.path);
  const recorder = new Recorder();
  const RED = loadFreshNodeRed();
  const express = nodeRedRequire('express');
  const app = express();
  const { https } = settings as { https?: { key: string; cert: string } };
  const server = https === undefined ? createServer(app) : createTlsServer(https, app);
  const all = {
    httpAdminRoot: '/',
    httpNodeRoot: '/',
    credentialSecret: 'harness',
    // Else statuses would be in the language of whoever runs the tests.
    lang: 'en-US',
    ...settings,
    userDir: userDirectory.path,
    logging: {
      console: { level: 'off', metrics: false, audit: false },
      harness: { level: 'trace', metrics: false, audit: false, handler: () => recorder.log },
    },
  };
  RED.init(server, all as unknown as Parameters<NodeRedApp['init']>[1]);
  app.use(all.httpAdminRoot, RED.httpAdmin);
  app.use(all.httpNodeRoot, RED.httpNode);
  recorder.watch(RED.events, RED.hooks as unknown as Hooks);
  const firstStart = nextFlowStart(RED.events);
  await RED.start();
  await firstStart;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });

  return {
    RED,
    server,
    url: `${https === undefined ? 'http' : 'https'}://127.0.0.1:${(server.address() as AddressInfo).port}`,
    userDirectory: userDirectory.path,
    ...deploying(RED, recorder),
    ...reading(recorder),
    async stop() {
      await RED.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      userDirectory.remove();
    },
  };
}

// Node-RED keeps its state in its modules: only fresh modules make a fresh Node-RED.
function loadFreshNodeRed(): NodeRedApp {
  const ownModules = [`node_modules${sep}@node-red${sep}`, `node_modules${sep}node-red${sep}`];
  for (const file of Object.keys(nodeRedRequire.cache)) {
    if (ownModules.some((part) => file.includes(part))) delete nodeRedRequire.cache[file];
  }
  return nodeRedRequire('./lib/red.js');
}

// What Node-RED's types leave out of `RED.nodes`.
interface NodeLookup {
  getNode(id: string): Node | null;
}

function deploying(RED: NodeRedApp, recorder: Recorder): Pick<Runtime, 'deploy' | 'node' | 'send' | 'process'> {
  const node = (id: string): Node => {
    const found = (RED.nodes as unknown as NodeLookup).getNode(id);
    if (found === null) throw new Error(`No running node has the id ${id}`);
    return found;
  };
  return {
    node,
    async deploy(flow, credentials, type = 'full') {
      const started = nextFlowStart(RED.events);
      const flows = completeFlow(flow, credentials);
      await RED.runtime.flows.setFlows({ flows: { flows }, deploymentType: type } as unknown as Parameters<
        typeof RED.runtime.flows.setFlows
      >[0]);
      await started;
    },
    send(id, msg) {
      node(id).receive(msg);
    },
    async process(id, msg) {
      const before = recorder.completions.length;
      const _msgid = typeof msg._msgid === 'string' ? msg._msgid : RED.util.generateId();
      node(id).receive({ ...msg, _msgid });
      const isOurs = (done: Completion) => done.id === id && done.msg._msgid === _msgid;
      return waitUntil(() => recorder.completions.slice(before).find(isOurs), {
        what: `node ${id} settles its message`,
      });
    },
  };
}

function reading(
  recorder: Recorder,
): Omit<Runtime, 'RED' | 'server' | 'url' | 'userDirectory' | 'stop' | keyof ReturnType<typeof deploying>> {
  const received = <T>(collector: string): T[] =>
    recorder.arrivals.filter((arrival) => arrival.collector === collector).map(({ msg }) => msg as T);
  return {
    received,
    async waitFor<T>(collector: string, count = 1) {
      const what = () => `${count} messages at ${collector}, which has ${received(collector).length}`;
      await waitUntil(() => received(collector).length >= count, { what });
      return received<T>(collector);
    },
    arrivals: () => [...recorder.arrivals],
    statuses: (id) => recorder.statuses.filter((entry) => entry.id === id).map(({ status }) => status),
    status: (id) => recorder.statuses.findLast((entry) => entry.id === id)?.status ?? {},
    logs: (id) => recorder.logs.filter((entry) => id === undefined || entry.id === id),
    completions: (id) => recorder.completions.filter((entry) => entry.id === id),
    everything: () => recorder.everything(),
    clear: () => recorder.clear(),
  };
}
