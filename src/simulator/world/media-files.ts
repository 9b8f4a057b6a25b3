import { createHash } from 'node:crypto';
import type { Clock } from '../clock';
import type { Random } from '../random';

export interface MediaFile {
  id: string;
  /** The account whose numbers may see it. */
  wabaId: string;
  /** ID of the number that it was uploaded on; undefined for what a customer sent. */
  uploadedOn: string | undefined;
  content: Buffer;
  mimeType: string;
  /** Of the content, in hex. */
  sha256: string;
  /** Milliseconds since 1970. */
  expiresAt: number;
}

interface Address {
  file: MediaFile;
  expiresAt: number;
}

const DAY = 86_400_000;
/** How long the platform keeps what a business uploaded, and what a customer sent. */
const LIFE = { business: 30 * DAY, customer: 7 * DAY } as const;
const ADDRESS_LIFE = 300_000;
/** More than this is not kept in memory: the oldest files go. */
const BYTES_KEPT = 256 * 1024 * 1024;

/** The media of the world, in memory. */
export class MediaFiles {
  readonly #files = new Map<string, MediaFile>();
  readonly #addresses = new Map<string, Address>();
  readonly #clock: Clock;
  readonly #random: Random;
  #bytes = 0;

  constructor(clock: Clock, random: Random) {
    this.#clock = clock;
    this.#random = random;
  }

  /** @param uploadedOn ID of the number, where a business uploads it */
  add(wabaId: string, from: keyof typeof LIFE, content: Buffer, mimeType: string, uploadedOn?: string): MediaFile {
    const id = String(BigInt(`0x${this.#random.bytes(7).toString('hex')}`)).padStart(16, '1');
    const sha256 = createHash('sha256').update(content).digest('hex');
    const file = { id, wabaId, uploadedOn, content, mimeType, sha256, expiresAt: this.#clock.now() + LIFE[from] };
    this.#files.set(id, file);
    this.#bytes += content.length;
    for (const [oldest] of this.#files) {
      if (this.#bytes <= BYTES_KEPT || oldest === id) break;
      this.remove(oldest);
    }
    return file;
  }

  /** Undefined once it is deleted or expired. */
  get(id: string): MediaFile | undefined {
    const file = this.#files.get(id);
    return file !== undefined && file.expiresAt > this.#clock.now() ? file : undefined;
  }

  remove(id: string): void {
    this.#bytes -= this.#files.get(id)?.content.length ?? 0;
    this.#files.delete(id);
  }

  /** A name under which the file can be fetched for five minutes. */
  address(file: MediaFile): string {
    const now = this.#clock.now();
    for (const [name, { expiresAt }] of this.#addresses) if (expiresAt <= now) this.#addresses.delete(name);
    const name = this.#random.bytes(16).toString('hex');
    this.#addresses.set(name, { file, expiresAt: now + ADDRESS_LIFE });
    return name;
  }

  /** The file behind such a name, while it is good. */
  at(name: string): MediaFile | undefined {
    const address = this.#addresses.get(name);
    if (address === undefined || address.expiresAt <= this.#clock.now()) return undefined;
    return this.get(address.file.id);
  }
}
