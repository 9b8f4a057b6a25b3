import assert from 'node:assert/strict';
import { appendFileSync, readdirSync, readFileSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { DiskLog, type DiskLogOptions } from '../../../src/store/disk-log';
import { type TempDir, tempDir } from '../../harness/temp-dir';

const bytes = (text: string): Buffer => Buffer.from(text);

describe('the log on the disk', () => {
  let folder: TempDir;
  const open: DiskLog[] = [];
  beforeEach(() => {
    folder = tempDir('log');
  });
  afterEach(async () => {
    await Promise.all(open.splice(0).map((log) => log.close()));
    folder.remove();
  });

  async function openLog(options?: DiskLogOptions): Promise<DiskLog> {
    const log = new DiskLog(folder.path, options);
    await log.open();
    open.push(log);
    return log;
  }
  const files = (): string[] => readdirSync(folder.path).sort();
  const everything = (): string =>
    files()
      .map((name) => readFileSync(join(folder.path, name), 'latin1'))
      .join('');
  const textsOf = async (log: DiskLog): Promise<Record<string, string>> => {
    const texts: Record<string, string> = {};
    for (const id of await log.ids()) texts[id] = (await log.read(id))?.toString() ?? 'missing';
    return texts;
  };

  it('keeps records byte by byte, whatever is in them', async () => {
    const log = await openLog();
    const odd = Buffer.from([0, 10, 255, 13, 10, 114, 32]);
    await Promise.all([log.append('1', odd), log.append('2', Buffer.alloc(0)), log.append('3', bytes('r 4 3\nabc\n'))]);
    const again = await openLog();
    assert.deepEqual(await again.ids(), ['1', '2', '3']);
    assert.deepEqual(await again.read('1'), odd);
    assert.equal((await again.read('2'))?.length, 0);
    assert.equal(String(await again.read('3')), 'r 4 3\nabc\n');
    assert.equal(await again.read('4'), undefined);
  });

  it('forgets what was dropped, also when it is opened again', async () => {
    const log = await openLog();
    for (const id of ['1', '2', '3']) await log.append(id, bytes(`text ${id}`));
    await log.drop(['2']);
    assert.deepEqual(await textsOf(log), { 1: 'text 1', 3: 'text 3' });
    assert.deepEqual(await textsOf(await openLog()), { 1: 'text 1', 3: 'text 3' });
  });

  it('leaves nothing readable behind once everything was dropped', async () => {
    const log = await openLog();
    await log.append('1', bytes('what a customer wrote'));
    assert.ok(everything().includes('customer'));
    await log.drop(['1']);
    assert.ok(!everything().includes('customer'));
    await log.append('2', bytes('next'));
    assert.deepEqual(await textsOf(await openLog()), { 2: 'next' });
  });

  it('makes what was dropped unreadable though other records stay', async () => {
    const log = await openLog();
    await log.append('1', bytes('to be forgotten'));
    await log.append('2', bytes('stays'));
    await log.drop(['1']);
    await log.purge();
    assert.ok(!everything().includes('forgotten'));
    assert.deepEqual(await textsOf(log), { 2: 'stays' });
    assert.deepEqual(await textsOf(await openLog()), { 2: 'stays' });
  });

  it('takes no more room than what is left in it, however old the oldest record is', async () => {
    const log = await openLog({ fileSize: 1_000, filesKept: 3 });
    await log.append('000', bytes('the oldest'));
    for (let number = 1; number < 200; number += 1) {
      const id = String(number).padStart(3, '0');
      await log.append(id, Buffer.alloc(200, 'x'));
      await log.drop([id]);
    }
    assert.ok(files().length <= 5, `${files().length} files`);
    assert.deepEqual(await textsOf(log), { '000': 'the oldest' });
    assert.deepEqual(await textsOf(await openLog()), { '000': 'the oldest' });
  });

  it('keeps what is noted as long as there is a record, and no longer', async () => {
    const log = await openLog();
    await Promise.all([log.append('1', bytes('text')), log.note('about 1')]);
    await log.note('about 1, too');
    const again = await openLog();
    assert.deepEqual(await again.notes(), ['about 1', 'about 1, too']);
    assert.deepEqual(await textsOf(again), { 1: 'text' });
    await log.drop(['1']);
    assert.deepEqual(await (await openLog()).notes(), []);
  });

  it('passes over the record that a crash has cut, and keeps all before and after it', async () => {
    const log = await openLog();
    await log.append('1', bytes('whole'));
    await log.append('2', bytes('to be cut'));
    await log.close();
    const [first = ''] = files();
    const path = join(folder.path, first);
    const whole = readFileSync(path);
    for (let size = statSync(path).size - 1; size > whole.indexOf('r 2'); size -= 1) {
      truncateSync(path, size);
      const cut = await openLog();
      assert.deepEqual(await textsOf(cut), { 1: 'whole' }, `${size} bytes`);
    }
    const next = await openLog();
    await next.append('3', bytes('after'));
    assert.deepEqual(await textsOf(await openLog()), { 1: 'whole', 3: 'after' });
  });

  it('ends a file at what is no record of its own', async () => {
    const log = await openLog();
    await log.append('1', bytes('whole'));
    await log.close();
    appendFileSync(join(folder.path, files()[0] ?? ''), 'garbage that is no head of anything\n'.repeat(20));
    assert.deepEqual(await textsOf(await openLog()), { 1: 'whole' });
  });

  it('has what was appended and not dropped, in any history', async () => {
    const steps = fc.array(
      fc.oneof(
        { weight: 4, arbitrary: fc.record({ type: fc.constant('append' as const), size: fc.nat(400) }) },
        { weight: 3, arbitrary: fc.record({ type: fc.constant('drop' as const), nth: fc.nat(10) }) },
        { weight: 1, arbitrary: fc.constantFrom({ type: 'purge' as const }, { type: 'reopen' as const }) },
      ),
      { maxLength: 40 },
    );
    await fc.assert(
      fc.asyncProperty(steps, async (history) => {
        const own = tempDir('log-history');
        const options = { fileSize: 600, filesKept: 2 };
        let log = new DiskLog(own.path, options);
        await log.open();
        const expected = new Map<string, string>();
        let count = 0;
        for (const step of history) {
          if (step.type === 'append') {
            count += 1;
            const id = String(count).padStart(4, '0');
            const text = `${id} ${'x'.repeat(step.size)}`;
            await log.append(id, bytes(text));
            expected.set(id, text);
          } else if (step.type === 'drop') {
            const id = [...expected.keys()][step.nth];
            if (id === undefined) continue;
            await log.drop([id]);
            expected.delete(id);
          } else if (step.type === 'purge') {
            await log.purge();
          } else {
            await log.close();
            log = new DiskLog(own.path, options);
            await log.open();
          }
          assert.deepEqual(await textsOf(log), Object.fromEntries(expected));
        }
        await log.close();
        own.remove();
      }),
      { numRuns: 60 },
    );
  }).timeout(60_000);
});
