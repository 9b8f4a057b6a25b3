import { chmod, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { ClassicLevel } from 'classic-level';
import { WhatsAppError } from '../platform/errors';
import { DiskLog } from './disk-log';
import type { Engine } from './engine';
import { JournaledEngine } from './journaled-engine';
import { migrate } from './schema';

export interface DiskEngineOptions {
  /** How long to leave a folder alone that could not be opened, milliseconds; a second unless told. */
  retryAfter?: number;
}

/** Before and after every key. */
const [FIRST, LAST] = ['\0', '\uffff'];

/**
 * Keeps everything in a folder on this machine's disk (LevelDB). One process at a time; the folder is private to the
 * user who runs it.
 *
 * After a failure the database is closed and opened again with the next use, so that it works again by itself once the
 * cause is gone: a full disk, missing rights, another process.
 *
 * @param folder created with mode 0700 when it is missing
 */
export function createDiskEngine(folder: string, { retryAfter = 1_000 }: DiskEngineOptions = {}): Engine {
  let database: ClassicLevel<string, string> | undefined;
  let opening: Promise<ClassicLevel<string, string>> | undefined;
  let failure: { error: unknown; at: number } | undefined;
  let isClosed = false;
  const log = new DiskLog(join(folder, 'inbox'));
  const journal = new DiskLog(join(folder, 'journal'));

  const open = async (): Promise<ClassicLevel<string, string>> => {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    await chmod(folder, 0o700);
    const { ClassicLevel: Level } = await import('classic-level');
    const level: ClassicLevel<string, string> = new Level(folder);
    try {
      await level.open();
      await migrate(level);
      await log.open();
      await journal.open();
      return level;
    } catch (error) {
      await level.close();
      throw error;
    }
  };

  const ready = async (): Promise<void> => {
    if (database !== undefined) return;
    if (isClosed) throw closed();
    if (failure !== undefined && Date.now() - failure.at < retryAfter) throw failure.error;
    opening ??= open();
    try {
      database = await opening;
      failure = undefined;
    } catch (error) {
      failure = { error, at: Date.now() };
      throw error;
    } finally {
      opening = undefined;
    }
  };

  /** LevelDB refuses every write after one that failed, until it is opened anew. */
  const reset = async (error: unknown): Promise<never> => {
    const broken = database;
    database = undefined;
    await broken?.close();
    throw error;
  };

  const opened = (): ClassicLevel<string, string> => {
    if (database === undefined) throw closed();
    return database;
  };

  const write: Engine['write'] = async (operations, sync) => {
    await ready();
    // A third of what a list of operations costs.
    const batch = opened().batch();
    for (const { key, value } of operations) {
      if (value === null) batch.del(key);
      else batch.put(key, value);
    }
    await batch.write({ sync }).catch(reset);
  };

  const kept: Engine = {
    name: 'disk',
    log,
    ready,
    get: (key) => opened().getSync(key),
    write,
    append: write,
    range: async (from, to, limit) => {
      await ready();
      return opened().iterator({ gte: from, lt: to, limit }).all();
    },
    keys: async (from, to, limit) => {
      await ready();
      return opened().keys({ gte: from, lt: to, limit }).all();
    },
    clear: async (from, to) => {
      await ready();
      await opened().clear({ gte: from, lt: to });
    },
    purge: async () => {
      await ready();
      // What was removed stays readable in the files of LevelDB until they are written anew. The first round writes what
      // is in memory into a file of its own, as it is; the second, with something at both ends, merges it with the rest.
      await opened().compactRange(FIRST, LAST);
      await opened().batch([FIRST, LAST].map((key) => ({ type: 'del', key })));
      await opened().compactRange(FIRST, LAST);
    },
    close: async () => {
      isClosed = true;
      await opening?.catch(() => undefined);
      const level = database;
      database = undefined;
      await log.close();
      await journal.close();
      await level?.close();
    },
  };
  return new JournaledEngine(kept, journal);
}

function closed(): WhatsAppError {
  return new WhatsAppError('store_failed', 'The store is closed.', {
    retryable: true,
    advice: 'Deploy again: the store is opened with the accounts that use it.',
  });
}
