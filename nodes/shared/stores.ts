import { join } from 'node:path';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import { createMemoryEngine } from '../../src/store/memory-engine';
import type { Store } from '../../src/store/store';
import { type Lease, LeasedResources } from './lease';

const stores = new LeasedResources<Store>((store) => store.close());

/**
 * The store of an account that has chosen none: this machine's disk. For the simulator it is memory, since the world that
 * it plays ends with the process: on a disk, its next customers would all look like strangers with known numbers.
 */
export function leaseDefaultStore(api: string, userDirectory: string): Lease<Store> {
  return api === 'simulator' ? leaseMemoryStore('simulator') : leaseDiskStore(userDirectory, 'default');
}

/**
 * A store on this machine's disk, under the Node-RED user directory. It stays open over a redeploy.
 *
 * @param name tells the stores of one Node-RED apart
 */
export function leaseDiskStore(userDirectory: string, name: string): Lease<Store> {
  const folder = join(userDirectory, 'whatsapp-identity', name);
  return stores.lease(`disk:${folder}`, () => createKeyedStore(createDiskEngine(folder)));
}

/** A store in this process's memory. It outlives a redeploy, but not the process. */
export function leaseMemoryStore(name: string): Lease<Store> {
  return stores.lease(`memory:${name}`, () => createKeyedStore(createMemoryEngine()));
}
