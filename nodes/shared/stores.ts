import { join } from 'node:path';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import { createMemoryEngine } from '../../src/store/memory-engine';
import type { Store } from '../../src/store/store';
import { type Lease, LeasedResources } from './lease';

const stores = new LeasedResources<Store>((store) => store.close());

const DEFAULT_NAME = 'default';

/**
 * A store on this machine's disk, under the Node-RED user directory. It stays open over a redeploy.
 *
 * @param name tells the stores of one Node-RED apart; without one it is the store of all accounts that have chosen none
 */
export function leaseDiskStore(userDirectory: string, name: string = DEFAULT_NAME): Lease<Store> {
  const folder = join(userDirectory, 'whatsapp-identity', name);
  return stores.lease(`disk:${folder}`, () => createKeyedStore(createDiskEngine(folder)));
}

/** A store in this process's memory. It outlives a redeploy, but not the process. */
export function leaseMemoryStore(name: string): Lease<Store> {
  return stores.lease(`memory:${name}`, () => createKeyedStore(createMemoryEngine()));
}
