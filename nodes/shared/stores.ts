import { createKeyedStore } from '../../src/store/keyed-store';
import { createMemoryEngine } from '../../src/store/memory-engine';
import type { Store } from '../../src/store/store';
import { type Lease, LeasedResources } from './lease';

const stores = new LeasedResources<Store>((store) => store.close());

/** The store of all accounts that have chosen none. */
export const leaseStore = (): Lease<Store> => stores.lease('memory', () => createKeyedStore(createMemoryEngine()));
