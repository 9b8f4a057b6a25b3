import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import { splitWebhook } from '../../src/webhook/split';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { type Contestant, NUMBER, pin, SECRET, startOurs, usageOf } from './contestants';
import { load, untilIdle } from './load';
import { makeRequests, makeWebhook } from './payloads';

/** How the cost of a webhook grows with the customers and the duplicates that are known: from the first to the last. */
const KNOWN = [0, 1_000, 1_000_000];
const WEBHOOKS = 8_000;
const CONNECTIONS = 64;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

interface Stage {
  known: number;
  contestant: Contestant;
  folder: TempDir;
  rates: number[];
  memory: number;
}

async function main(): Promise<void> {
  pin(process.pid, 1);
  const stages: Stage[] = [];
  try {
    for (const known of KNOWN) stages.push(await open(known));
    // In turns, so that what else the machine does hits all of them. The first round only warms up.
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const stage of stages) await take(stage, round >= 0);
    }
  } finally {
    for (const { contestant, folder } of stages) {
      await contestant.stop();
      folder.remove();
    }
  }
  print(stages);
}

async function open(known: number): Promise<Stage> {
  const folder = tempDir('growth');
  const store = join(folder.path, 'whatsapp-identity', 'default');
  mkdirSync(store, { recursive: true });
  await fill(store, known);
  const contestant = await startOurs({ userDirectory: folder.path });
  pin(contestant.pid, 0);
  return { known, contestant, folder, rates: [], memory: 0 };
}

/** As if each of these customers had written once before. */
async function fill(folder: string, known: number): Promise<void> {
  const store = createKeyedStore(createDiskEngine(folder));
  const scope = { number: NUMBER, kind: 'key' } as const;
  for (let made = 0; made < known; made += 1_000) {
    const webhook = makeWebhook(
      NUMBER,
      Array.from({ length: 1_000 }, (_, index) => made + index),
    );
    const id = await store.accept({ body: Buffer.from('{}'), receivedAt: Date.now(), accounts: [] });
    await store.commit(scope, id, splitWebhook(webhook));
    store.finish(id);
  }
  await store.close();
}

async function take(stage: Stage, counts: boolean): Promise<void> {
  const { port, path, pid } = stage.contestant;
  const customers = Math.max(1_000, stage.known);
  const requests = makeRequests('single', WEBHOOKS, { path, secret: SECRET, number: NUMBER, customers });
  const startedAt = performance.now();
  const { refused } = await load(port, requests, CONNECTIONS);
  await untilIdle(() => usageOf(pid).cpu);
  if (refused > 0) throw new Error(`${refused} webhooks were refused`);
  if (counts) stage.rates.push(WEBHOOKS / ((performance.now() - startedAt) / 1_000));
  stage.memory = usageOf(pid).memory;
}

function print(stages: readonly Stage[]): void {
  const [empty, few, many] = stages;
  if (empty === undefined || few === undefined || many === undefined) return;
  const rows = stages.map(({ known, rates, memory }) => ({
    'known customers and duplicates': known,
    'webhooks/s': Math.round(median(rates)),
    'memory MB': Math.round(memory / 1e6),
  }));
  const growth = {
    ratio: round(median(many.rates) / median(few.rates)),
    memoryMb: Math.round((many.memory - empty.memory) / 1e6),
  };
  if (!process.argv.includes('--json')) console.table(rows);
  console.log(JSON.stringify({ growth }));
}

const median = (values: readonly number[]): number =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
const round = (value: number): number => Math.round(value * 100) / 100;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
