import { execFileSync, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { waitUntil } from '../harness/wait';

/** One server in the race. */
export interface Contestant {
  name: string;
  port: number;
  path: string;
  pid: number;
  /** Events that arrived behind it, where it tells. */
  stop(): Promise<void>;
}

export const SECRET = 'benchmark-app-secret';
export const NUMBER = '106540352242922';

/** Takes events for next to nothing. (A switch takes one in each turn of the loop, and would be what is measured.) */
const SINK = { id: 'sink000001', type: 'junction', wires: [[]] };

/** A bare `node:http` server: 1. */
export async function startBare(): Promise<Contestant> {
  const child = spawn(process.execPath, [join(__dirname, 'bare-server.cjs'), SECRET], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const port = await waitUntil(() => Number(/port (\d+)/.exec(output)?.[1]), {
    timeout: 10_000,
    what: 'the bare server listens',
  });
  return { name: 'bare', port, path: '/webhook', pid: child.pid ?? 0, stop: async () => void child.kill('SIGKILL') };
}

/** What integrators build today: http in (raw) + function. */
export async function startCore(): Promise<Contestant> {
  const red = await startNodeRed({ link: false, settings: { functionExternalModules: true } });
  await red.deploy([
    {
      id: 'httpin0001',
      type: 'http in',
      url: '/webhook',
      method: 'post',
      upload: false,
      skipBodyParsing: true,
      wires: [['function01']],
    },
    {
      id: 'function01',
      type: 'function',
      outputs: 2,
      libs: [{ var: 'crypto', module: 'crypto' }],
      func: `const body = msg.req.rawBody || msg.payload;
const given = Buffer.from(String(msg.req.headers['x-hub-signature-256']).slice(7), 'hex');
const expected = crypto.createHmac('sha256', '${SECRET}').update(body).digest();
if (given.length !== expected.length || !crypto.timingSafeEqual(given, expected)) { msg.statusCode = 401; msg.payload = ''; return [msg, null]; }
const webhook = JSON.parse(body.toString('utf8'));
for (const entry of webhook.entry) for (const { value } of entry.changes) {
  for (const message of value.messages || []) node.send([null, { topic: message.type, payload: message }]);
  for (const status of value.statuses || []) node.send([null, { topic: status.status, payload: status }]);
}
msg.statusCode = 200; msg.payload = '';
return [msg, null];`,
      wires: [['response01'], ['sink000001']],
    },
    { id: 'response01', type: 'http response', wires: [] },
    SINK,
  ]);
  return contestant('core', red, '/webhook');
}

export interface OursOptions {
  /** The port to listen on, instead of Node-RED's own server. */
  ownPort?: number;
  /** An existing user directory. */
  userDirectory?: string;
}

/** The real webhook-in with the disk store, everything on. */
export async function startOurs(options: OursOptions = {}): Promise<Contestant> {
  const { ownPort, ...rest } = options;
  const red = await startNodeRed(rest);
  await red.deploy(
    [
      {
        id: 'account001',
        type: 'whatsapp-account',
        api: 'cloud',
        name: '',
        phoneNumberId: NUMBER,
        wabaId: '',
        graphVersion: 'v25.0',
        baseUrl: 'http://127.0.0.1:9',
        country: '',
      },
      {
        id: 'webhookin1',
        type: 'whatsapp-webhook-in',
        account: 'account001',
        path: '/whatsapp/webhook',
        ...(ownPort === undefined ? {} : { listener: 'own', port: ownPort, address: '127.0.0.1' }),
        messages: true,
        statuses: true,
        identityChanges: true,
        accountEvents: true,
        bodyLimit: 3,
        // All of a turn may wait.
        waitingLimit: 200_000,
        wires: [['sink000001'], ['sink000001'], ['sink000001'], ['sink000001']],
      },
      SINK,
    ],
    { account001: { accessToken: 'benchmark-token', appSecret: SECRET, verifyToken: 'benchmark' } },
  );
  const { port, ...ours } = contestant(ownPort === undefined ? 'ours' : 'own port', red, '/whatsapp/webhook');
  return { ...ours, port: ownPort ?? port };
}

function contestant(name: string, red: NodeRedProcess, path: string): Contestant {
  return { name, port: Number(new URL(red.url).port), path, pid: red.pid, stop: () => red.stop() };
}

/** Keeps the servers on one core and the client on another, where the machine has several. */
export function pin(pid: number, core: number): void {
  try {
    execFileSync('taskset', ['-a', '-cp', String(core), String(pid)], { stdio: 'ignore' });
  } catch {
    // Without it the figures are noisier, and still comparable.
  }
}

const TICKS_PER_SECOND = 100;

/** Seconds of CPU time that a process has used, and the bytes of memory it holds. */
export function usageOf(pid: number): { cpu: number; memory: number } {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? [];
  const memory = Number(/VmRSS:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  return { cpu: (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND, memory };
}
