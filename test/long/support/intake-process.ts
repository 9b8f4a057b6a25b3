import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { projectDirectory } from '../../harness/node-red';
import { waitUntil } from '../../harness/wait';

export interface IntakeProcessOptions {
  /** Of the store. */
  folder: string;
  /** The file that gets a line for each event handed over. */
  record: string;
  /** 0 for any. */
  port?: number;
  /** What runs it, with its arguments: `strace`, `prlimit`. */
  wrapper?: readonly string[];
  /** Whose rights it has. */
  uid?: number;
}

/** What the process tells. */
interface Told {
  port?: number;
  error?: string;
  refused?: string;
  redelivered?: true;
  settled?: true;
}

/** The receiver and the disk store in a process that can be killed. */
export interface IntakeProcess {
  port: number;
  pid: number;
  told: readonly Told[];
  /** Resolves when what the process before left was handed over. */
  redelivered(): Promise<void>;
  /** Resolves when everything that it answered with 200 was handed over. */
  settled(): Promise<void>;
  /** At once, as a power cut does. */
  kill(): Promise<void>;
}

export async function startIntakeProcess(options: IntakeProcessOptions): Promise<IntakeProcess> {
  const { folder, record, port = 0, wrapper = [], uid } = options;
  const script = join(__dirname, 'intake-child.ts');
  const loader = join(projectDirectory, 'test', 'harness', 'typescript.cjs');
  const [program = '', ...args] = [
    ...wrapper,
    process.execPath,
    '-r',
    loader,
    script,
    JSON.stringify({ folder, record, port }),
  ];
  const settings: SpawnOptions = {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
    env: { ...process.env, NODE_V8_COVERAGE: '' },
    ...(uid === undefined ? {} : { uid, gid: uid }),
  };
  const child = spawn(program, args, settings);
  let errors = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => (errors += text));
  const told: Told[] = [];
  child.on('message', (message) => told.push(message as Told));
  const exited = once(child, 'exit');
  const killWithUs = (): void => void child.kill('SIGKILL');
  process.once('exit', killWithUs);

  const until = <T>(find: (told: readonly Told[]) => T | undefined, what: string): Promise<NonNullable<T>> =>
    waitUntil(
      () => {
        if (hasEnded(child)) throw new Error(`It has ended:\n${errors}`);
        return find(told);
      },
      { timeout: 30_000, what: () => `${what}: ${JSON.stringify(told.slice(-5))}\n${errors}` },
    );

  const listening = await until((all) => all.find((each) => each.port !== undefined)?.port, 'the intake listens');
  return {
    port: listening,
    pid: child.pid ?? 0,
    told,
    redelivered: async () =>
      void (await until((all) => all.some((each) => each.redelivered), 'the rest is handed over')),
    async settled() {
      const before = told.filter((each) => each.settled).length;
      child.send('settle');
      await until((all) => all.filter((each) => each.settled).length > before, 'everything is handed over');
    },
    async kill() {
      process.off('exit', killWithUs);
      child.kill('SIGKILL');
      await exited;
    },
  };
}

const hasEnded = (child: ChildProcess): boolean => child.exitCode !== null || child.signalCode !== null;
