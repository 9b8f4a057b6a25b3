import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ClassicLevel } from 'classic-level';
import { createDiskEngine } from '../../../src/store/disk-engine';
import type { Engine } from '../../../src/store/engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { migrate } from '../../../src/store/schema';
import { type TempDir, tempDir } from '../../harness/temp-dir';
import { waitUntil } from '../../harness/wait';

describe('the disk engine', () => {
  let directory: TempDir;
  let folder: string;
  const engines: Engine[] = [];
  const open = (at = folder): Engine => {
    const engine = createDiskEngine(at, { retryAfter: 20 });
    engines.push(engine);
    return engine;
  };
  beforeEach(() => {
    directory = tempDir('disk-engine');
    folder = join(directory.path, 'whatsapp-identity', 'default');
  });
  afterEach(async () => {
    await Promise.all(engines.splice(0).map((engine) => engine.close()));
    directory.remove();
  });

  const put = (engine: Engine, key: string, value: string | null, sync = true): Promise<void> =>
    engine.write([{ key, value }], sync);

  /** Errors reach people through the store, which says what they mean. */
  const storeFails = (engine: Engine, about: RegExp) =>
    assert.rejects(createKeyedStore(engine).ready(), (error: Error & { code: string; advice: string }) => {
      assert.match(error.message, about);
      assert.ok(error.advice.length > 20);
      return true;
    });

  it('keeps what it holds when it is closed and opened again', async () => {
    const engine = open();
    await put(engine, 'a', '1');
    await engine.write(
      [
        { key: 'b', value: '2' },
        { key: 'a', value: null },
      ],
      false,
    );
    await engine.close();
    const again = open();
    await again.ready();
    assert.deepEqual([again.get('a'), again.get('b')], [undefined, '2']);
  });

  it('opens with the first use, and not before', async () => {
    const engine = open();
    assert.throws(() => statSync(folder), { code: 'ENOENT' });
    await engine.ready();
    assert.ok(statSync(folder).isDirectory());
  });

  it('opens once, however many ask at the same time', async () => {
    const engine = open();
    await Promise.all([engine.ready(), engine.ready(), put(engine, 'a', '1'), engine.range('a', 'b', 10)]);
    assert.equal(engine.get('a'), '1');
  });

  it('gives ranges in the order of their keys, with the start and without the end', async () => {
    const engine = open();
    for (const key of ['c', 'a', 'b', 'd']) await put(engine, key, key);
    assert.deepEqual(await engine.range('a', 'c', 10), [
      ['a', 'a'],
      ['b', 'b'],
    ]);
    assert.deepEqual(await engine.range('a', 'z', 1), [['a', 'a']]);
    await engine.clear('b', 'd');
    assert.deepEqual(
      (await engine.range('a', 'z', 10)).map(([key]) => key),
      ['a', 'd', 'schema'],
    );
  });

  it('keeps its folder to the user who runs it, also one that was open to others', async function () {
    if (process.platform === 'win32') return this.skip();
    mkdirSync(folder, { recursive: true });
    chmodSync(folder, 0o755);
    await open().ready();
    assert.equal(statSync(folder).mode & 0o777, 0o700);
  });

  it('makes a new folder for the user who runs it alone', async function () {
    if (process.platform === 'win32') return this.skip();
    await open().ready();
    for (const path of [folder, join(folder, '..')]) assert.equal(statSync(path).mode & 0o777, 0o700);
  });

  it('leaves a folder alone that another has, says so, and takes it when that lets go', async () => {
    const first = open();
    await put(first, 'a', '1');
    const second = open();
    await storeFails(second, /in use by another process/);
    await assert.rejects(second.write([{ key: 'a', value: '2' }], true));
    await first.close();
    await waitUntil(() => second.ready().then(() => true));
    assert.equal(second.get('a'), '1');
  });

  it('says that it is closed', async () => {
    const engine = open();
    await engine.ready();
    await engine.close();
    await assert.rejects(engine.ready(), { code: 'store_failed' });
    assert.throws(() => engine.get('a'), { code: 'store_failed' });
  });

  it('may be closed before it was opened, while it is being opened, and twice', async () => {
    const unused = open();
    await unused.close();
    const opening = open();
    const ready = opening.ready();
    await Promise.all([opening.close(), ready.catch(() => undefined)]);
    await opening.close();
    const engine = open();
    await put(engine, 'a', '1');
  });

  it('says that the files are damaged, and works when they are gone', async () => {
    const engine = open();
    await put(engine, 'a', '1');
    await engine.close();
    for (const file of readdirSync(folder).filter((name) => /^(CURRENT|MANIFEST)/.test(name))) {
      writeFileSync(join(folder, file), 'damaged\n');
    }
    const again = open();
    await storeFails(again, /damaged/);
    rmSync(folder, { recursive: true });
    await waitUntil(() => again.ready().then(() => true));
    assert.equal(again.get('a'), undefined);
  });

  it('makes what was removed unreadable in its files', async () => {
    const engine = open();
    await put(engine, 'secret', 'a-customer-who-wants-to-be-forgotten');
    await put(engine, 'other', 'somebody-else-who-stays');
    await put(engine, 'secret', null);
    const everything = (): string =>
      readdirSync(folder, { withFileTypes: true })
        .filter((file) => file.isFile())
        .map(({ name }) => readFileSync(join(folder, name), 'latin1'))
        .join('\n');
    assert.ok(everything().includes('forgotten'), 'the search finds what is there');
    await engine.purge();
    assert.ok(!everything().includes('forgotten'));
    assert.equal(engine.get('other'), 'somebody-else-who-stays');
    assert.equal(engine.get('secret'), undefined);
    assert.deepEqual((await engine.range('\0', '\uffff', 10)).map(([key]) => key).sort(), ['other', 'schema']);
  });

  describe('its schema', () => {
    const withDatabase = async <T>(work: (database: ClassicLevel<string, string>) => Promise<T>): Promise<T> => {
      mkdirSync(folder, { recursive: true });
      const database = new ClassicLevel<string, string>(folder);
      try {
        return await work(database);
      } finally {
        await database.close();
      }
    };

    it('marks a new database with its version', async () => {
      const engine = open();
      await engine.ready();
      assert.equal(engine.get('schema'), '1');
    });

    it('refuses a database that a later version has written, and leaves it as it is', async () => {
      await withDatabase((database) =>
        database.batch([
          { type: 'put', key: 'schema', value: '99' },
          { type: 'put', key: 'a', value: 'of the future' },
        ]),
      );
      const engine = open();
      await assert.rejects(engine.ready(), { code: 'store_too_new', retryable: false });
      await storeFails(engine, /later version of this package \(schema 99/);
      await engine.close();
      assert.deepEqual(await withDatabase((database) => database.getMany(['schema', 'a'])), ['99', 'of the future']);
    });

    it('brings an older database to its own version, each step once and in order', async () => {
      const steps: number[] = [];
      const step = (version: number) => ({
        version,
        up: async (database: ClassicLevel<string, string>) => {
          steps.push(version);
          await database.put('a', `${await database.get('a')}${version}`);
        },
      });
      await withDatabase(async (database) => {
        await database.batch([
          { type: 'put', key: 'schema', value: '1' },
          { type: 'put', key: 'a', value: 'v' },
        ]);
        await migrate(database, [step(1), step(2), step(3)]);
        assert.deepEqual(steps, [2, 3]);
        assert.deepEqual(await database.getMany(['schema', 'a']), ['3', 'v23']);
        await migrate(database, [step(1), step(2), step(3)]);
        assert.deepEqual(steps, [2, 3]);
      });
    });

    it('goes on with the step that failed, not with those that succeeded', async () => {
      const done: number[] = [];
      let isBroken = true;
      const steps = [1, 2, 3].map((version) => ({
        version,
        up: async () => {
          if (version === 3 && isBroken) throw new Error('power cut');
          done.push(version);
        },
      }));
      await withDatabase(async (database) => {
        await assert.rejects(migrate(database, steps), /power cut/);
        assert.equal(await database.get('schema'), '2');
        isBroken = false;
        await migrate(database, steps);
        assert.deepEqual([done, await database.get('schema')], [[1, 2, 3], '3']);
      });
    });
  });

  describe('on a small disk', () => {
    let mounted: string;
    before(function () {
      if (process.platform === 'linux' && process.getuid?.() === 0) return;
      console.log('      Left out: mounting a small disk takes root on Linux.');
      this.skip();
    });
    beforeEach(() => {
      mounted = join(directory.path, 'small');
      mkdirSync(mounted);
      execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=1m', 'tmpfs', mounted]);
    });
    afterEach(() => {
      execFileSync('umount', ['--lazy', mounted]);
    });

    const large = (size: number): string => 'x'.repeat(size);

    it('records all of a batch or nothing when there is no room, and works again when there is', async () => {
      const at = join(mounted, 'store');
      const engine = open(at);
      await put(engine, 'before', '1');
      const ballast = join(mounted, 'ballast');
      writeFileSync(ballast, large(600_000));
      const batch = [
        { key: 'first', value: large(300_000) },
        { key: 'second', value: large(300_000) },
      ];
      await assert.rejects(engine.write(batch, true));
      await assert.rejects(engine.write(batch, true));
      const store = createKeyedStore(engine);
      await assert.rejects(
        store.accept({ body: Buffer.from(large(600_000)), receivedAt: 0, accounts: [] }),
        (error: Error & { code: string }) => error.code === 'store_failed' && /full/.test(error.message),
      );
      rmSync(ballast);
      await waitUntil(() => engine.write([{ key: 'after', value: '2' }], true).then(() => true));
      assert.deepEqual(
        (await engine.range('a', 'sec~', 10)).map(([key]) => key),
        ['after', 'before', 'schema'],
      );
      await engine.close();
      const again = open(at);
      await again.ready();
      assert.deepEqual([again.get('before'), again.get('after'), again.get('first')], ['1', '2', undefined]);
    });

    it('says that there is no room already when it is opened', async () => {
      writeFileSync(join(mounted, 'ballast'), large(1_048_576 - 8_192));
      const engine = open(join(mounted, 'store'));
      await storeFails(engine, /full/);
      rmSync(join(mounted, 'ballast'));
      await waitUntil(() => engine.ready().then(() => true));
    });

    it('says that the disk is read-only, and works when it is not any more', async () => {
      const at = join(mounted, 'store');
      await open(at).ready();
      await Promise.all(engines.splice(0).map((engine) => engine.close()));
      execFileSync('mount', ['-o', 'remount,ro', mounted]);
      const engine = open(at);
      const without = open(join(mounted, 'another'));
      await storeFails(engine, /may not be written to/);
      await storeFails(without, /cannot be made/);
      execFileSync('mount', ['-o', 'remount,rw', mounted]);
      await waitUntil(() => engine.ready().then(() => true));
      await waitUntil(() => without.ready().then(() => true));
      await put(engine, 'a', '1');
    });
  });

  it('says that its folder cannot be made', async () => {
    writeFileSync(join(directory.path, 'whatsapp-identity'), 'a file, where a folder should be');
    await storeFails(open(), /cannot be made/);
  });
});
