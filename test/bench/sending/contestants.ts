import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { sign } from '../../../src/webhook/sign';
import type { FlowNode } from '../../harness/flow';
import { type NodeRedProcess, startNodeRed } from '../../harness/node-red-process';
import { waitUntil } from '../../harness/wait';
import { load } from '../load';

const { CUSTOMERS, NUMBER, TOKEN, hashOf, phoneOf } = require('./messages.cjs') as {
  CUSTOMERS: number;
  NUMBER: string;
  TOKEN: string;
  hashOf(phone: string): string;
  phoneOf(index: number): string;
};

const SECRET = 'benchmark-app-secret';
const PATH = '/whatsapp/webhook';

/** One sender in the race. */
export interface Sender {
  name: string;
  pid: number;
  /** Sends so many messages, keeping so many under way; the seconds that it took. */
  run(messages: number, inFlight: number): Promise<number>;
  stop(): Promise<void>;
}

export interface LoopbackPlatform {
  port: number;
  pid: number;
  stop(): void;
}

export async function startPlatform(): Promise<LoopbackPlatform> {
  const { child, port } = await start('platform.cjs');
  return { port, pid: child.pid ?? 0, stop: () => void child.kill('SIGKILL') };
}

/** `node:http` with a keep-alive agent: 1. */
export async function startBare(platform: LoopbackPlatform): Promise<Sender> {
  const { child, port } = await start('bare-client.cjs', String(platform.port));
  return {
    name: 'bare',
    pid: child.pid ?? 0,
    run: (messages, inFlight) => runAt(`http://127.0.0.1:${port}/`, messages, inFlight),
    stop: async () => void child.kill('SIGKILL'),
  };
}

/** Node-RED's own node. */
export async function startHttpRequest({ port }: LoopbackPlatform): Promise<Sender> {
  const red = await startNodeRed({ link: false, settings: SETTINGS });
  await red.deploy([
    driver('for-http-request.cjs', 'request'),
    {
      id: 'request',
      type: 'http request',
      method: 'POST',
      ret: 'obj',
      url: `http://127.0.0.1:${port}/v25.0/${NUMBER}/messages`,
      persist: true,
      wires: [['driver']],
    },
  ]);
  return toSender('http request', red);
}

/** The real send node, everything on: guard, store on disk, limits, and customers whose hashes are known. */
export async function startSend({ port }: LoopbackPlatform): Promise<Sender> {
  const red = await startNodeRed({ settings: SETTINGS });
  await red.deploy(
    [
      driver('for-send.cjs', 'send'),
      {
        id: 'account',
        type: 'whatsapp-account',
        name: '',
        api: 'cloud',
        phoneNumberId: NUMBER,
        wabaId: '',
        graphVersion: 'v25.0',
        baseUrl: `http://127.0.0.1:${port}`,
        country: '',
        // Far above what any machine reaches: what is measured is the way, not the limit.
        messageRate: 1_000_000,
      },
      { id: 'send', type: 'whatsapp-send-with-hash', account: 'account', wires: [['driver'], [], []] },
      { id: 'in', type: 'whatsapp-webhook-in', account: 'account', path: PATH, wires: [[], [], [], []] },
    ],
    { account: { accessToken: TOKEN, appSecret: SECRET, verifyToken: 'benchmark' } },
  );
  const { refused } = await load(Number(new URL(red.url).port), webhooks(), 4);
  if (refused > 0) throw new Error(`${refused} webhooks were refused.\n${red.output()}`);
  return toSender('send', red);
}

const SETTINGS = { nodesDir: join(__dirname, '..', 'nodes') };

const driver = (messages: string, to: string): FlowNode => ({
  id: 'driver',
  type: 'bench-driver',
  messages: join(__dirname, messages),
  wires: [[to]],
});

function toSender(name: string, red: NodeRedProcess): Sender {
  return {
    name,
    pid: red.pid,
    run: (messages, inFlight) => runAt(`${red.adminUrl}bench`, messages, inFlight),
    stop: () => red.stop(),
  };
}

async function runAt(url: string, messages: number, inFlight: number): Promise<number> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ messages, inFlight }),
  });
  const { seconds } = (await response.json()) as { seconds: number };
  return seconds;
}

async function start(file: string, ...args: string[]): Promise<{ child: ChildProcess; port: number }> {
  const child = spawn(process.execPath, [join(__dirname, file), ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let output = '';
  child.stdout.on('data', (chunk: Buffer) => (output += chunk.toString()));
  const what = `${file} listens`;
  const port = await waitUntil(() => Number(/port (\d+)/.exec(output)?.[1]), { timeout: 10_000, what });
  return { child, port };
}

/** A message of every customer, whose hash is known from then on. */
function webhooks(): Buffer[] {
  const each = 100;
  return Array.from({ length: CUSTOMERS / each }, (_, batch) => {
    const phones = Array.from({ length: each }, (_, index) => phoneOf(batch * each + index));
    const timestamp = String(Math.floor(Date.now() / 1000));
    const value = {
      messaging_product: 'whatsapp',
      metadata: { display_phone_number: '15550783881', phone_number_id: NUMBER },
      contacts: phones.map((phone) => ({ wa_id: phone.slice(1), identity_key_hash: hashOf(phone) })),
      messages: phones.map((phone) => ({
        from: phone.slice(1),
        id: `wamid.in${phone}`,
        timestamp,
        type: 'text',
        text: { body: 'Where is my parcel?' },
      })),
    };
    const entry = [{ id: '102290129340398', changes: [{ value, field: 'messages' }] }];
    const body = Buffer.from(JSON.stringify({ object: 'whatsapp_business_account', entry }));
    const head = [
      `POST ${PATH} HTTP/1.1`,
      'Host: 127.0.0.1',
      'Content-Type: application/json',
      `Content-Length: ${body.length}`,
      `X-Hub-Signature-256: ${sign(body, SECRET)}`,
    ];
    return Buffer.concat([Buffer.from(`${head.join('\r\n')}\r\n\r\n`), body]);
  });
}
