import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { toWebhook } from '../long/support/deliveries';
import { startIntakeProcess } from '../long/support/intake-process';
import { RetryingSender } from '../long/support/retrying-sender';

const DELIVERIES = 20;

/** A system call that has returned, or its beginning or end where another came in between. */
const CALL = /^(\d+) +(?:<\.\.\. )?(\w+)(?:\((.*)| resumed>)/;

describe('the sync of a delivery', function () {
  this.timeout(60_000);
  let directory: TempDir;
  before(function () {
    directory = tempDir('sync');
    if (canTrace()) return;
    console.log('    Left out: it takes strace, and the right to trace.');
    this.skip();
  });
  after(() => directory.remove());

  it('is over before its answer leaves', async () => {
    const trace = join(directory.path, 'trace');
    const intake = await startIntakeProcess({
      folder: join(directory.path, 'store'),
      record: join(directory.path, 'record'),
      wrapper: [
        'strace',
        '-D',
        '-f',
        '-qq',
        '-s',
        '4000',
        '-e',
        'trace=fdatasync,fsync,write,writev,sendto',
        '-o',
        trace,
      ],
    });
    const sender = new RetryingSender(() => intake.port);
    for (let index = 0; index < DELIVERIES; index += 1) {
      await sender.deliver(toWebhook([{ id: idOf(index), waId: '16315551001', hash: 'Ana=', at: 1_000 + index }]));
    }
    sender.close();
    await intake.kill();
    // The tracer outlives what it traces.
    const steps = await waitUntil(() => {
      const all = toSteps(readFileSync(trace, 'utf8'));
      return all.filter(({ type }) => type === 'answer').length >= DELIVERIES ? all : undefined;
    });
    for (let index = 0; index < DELIVERIES; index += 1) {
      const recorded = steps.findIndex((step) => step.type === 'write' && step.text.includes(idOf(index)));
      const synced = steps.findIndex(({ type }, at) => at > recorded && type === 'synced');
      const answers = steps.flatMap(({ type }, at) => (type === 'answer' ? [at] : []));
      const answered = answers[index] ?? -1;
      assert.ok(recorded >= 0, `${idOf(index)} is written`);
      assert.ok(synced > recorded, `${idOf(index)} is synced`);
      assert.ok(answered > synced, `${idOf(index)} is answered at ${answered}, and synced at ${synced}`);
    }
  });
});

const idOf = (index: number): string => `wamid.traced.${index}.`;

function canTrace(): boolean {
  try {
    execFileSync('strace', ['-qq', '-o', '/dev/null', 'true'], { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}

interface Step {
  type: 'write' | 'synced' | 'answer';
  text: string;
}

/** What happened, in order: what is written begins to be so, a sync counts once it has succeeded. */
function toSteps(trace: string): Step[] {
  return trace.split('\n').flatMap((line): Step[] => {
    const [, , name = '', text = ''] = CALL.exec(line) ?? [];
    if (name === 'fsync' || name === 'fdatasync') return line.endsWith('= 0') ? [{ type: 'synced', text }] : [];
    if (text.includes('HTTP/1.1 200')) return [{ type: 'answer', text }];
    return text === '' ? [] : [{ type: 'write', text }];
  });
}
