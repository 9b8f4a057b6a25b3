import { pin, usageOf } from './contestants';
import { type Sender, startBare, startHttpRequest, startPlatform, startSend } from './sending/contestants';

/** How many messages are under way, and how many are sent in one turn. */
const LOADS = [
  { inFlight: 1, messages: 3_000 },
  { inFlight: 16, messages: 12_000 },
  { inFlight: 64, messages: 12_000 },
] as const;
const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);

interface Turn {
  perSecond: number;
  cpuMicroseconds: number;
  memory: number;
}

async function main(): Promise<void> {
  const platform = await startPlatform();
  const senders: Sender[] = [];
  const turns = new Map<string, Turn[]>();
  try {
    for (const start of [startBare, startHttpRequest, startSend]) senders.push(await start(platform));
    pin(process.pid, 1);
    pin(platform.pid, 1);
    for (const { pid } of senders) pin(pid, 0);
    for (let round = -1; round < ROUNDS; round += 1) {
      for (const { inFlight, messages } of LOADS) {
        for (const sender of senders) {
          const turn = await take(sender, messages, inFlight);
          const key = `${sender.name} ${inFlight}`;
          // The first round only warms up.
          if (round >= 0) turns.set(key, [...(turns.get(key) ?? []), turn]);
        }
      }
    }
  } finally {
    await Promise.all(senders.map((sender) => sender.stop()));
    platform.stop();
  }
  print(senders, turns);
}

async function take({ pid, run }: Sender, messages: number, inFlight: number): Promise<Turn> {
  const before = usageOf(pid);
  const seconds = await run(messages, inFlight);
  const after = usageOf(pid);
  const cpuMicroseconds = ((after.cpu - before.cpu) * 1e6) / messages;
  return { perSecond: messages / seconds, cpuMicroseconds, memory: after.memory };
}

function print(senders: readonly Sender[], turns: ReadonlyMap<string, Turn[]>): void {
  const median = (name: string, inFlight: number, pick: (turn: Turn) => number): number => {
    const values = (turns.get(`${name} ${inFlight}`) ?? []).map(pick).sort((a, b) => a - b);
    return values[Math.floor(values.length / 2)] ?? Number.NaN;
  };
  const rate = (name: string, inFlight: number): number => median(name, inFlight, ({ perSecond }) => perSecond);
  const rows = LOADS.flatMap(({ inFlight }) =>
    senders.map(({ name }) => ({
      'in flight': inFlight,
      name,
      'messages/s': Math.round(rate(name, inFlight)),
      ratio: round(rate(name, inFlight) / rate('bare', inFlight)),
      'CPU µs/message': Math.round(median(name, inFlight, ({ cpuMicroseconds }) => cpuMicroseconds)),
      'memory MB': Math.round(median(name, inFlight, ({ memory }) => memory) / 1e6),
    })),
  );
  const sending = Object.fromEntries(
    LOADS.map(({ inFlight }) => [
      `inFlight${inFlight}`,
      {
        ratio: round(rate('send', inFlight) / rate('bare', inFlight)),
        toHttpRequest: round(rate('send', inFlight) / rate('http request', inFlight)),
        cpuMicroseconds: Math.round(median('send', inFlight, ({ cpuMicroseconds }) => cpuMicroseconds)),
      },
    ]),
  );
  if (!process.argv.includes('--json')) console.table(rows);
  console.log(JSON.stringify({ sending }));
}

const round = (value: number): number => Math.round(value * 100) / 100;

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
