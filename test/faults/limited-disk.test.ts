import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { toWebhook, type Webhook } from '../long/support/deliveries';
import { type IntakeProcess, type IntakeProcessOptions, startIntakeProcess } from '../long/support/intake-process';
import { RetryingSender } from '../long/support/retrying-sender';
import { readReceipts, tally } from '../long/support/tally';

/** Who has no rights but those of everybody. */
const NOBODY = 65_534;
/** Bytes. */
const FILE_LIMIT = 60_000;
const EVENTS = 20;

describe('an operating system that refuses to write', function () {
  this.timeout(60_000);
  let directory: TempDir;
  let folder: string;
  let record: string;
  let intake: IntakeProcess | undefined;
  let sender: RetryingSender;
  let made = 0;
  beforeEach(() => {
    directory = tempDir('limits');
    folder = join(directory.path, 'store');
    record = join(directory.path, 'record');
    made = 0;
  });
  afterEach(async () => {
    sender?.close();
    await intake?.kill();
    intake = undefined;
    directory.remove();
  });

  async function start(options: Partial<IntakeProcessOptions>): Promise<IntakeProcess> {
    const started = await startIntakeProcess({ folder, record, ...options });
    intake = started;
    sender = new RetryingSender(() => started.port);
    return started;
  }
  const next = (): Webhook => {
    made += 1;
    return toWebhook(
      Array.from({ length: EVENTS }, (_, index) => ({
        id: `m${made}.${index}`,
        waId: `1631555${1000 + index}`,
        hash: 'Hash=',
        at: 1_700_000_000 + made,
      })),
    );
  };
  const refusals = (): number => sender.figures.answers[503] ?? 0;

  async function expectEachOnce(served: IntakeProcess): Promise<void> {
    await served.settled();
    const { lost, doubled } = tally(sender.acknowledged, readReceipts(record));
    assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] });
    assert.deepEqual(Object.keys(sender.figures.answers), ['200', '503']);
    assert.equal(sender.acknowledged.size, made * EVENTS);
  }

  it('because a file is too large: 503, and everything once when the limit is lifted', async function () {
    if (!works('prlimit', ['--version'])) leaveOut(this, 'it takes prlimit');
    const served = await start({ wrapper: ['prlimit', `--fsize=${FILE_LIMIT}:unlimited`] });
    while (refusals() === 0) {
      const delivery = sender.deliver(next());
      await waitUntil(() => refusals() > 0 || sender.figures.acknowledged === made);
      if (refusals() === 0) await delivery;
      else execFileSync('prlimit', ['--pid', String(served.pid), '--fsize=unlimited:unlimited']);
      await delivery;
    }
    assert.ok(made > 1);
    assert.ok(served.told.some(({ error }) => /may not grow any more/.test(error ?? '')));
    for (let count = 0; count < 20; count += 1) await sender.deliver(next());
    await expectEachOnce(served);
  });

  it('because the folder is not ours: 503, and everything once when it is', async function () {
    if (process.getuid?.() !== 0) leaveOut(this, 'it takes root');
    const asNobody = { uid: NOBODY, gid: NOBODY };
    // A checkout below a private folder cannot be read by others.
    if (!works(process.execPath, ['-e', '0'], { cwd: join(projectDirectory, 'src'), ...asNobody })) {
      leaveOut(this, 'others may not read this folder');
    }
    chmodSync(directory.path, 0o777);
    mkdirSync(folder, { mode: 0o755 });
    const served = await start({ uid: NOBODY });
    const deliveries = Array.from({ length: 5 }, () => sender.deliver(next()));
    await waitUntil(() => refusals() > 20);
    assert.equal(sender.figures.acknowledged, 0);
    assert.ok(served.told.some(({ error }) => /may not be written to/.test(error ?? '')));
    chownSync(folder, NOBODY, NOBODY);
    await Promise.all(deliveries);
    await expectEachOnce(served);
  });
});

function works(program: string, args: string[], options: object = {}): boolean {
  try {
    execFileSync(program, args, { stdio: 'ignore', ...options });
    return true;
  } catch {
    return false;
  }
}

function leaveOut(test: Mocha.Context, why: string): never {
  console.log(`      Left out: ${why}.`);
  return test.skip();
}
