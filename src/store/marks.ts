import { hash } from 'node:crypto';
import { MarkTable } from './mark-table';

const DAY = 86_400_000;
/** The platform retries for up to seven days (facts, section 6). */
const KEPT_DAYS = 8;
/** Of a mark: no two events will ever share 96 bits. Bytes. */
const SIZE = 12;

/** Everything that a mark is kept under. The day makes that old ones can be swept in one go. */
const PREFIX = 'marks/';
const keyOf = (day: number, id: string): string => `${PREFIX}${String(day).padStart(6, '0')}/${id}`;

/** The marks that one delivery set. */
interface Own {
  bytes: Buffer;
  length: number;
}

/**
 * By what duplicates are recognised: a digest of each event, which says nothing about the customer (message IDs have phone
 * numbers in them). All of them are in memory, 20 to 40 bytes each; the store writes them down in bundles.
 *
 * A mark belongs to the delivery that set it, as long as that is not finished: replayed, it is no duplicate of itself.
 */
export class Marks {
  readonly #table = new MarkTable();
  readonly #owned = new Map<string, Own>();
  /** From which byte on a delivery's marks are not written down. */
  #unwritten = new Map<string, { from: number; own: Own }>();
  /** What is being written down: nobody knows yet whether it arrives. */
  #taken = new Map<string, { from: number; own: Own }>();

  /** Whether this delivery was worked on before. */
  isReplayed(deliveryId: string): boolean {
    return this.#owned.has(deliveryId);
  }

  /**
   * Marks the events of a delivery, and tells which of them are duplicates.
   *
   * @param now milliseconds since 1970
   */
  add(number: string, deliveryId: string, duplicateKeys: readonly string[], now: number): boolean[] {
    const day = Math.floor(now / DAY);
    const known = this.#owned.get(deliveryId);
    const former = known === undefined ? undefined : new Set(marksOf(known));
    const own = known ?? { bytes: Buffer.allocUnsafe(SIZE * duplicateKeys.length), length: 0 };
    const from = own.length;
    const present = new Set<string>();
    const duplicates = duplicateKeys.map((key) => {
      // One call, and text: a quarter of what a Hash and a Buffer for each event take.
      const mark = hash('sha256', `${number}/${key}`, 'binary').slice(0, SIZE);
      const isNew = this.#table.add(uint32At(mark, 0), uint32At(mark, 4), uint32At(mark, 8), day, day - KEPT_DAYS);
      if (isNew) {
        own.bytes = withRoom(own);
        own.bytes.write(mark, own.length, SIZE, 'latin1');
        own.length += SIZE;
        return false;
      }
      if (former === undefined) return true;
      // Its own mark, but only once in one delivery.
      const isRepeated = present.has(mark);
      present.add(mark);
      return isRepeated || !former.has(mark);
    });
    this.#owned.set(deliveryId, own);
    if (own.length > from && !this.#unwritten.has(deliveryId)) this.#unwritten.set(deliveryId, { from, own });
    return duplicates;
  }

  /** What a delivery has set that is not written down yet, for `load`; undefined for nothing. */
  unwrittenOf(deliveryId: string): string | undefined {
    const unwritten = [this.#taken.get(deliveryId), this.#unwritten.get(deliveryId)].flatMap((part) => part ?? []);
    return unwritten.length === 0 ? undefined : unwritten.map((part) => toPart([deliveryId, part])).join(' ');
  }

  /** A delivery is finished: its marks are anybody's now. */
  release(deliveryId: string): void {
    this.#owned.delete(deliveryId);
  }

  /** What is to be written down, in one bundle, one at a time; undefined for nothing. It is told that it was, or given back. */
  take(now: number): { key: string; value: string; written: () => void; giveBack: () => void } | undefined {
    if (this.#unwritten.size === 0) return undefined;
    const taken = this.#unwritten;
    this.#unwritten = new Map();
    this.#taken = taken;
    const written = (): void => {
      this.#taken = new Map();
    };
    const value = [...taken].map(toPart).join(' ');
    const giveBack = (): void => {
      // Of a delivery that has got more since, what was taken begins earlier.
      this.#unwritten = new Map([...this.#unwritten, ...taken]);
      written();
    };
    // Named after a part that no other bundle has.
    const [[id, { from }] = ['', { from: 0 }]] = taken;
    const name = `${id}-${from}`;
    return { key: keyOf(Math.floor(now / DAY), name), value, written, giveBack };
  }

  /**
   * Takes a bundle in that was written down; of what was noted, the key is that of the day.
   *
   * @param isUnfinished whether a delivery will be replayed
   */
  load(key: string, value: string, now: number, isUnfinished: (deliveryId: string) => boolean): void {
    const day = Number(key.slice(PREFIX.length, PREFIX.length + 6));
    const oldest = Math.floor(now / DAY) - KEPT_DAYS;
    for (const part of value.split(' ')) {
      const colon = part.indexOf(':');
      const id = part.slice(0, colon);
      const bytes = Buffer.from(part.slice(colon + 1), 'base64');
      for (let at = 0; at + SIZE <= bytes.length; at += SIZE) {
        this.#table.add(bytes.readUInt32LE(at), bytes.readUInt32LE(at + 4), bytes.readUInt32LE(at + 8), day, oldest);
      }
      if (!isUnfinished(id)) continue;
      const own = this.#owned.get(id);
      const all = own === undefined ? bytes : Buffer.concat([own.bytes.subarray(0, own.length), bytes]);
      this.#owned.set(id, { bytes: all, length: all.length });
    }
  }

  /** A key of the day. */
  static readonly keyOf = (now: number): string => keyOf(Math.floor(now / DAY), '');

  /** The range of keys under which bundles are. */
  static readonly range = { from: PREFIX, to: `${PREFIX}\uffff` };

  /** The range of keys that no longer count. */
  static outdated(now: number): { from: string; to: string } {
    return { from: PREFIX, to: keyOf(Math.floor(now / DAY) - KEPT_DAYS, '') };
  }
}

const toPart = ([id, { from, own }]: [string, { from: number; own: Own }]): string =>
  `${id}:${own.bytes.toString('base64', from, own.length)}`;

function* marksOf({ bytes, length }: Own): Generator<string> {
  for (let at = 0; at < length; at += SIZE) yield bytes.toString('latin1', at, at + SIZE);
}

/** Four characters of Latin-1 as `Buffer.readUInt32LE` reads their bytes. */
const uint32At = (mark: string, at: number): number =>
  (mark.charCodeAt(at) |
    (mark.charCodeAt(at + 1) << 8) |
    (mark.charCodeAt(at + 2) << 16) |
    (mark.charCodeAt(at + 3) << 24)) >>>
  0;

/** A delivery may be for several business numbers, and each of them adds its own. */
function withRoom({ bytes, length }: Own): Buffer {
  if (length + SIZE <= bytes.length) return bytes;
  const larger = Buffer.allocUnsafe(Math.max(2 * bytes.length, 16 * SIZE));
  bytes.copy(larger, 0, 0, length);
  return larger;
}
