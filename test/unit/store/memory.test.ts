import { createKeyedStore } from '../../../src/store/keyed-store';
import { createMemoryEngine } from '../../../src/store/memory-engine';
import { describeStore } from './contract';

describeStore('memory', async () => {
  // It outlives its process in these tests alone.
  const engine = createMemoryEngine();
  return {
    open: async (now) => createKeyedStore({ ...engine, close: async () => undefined }, { now }),
    end: (store) => store.close(),
    remove: () => engine.close(),
  };
});
