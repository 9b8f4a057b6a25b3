import { freePort } from '../harness/free-port';
import { type Contestant, NUMBER, pin, SECRET, startBare, startCore, startOurs, usageOf } from './contestants';
import { type LoadFigures, load, untilIdle } from './load';
import { EVENTS, makeRequests, WORKLOADS, type Workload } from './payloads';

/** Webhooks of one turn: long enough to mean something, short enough to take turns often. */
const WEBHOOKS: Readonly<Record<Workload, number>> = { single: 12_000, mixed: 12_000, batch100: 600, batch1000: 60 };
const CONNECTIONS = 64;
/** The most that the platform promises to send in a second, for two seconds. */
const PACED = { requests: 2_000, perSecond: 1_000 };
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

interface Turn {
  requestsPerSecond: number;
  eventsPerSecond: number;
  p50: number;
  p99: number;
  cpuMicrosecondsPerEvent: number;
  memory: number;
  refused: number;
}

async function main(): Promise<void> {
  const contestants = [
    await startBare(),
    await startCore(),
    await startOurs(),
    await startOurs({ ownPort: await freePort() }),
  ];
  pin(process.pid, 1);
  for (const { pid } of contestants) pin(pid, 0);
  const turns = new Map<string, Turn[]>();
  const paced = new Map<string, LoadFigures[]>();
  try {
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const workload of WORKLOADS) {
        for (const contestant of contestants) {
          const turn = await take(contestant, workload);
          // The first round only warms up.
          if (round >= 0)
            turns.set(`${workload} ${contestant.name}`, [...(turns.get(`${workload} ${contestant.name}`) ?? []), turn]);
        }
      }
      for (const contestant of contestants) {
        const figures = await takePaced(contestant);
        if (round >= 0) paced.set(contestant.name, [...(paced.get(contestant.name) ?? []), figures]);
      }
    }
  } finally {
    await Promise.all(contestants.map(({ stop }) => stop()));
  }
  print(contestants, turns, paced);
}

async function take(contestant: Contestant, workload: Workload): Promise<Turn> {
  const requests = makeRequests(workload, WEBHOOKS[workload], {
    path: contestant.path,
    secret: SECRET,
    number: NUMBER,
  });
  const before = usageOf(contestant.pid);
  const startedAt = performance.now();
  const { p50, p99, refused } = await load(contestant.port, requests, CONNECTIONS);
  // What was answered but not yet handed to the flow belongs to the work.
  await untilIdle(() => usageOf(contestant.pid).cpu);
  const seconds = (performance.now() - startedAt) / 1000;
  const after = usageOf(contestant.pid);
  const events = requests.length * EVENTS[workload];
  return {
    requestsPerSecond: requests.length / seconds,
    eventsPerSecond: events / seconds,
    p50,
    p99,
    cpuMicrosecondsPerEvent: ((after.cpu - before.cpu) * 1e6) / events,
    memory: after.memory,
    refused,
  };
}

/** As the platform sends: at a rate of its own, whatever the answers take. */
async function takePaced({ port, path, pid }: Contestant): Promise<LoadFigures> {
  const requests = makeRequests('single', PACED.requests, { path, secret: SECRET, number: NUMBER });
  const figures = await load(port, requests, CONNECTIONS, PACED.perSecond);
  await untilIdle(() => usageOf(pid).cpu);
  return figures;
}

function print(
  contestants: readonly Contestant[],
  turns: ReadonlyMap<string, Turn[]>,
  paced: ReadonlyMap<string, LoadFigures[]>,
): void {
  const median = (workload: Workload, name: string, pick: (turn: Turn) => number): number => {
    const values = (turns.get(`${workload} ${name}`) ?? []).map(pick).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? Number.NaN;
  };
  const rows = WORKLOADS.flatMap((workload) =>
    contestants.map(({ name }) => ({
      workload,
      name,
      'requests/s': Math.round(median(workload, name, (turn) => turn.requestsPerSecond)),
      'events/s': Math.round(median(workload, name, (turn) => turn.eventsPerSecond)),
      'p50 ms': round(median(workload, name, (turn) => turn.p50)),
      'p99 ms': round(median(workload, name, (turn) => turn.p99)),
      'CPU µs/event': round(median(workload, name, (turn) => turn.cpuMicrosecondsPerEvent)),
      'memory MB': Math.round(median(workload, name, (turn) => turn.memory) / 1e6),
      refused: median(workload, name, (turn) => turn.refused),
    })),
  );
  const rate = (workload: Workload, name: string): number => median(workload, name, (turn) => turn.requestsPerSecond);
  const intake = Object.fromEntries(
    WORKLOADS.map((workload) => [
      workload,
      {
        ratio: round(rate(workload, 'ours') / rate(workload, 'bare')),
        toCore: round(rate(workload, 'ours') / rate(workload, 'core')),
        ownPort: round(rate(workload, 'own port') / rate(workload, 'bare')),
      },
    ]),
  );
  const atRate = contestants.map(({ name }) => {
    const sorted = (paced.get(name) ?? []).map(({ p99 }) => p99).sort((a, b) => a - b);
    return { name, 'p99 ms at 1,000 webhooks/s': round(sorted[Math.floor(sorted.length / 2)] ?? Number.NaN) };
  });
  if (!process.argv.includes('--json')) {
    console.table(rows);
    console.table(atRate);
  }
  const p99 = Object.fromEntries(atRate.map((row) => [row.name, row['p99 ms at 1,000 webhooks/s']]));
  console.log(JSON.stringify({ intake: { ...intake, p99At1000: p99 } }));
}

const round = (value: number): number => Math.round(value * 100) / 100;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
