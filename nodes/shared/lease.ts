/** A resource on loan: whoever holds a lease may use it until giving it back. */
export interface Lease<T> {
  readonly resource: T;
  release(): void;
}

interface Held<T> {
  resource: T;
  leases: number;
  closing?: NodeJS.Timeout;
}

/**
 * Shares resources that must outlive a redeploy: Node-RED closes all nodes before it creates the new ones, and a disk
 * that is closed and opened again in between would lose its lock, a simulator its world. What nobody holds any more is
 * closed a little later, unless somebody asks for it again before.
 */
export class LeasedResources<T> {
  readonly #held = new Map<string, Held<T>>();
  readonly #close: (resource: T) => Promise<void>;
  readonly #lingerMs: number;

  constructor(close: (resource: T) => Promise<void>, lingerMs = 5_000) {
    this.#close = close;
    this.#lingerMs = lingerMs;
  }

  /** The resource under this key, opened if nobody has it. */
  lease(key: string, open: () => T): Lease<T> {
    const held = this.#held.get(key) ?? this.#hold(key, open());
    clearTimeout(held.closing);
    delete held.closing;
    held.leases += 1;
    let released = false;
    return {
      resource: held.resource,
      release: () => {
        if (released) return;
        released = true;
        held.leases -= 1;
        if (held.leases === 0) this.#closeLater(key, held);
      },
    };
  }

  #hold(key: string, resource: T): Held<T> {
    const held: Held<T> = { resource, leases: 0 };
    this.#held.set(key, held);
    return held;
  }

  #closeLater(key: string, held: Held<T>): void {
    held.closing = setTimeout(() => {
      this.#held.delete(key);
      this.#close(held.resource).catch((error: unknown) => process.emitWarning(String(error)));
    }, this.#lingerMs);
    // Node-RED is to stop without waiting for it.
    held.closing.unref();
  }
}
