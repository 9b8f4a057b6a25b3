import { createDiskEngine } from '../../../src/store/disk-engine';
import { createKeyedStore } from '../../../src/store/keyed-store';
import { tempDir } from '../../harness/temp-dir';
import { describeStore } from './contract';

describeStore('disk', async () => {
  const folder = tempDir();
  return {
    open: async (now) => createKeyedStore(createDiskEngine(folder.path), { now }),
    end: (store) => store.close(),
    remove: async () => folder.remove(),
  };
});
