import { createReadStream } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Log } from './log';
import { readFrames, toFrame } from './log-frames';

export interface DiskLogOptions {
  /** A file that has grown to this size is followed by another one. Bytes. */
  fileSize?: number;
  /** So many files may be kept for the sake of a few old records before these are written anew. */
  filesKept?: number;
}

/** Where a record lies. */
interface Place {
  file: LogFile;
  /** Bytes. */
  position: number;
  size: number;
}

interface LogFile {
  path: string;
  /** Records in it that were not dropped. */
  live: number;
  size: number;
}

type Entry = { id: string; record: Buffer; sync: boolean } | { note: string };

interface Append {
  entry: Entry;
  resolve: () => void;
  reject: (error: unknown) => void;
}

const FILE = /^\d{10}\.log$/;
const OPEN = 'a';

/**
 * Keeps records in files that only grow: all that wait are written in one go, and share one sync. Files are removed once
 * everything in them was dropped.
 *
 * A write that fails may leave half a record behind. Nothing is ever written after one: a new file is begun.
 */
export class DiskLog implements Log {
  readonly #folder: string;
  readonly #fileSize: number;
  readonly #filesKept: number;
  readonly #places = new Map<string, Place>();
  /** Oldest first, the one that is written to last. */
  #files: LogFile[] = [];
  #writing: { handle: FileHandle; file: LogFile } | undefined;
  #number = 0;
  #waiting: Append[] = [];
  #dropped: string[] = [];
  /** What was noted before the log was opened. */
  #notes: string[] = [];
  /** Everything that touches the files, one after the other. */
  #work: Promise<unknown> = Promise.resolve();
  #isScheduled = false;
  #isOpen = false;

  constructor(folder: string, { fileSize = 16 * 1_048_576, filesKept = 4 }: DiskLogOptions = {}) {
    this.#folder = folder;
    this.#fileSize = fileSize;
    this.#filesKept = filesKept;
  }

  /** Finds what is there. Doing it again does nothing. */
  async open(): Promise<void> {
    if (this.#isOpen) return;
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    const names = (await readdir(this.#folder)).filter((name) => FILE.test(name)).sort();
    this.#places.clear();
    this.#files = [];
    this.#notes = [];
    for (const name of names) {
      const file = { path: join(this.#folder, name), live: 0, size: 0 };
      this.#files.push(file);
      for await (const frame of readFrames(createReadStream(file.path))) {
        file.size = frame.end;
        if (frame.type === 'note') this.#notes.push(frame.text);
        else if (frame.type === 'record') this.#place(frame.id, { file, position: frame.position, size: frame.size });
        else for (const id of frame.ids) this.#remove(id);
      }
    }
    this.#number = Number(names.at(-1)?.slice(0, 10) ?? 0);
    this.#isOpen = true;
  }

  ids(): Promise<string[]> {
    return this.#queue(async () => [...this.#places.keys()].sort());
  }

  append(id: string, record: Buffer, sync = true): Promise<void> {
    return this.#add({ id, record, sync });
  }

  note(note: string): Promise<void> {
    return this.#add({ note });
  }

  notes(): Promise<string[]> {
    return this.#queue(async () => this.#notes);
  }

  #add(entry: Entry): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ entry, resolve, reject });
      this.#schedule();
    });
  }

  read(id: string): Promise<Buffer | undefined> {
    return this.#queue(async () => {
      const place = this.#places.get(id);
      return place === undefined ? undefined : readAt(place);
    });
  }

  drop(ids: readonly string[]): Promise<void> {
    if (ids.length === 0) return Promise.resolve();
    return this.#queue(async () => {
      for (const id of ids) if (this.#remove(id)) this.#dropped.push(id);
      await this.#tidy();
      // What was dropped is written with whatever comes next, or now where nothing does.
      if (this.#waiting.length === 0) await this.#write([]);
    });
  }

  purge(): Promise<void> {
    return this.#queue(async () => {
      await this.#moveUpTo(this.#files.length);
      await this.#tidy();
    });
  }

  async close(): Promise<void> {
    await this.#queue(async () => {
      await this.#end();
      this.#isOpen = false;
    });
  }

  #queue<T>(work: () => Promise<T>): Promise<T> {
    const result = this.#work.then(work);
    this.#work = result.catch(() => undefined);
    return result;
  }

  #place(id: string, place: Place): void {
    const known = this.#places.get(id);
    if (known !== undefined) known.file.live -= 1;
    place.file.live += 1;
    this.#places.set(id, place);
  }

  #remove(id: string): boolean {
    const place = this.#places.get(id);
    if (place !== undefined) place.file.live -= 1;
    return this.#places.delete(id);
  }

  /** One turn later, so that everything which arrived together shares the sync. */
  #schedule(): void {
    if (this.#isScheduled) return;
    this.#isScheduled = true;
    setImmediate(() => {
      void this.#queue(async () => {
        this.#isScheduled = false;
        const batch = this.#waiting.splice(0);
        try {
          await this.#write(batch.map(({ entry }) => entry));
          for (const { resolve } of batch) resolve();
        } catch (error) {
          for (const { reject } of batch) reject(error);
        }
      });
    });
  }

  async #write(batch: readonly Entry[]): Promise<void> {
    if (batch.length === 0 && this.#dropped.length === 0) return;
    const { handle, file } = this.#writing ?? (await this.#begin());
    const dropped = this.#dropped.length === 0 ? [] : toFrame({ type: 'dropped', ids: this.#dropped });
    const places: [string, Place][] = [];
    const parts = [...dropped];
    let end = file.size + sizeOf(dropped);
    for (const entry of batch) {
      const frame = toFrame(
        'note' in entry ? { type: 'note', text: entry.note } : { type: 'record', id: entry.id, record: entry.record },
      );
      const size = sizeOf(frame);
      if ('record' in entry) {
        const { length } = entry.record;
        places.push([entry.id, { file, position: end + size - length - 1, size: length }]);
      }
      parts.push(...frame);
      end += size;
    }
    try {
      await writeAll(handle, parts);
      // What is noted has to outlive the process, and what only tells that something is over, nobody waits for.
      if (batch.some((entry) => 'record' in entry && entry.sync)) await handle.datasync();
    } catch (error) {
      // What was cut off may be half a record.
      await this.#end();
      throw error;
    }
    file.size = end;
    this.#dropped = [];
    for (const [id, place] of places) this.#place(id, place);
    if (end >= this.#fileSize) await this.#end();
  }

  async #begin(): Promise<{ handle: FileHandle; file: LogFile }> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    this.#number += 1;
    const path = join(this.#folder, `${String(this.#number).padStart(10, '0')}.log`);
    const handle = await open(path, OPEN, 0o600);
    const file: LogFile = { path, live: 0, size: 0 };
    this.#files.push(file);
    this.#writing = { handle, file };
    // A new file is found after a crash only once its folder is synced, too.
    await syncFolder(this.#folder);
    return this.#writing;
  }

  async #end(): Promise<void> {
    const writing = this.#writing;
    this.#writing = undefined;
    await writing?.handle.close().catch(() => undefined);
  }

  async #tidy(): Promise<void> {
    // With nothing left there is nothing to remember, and what customers wrote does not lie about any longer.
    if (this.#places.size === 0) {
      this.#dropped = [];
      await this.#removeUpTo(this.#writing?.file);
      await this.#writing?.handle.truncate(0);
      if (this.#writing !== undefined) this.#writing.file.size = 0;
      return;
    }
    if (this.#files.length > this.#filesKept) await this.#moveUpTo(this.#files.length - this.#filesKept);
    await this.#removeUpTo(this.#files.find(({ live }) => live > 0));
  }

  /** From the oldest file on, for a later one tells what was dropped of those before it. */
  async #removeUpTo(first: LogFile | undefined): Promise<void> {
    for (let [oldest] = this.#files; oldest !== undefined && oldest !== first; [oldest] = this.#files) {
      if (oldest === this.#writing?.file) return;
      await rm(oldest.path, { force: true });
      this.#files.shift();
    }
  }

  /** Writes what is left in the oldest files once more at the end, so that they can go. */
  async #moveUpTo(count: number): Promise<void> {
    const old = new Set(this.#files.slice(0, count));
    if (this.#writing !== undefined && old.has(this.#writing.file)) await this.#end();
    const left = [...this.#places].filter(([, { file }]) => old.has(file));
    for (const [id, place] of left) await this.#write([{ id, record: await readAt(place), sync: true }]);
  }
}

const sizeOf = (parts: readonly Buffer[]): number => parts.reduce((sum, { length }) => sum + length, 0);

async function writeAll(handle: FileHandle, parts: Buffer[]): Promise<void> {
  // Few large ones go as they are; many small ones cost less as one.
  const all = parts.length > 64 ? [Buffer.concat(parts)] : parts;
  const size = sizeOf(all);
  let written = (await handle.writev(all)).bytesWritten;
  if (written === size) return;
  // A disk that is nearly full takes a part, and then another, until it says so.
  const whole = Buffer.concat(all);
  while (written < size) written += (await handle.write(whole, written)).bytesWritten;
}

async function readAt({ file, position, size }: Place): Promise<Buffer> {
  const handle = await open(file.path, 'r');
  try {
    const record = Buffer.alloc(size);
    await handle.read(record, 0, size, position);
    return record;
  } finally {
    await handle.close();
  }
}

async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
