import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { adminAuth, type Login, logIn } from './admin-login';
import type { Collector } from './collector';
import { type Credentials, completeFlow, type FlowNode } from './flow';
import { nodeRedDirectory } from './node-red';
import { tempDir } from './temp-dir';
import { linkOwnPackage, writeSettings } from './user-directory';
import { waitUntil } from './wait';

export interface NodeRedOptions {
  /** Settings as in Node-RED's settings file, as far as JSON can say them: `httpNodeRoot`, `httpNodeAuth`, ... */
  settings?: Record<string, unknown>;
  /** Environment variables beside our own. */
  env?: Record<string, string>;
  /** Gets the messages of wires that lead to ids which a flow does not have, with that id as the path. */
  collector?: Collector;
  /** The editor's login; the harness logs in with it. Without one the editor is open. */
  login?: Login;
  /** An existing user directory, to start again on what an earlier run left. The harness does not remove it. */
  userDirectory?: string;
  /** Whether our built package is linked into the user directory (it is unless told). */
  link?: boolean;
}

export interface NodeRedProcess {
  /** `http://127.0.0.1:<port>`, without a slash at the end and without any root. */
  url: string;
  /** Where the editor and its API are, with a slash at the end. */
  adminUrl: string;
  userDirectory: string;
  pid: number;
  /** All that Node-RED wrote so far, standard output and error together. */
  output(): string;
  /** A request to the admin API, logged in where there is a login. Throws unless the answer is a 2xx. */
  admin(path: string, init?: RequestInit): Promise<Response>;
  /** Deploys a flow and waits until it has started. */
  deploy(flow: FlowNode[], credentials?: Credentials, type?: 'full' | 'flows' | 'nodes'): Promise<void>;
  /** Presses the button of an inject node. */
  inject(id: string): Promise<void>;
  /** Ends it as Ctrl-C does, and waits for it. Throws if it does not end well within ten seconds. */
  stop(): Promise<void>;
  /** Ends it at once, as a power cut does, and waits for it; the user directory stays until `stop()`. */
  kill(): Promise<void>;
}

const STARTED = /Started (?:flows|modified (?:flows|nodes))/g;

/** Starts the real Node-RED as a process of its own, with our built package in its user directory. */
export async function startNodeRed(options: NodeRedOptions = {}): Promise<NodeRedProcess> {
  const ownDirectory = options.userDirectory === undefined ? tempDir('node-red') : undefined;
  const userDirectory = options.userDirectory ?? ownDirectory?.path ?? '';
  const complete = (flow: FlowNode[], credentials?: Credentials) =>
    completeFlow(flow, credentials, (id) => options.collector?.nodes(id) ?? []);
  const { settings, login, link = true } = options;
  writeSettings(userDirectory, login === undefined ? { ...settings } : { adminAuth: adminAuth(login), ...settings });
  if (link) linkOwnPackage(userDirectory);

  const child = spawn(process.execPath, [join(nodeRedDirectory, 'red.js'), '--userDir', userDirectory], {
    // Readiness is read from Node-RED's own lines, which it would translate. It runs what was built, whose coverage
    // does not fit that of the sources.
    env: { ...process.env, LANG: 'en_US.UTF-8', LC_ALL: 'en_US.UTF-8', NODE_V8_COVERAGE: '', ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const exited = endOf(child);
  const starts = () => output.match(STARTED)?.length ?? 0;
  const untilStarted = (count: number) =>
    waitUntil(() => hasEnded(child) || starts() >= count, {
      timeout: 30_000,
      what: () => `Node-RED starts its flows. Its output:\n${output}`,
    });

  await untilStarted(1);
  const adminUrl = await waitUntil(() => hasEnded(child) || /Server now running at (\S+)/.exec(output)?.[1], {
    timeout: 30_000,
    what: () => `Node-RED listens. Its output:\n${output}`,
  });
  if (adminUrl === true || hasEnded(child)) throw new Error(`Node-RED ended while starting. Its output:\n${output}`);
  const authorization = login === undefined ? {} : await logIn(adminUrl, login);

  const admin: NodeRedProcess['admin'] = async (path, init = {}) => {
    const headers = { ...authorization, ...Object.fromEntries(new Headers(init.headers)) };
    const response = await fetch(new URL(path, adminUrl), { ...init, headers });
    if (!response.ok) throw new Error(`${init.method ?? 'GET'} ${path}: ${response.status} ${await response.text()}`);
    return response;
  };
  return {
    url: new URL(adminUrl).origin,
    adminUrl,
    userDirectory,
    pid: child.pid ?? 0,
    output: () => output,
    admin,
    async deploy(flow, credentials, type = 'full') {
      const before = starts();
      await admin('flows', {
        method: 'POST',
        headers: {
          'content-type': 'application/json',
          'node-red-api-version': 'v2',
          'node-red-deployment-type': type,
        },
        body: JSON.stringify({ flows: complete(flow, credentials) }),
      });
      await untilStarted(before + 1);
    },
    async inject(id) {
      await admin(`inject/${id}`, { method: 'POST' });
    },
    async stop() {
      try {
        await endWell(child, exited, () => output);
      } finally {
        ownDirectory?.remove();
      }
    },
    async kill() {
      child.kill('SIGKILL');
      await exited;
    },
  };
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null;
}

function endOf(child: ChildProcess): Promise<void> {
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', () => {
      process.off('exit', killWithUs);
      resolve();
    });
  });
}

async function endWell(child: ChildProcess, exited: Promise<void>, output: () => string): Promise<void> {
  if (hasEnded(child)) return exited;
  child.kill('SIGINT');
  const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
  await exited;
  clearTimeout(timer);
  if (child.exitCode !== 0) throw new Error(`Node-RED did not end well. Its output:\n${output()}`);
}
