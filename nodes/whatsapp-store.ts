import type { Node, NodeAPI, NodeDef } from 'node-red';
import type { Store } from '../src/store/store';
import { onClose } from './shared/on-close';
import { leaseDiskStore, leaseMemoryStore } from './shared/stores';

interface StoreConfig extends NodeDef {
  engine: string;
}

/** The configuration node as accounts see it. */
export interface StoreNode extends Node {
  store: Store;
}

module.exports = (RED: NodeAPI): void => {
  function StoreConstructor(this: StoreNode, config: StoreConfig): void {
    RED.nodes.createNode(this, config);
    const isMemory = config.engine === 'memory';
    const lease = isMemory ? leaseMemoryStore(this.id) : leaseDiskStore(RED.settings.userDir ?? '.', this.id);
    this.store = lease.resource;
    onClose(this, lease.release);
  }

  RED.nodes.registerType('whatsapp-store', StoreConstructor);
};
