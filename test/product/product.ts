import { type ChildProcess, spawn } from 'node:child_process';
import { copyFileSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { addressOf } from './greeting';

/** A message as the simulated phone of a customer shows it. */
export interface PhoneMessage {
  text: string;
  /** Whose hands the phone was in when it arrived. */
  person: string;
  device: number;
}

export interface Page {
  status: number;
  html: string;
}

/** The product as `npm start` runs it: Node-RED, the nodes, an example, and the simulator, in a process of its own. */
export interface Product {
  /** The editor, with a slash at the end. */
  url: string;
  userDirectory: string;
  output(): string;
  /** Presses the button of the inject node whose name begins so. */
  press(name: string): Promise<void>;
  /** A call of the simulator's control API. */
  control(method: 'GET' | 'POST', path: string, body?: unknown): Promise<unknown>;
  /** What a customer's phone received, oldest first. */
  phone(waId: string): Promise<PhoneMessage[]>;
  /** A page of the flow; with a form, what its button sends. */
  page(path: string, form?: Record<string, string>): Promise<Page>;
  /** Presses Ctrl-C, and gives the exit code once the process has ended. */
  interrupt(): Promise<number | null>;
  /** Ends it, and removes the user directory that was made for it. */
  stop(): Promise<void>;
}

export interface ProductOptions {
  /** Instead of the one that `npm start` puts in place. */
  example?: string;
  env?: Record<string, string>;
  args?: string[];
  /** Stays when the product stops. */
  userDirectory?: string;
}

/** Starts the product on free ports and waits until it says what to press. */
export async function startProduct({
  example,
  env = {},
  args = [],
  ...options
}: ProductOptions = {}): Promise<Product> {
  const own: TempDir | undefined = options.userDirectory === undefined ? tempDir('product') : undefined;
  const userDirectory = options.userDirectory ?? own?.path ?? '';
  if (example !== undefined)
    copyFileSync(join(projectDirectory, 'examples', example), join(userDirectory, 'flows.json'));
  const launched = launch(args, { PORT: '0', NODE_RED_USER_DIR: userDirectory, ...env });
  await waitUntil(() => launched.hasEnded() || launched.output().includes('Ctrl-C stops'), {
    timeout: 30_000,
    what: () => `The product starts. Its output:\n${launched.output()}`,
  });
  if (launched.hasEnded()) throw new Error(`The product has ended. Its output:\n${launched.output()}`);
  const url = addressOf(launched.output(), 'Editor');
  const flow: { id: string; type: string; name?: string }[] = JSON.parse(
    readFileSync(join(userDirectory, 'flows.json'), 'utf8'),
  );

  const control: Product['control'] = async (method, path, body) => {
    const headers = { authorization: `Bearer ${addressOf(launched.output(), 'Control token')}` };
    const response = await fetch(`${addressOf(launched.output(), 'Control API')}${path}`, {
      method,
      headers: { ...headers, 'content-type': 'application/json' },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
    return response.json();
  };

  return {
    url,
    userDirectory,
    output: launched.output,
    control,
    async press(name) {
      const button = flow.find((node) => node.type === 'inject' && node.name?.startsWith(name));
      const response = await fetch(`${url}inject/${button?.id}`, { method: 'POST' });
      if (!response.ok) throw new Error(`"${name}" cannot be pressed: ${response.status}`);
    },
    async phone(waId) {
      const { inbox } = (await control('GET', `/customers/${waId}`)) as { inbox: ReceivedMessage[] };
      return inbox.map(({ content, person, device }) => ({ text: content.text.body, person: person.name, device }));
    },
    async page(path, form) {
      const sent = form === undefined ? {} : { method: 'POST', body: new URLSearchParams(form) };
      const response = await fetch(new URL(path, url), sent);
      return { status: response.status, html: await response.text() };
    },
    async interrupt() {
      launched.child.kill('SIGINT');
      return launched.exitCode;
    },
    async stop() {
      launched.child.kill('SIGINT');
      const timer = setTimeout(() => launched.child.kill('SIGKILL'), 10_000);
      await launched.exitCode;
      clearTimeout(timer);
      own?.remove();
    },
  };
}

interface ReceivedMessage {
  content: { text: { body: string } };
  person: { name: string };
  device: number;
}

export interface Launched {
  child: ChildProcess;
  /** Standard output and error together. */
  output(): string;
  hasEnded(): boolean;
  exitCode: Promise<number | null>;
}

/** Runs `scripts/start.mjs` with these variables beside those of the environment. */
export function launch(args: string[], env: Record<string, string>): Launched {
  const child = spawn(process.execPath, [join(projectDirectory, 'scripts', 'start.mjs'), ...args], {
    // The greeting waits for what Node-RED does, not for what it says; its words only go into failures.
    env: { ...process.env, NODE_V8_COVERAGE: '', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let output = '';
  child.stdout.setEncoding('utf8').on('data', (text: string) => (output += text));
  child.stderr.setEncoding('utf8').on('data', (text: string) => (output += text));
  const killWithUs = () => child.kill('SIGKILL');
  process.once('exit', killWithUs);
  const exitCode = new Promise<number | null>((resolve) => {
    child.once('close', (code) => {
      process.off('exit', killWithUs);
      resolve(code);
    });
  });
  return {
    child,
    output: () => output,
    hasEnded: () => child.exitCode !== null || child.signalCode !== null,
    exitCode,
  };
}
