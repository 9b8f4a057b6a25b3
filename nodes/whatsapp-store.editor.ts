import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';

interface StoreProperties {
  name: string;
  engine: string;
}

completeOlder('whatsapp-store');
RED.nodes.registerType<StoreProperties>('whatsapp-store', {
  category: 'config',
  defaults: {
    name: { value: '' },
    engine: { value: 'disk' },
  },
  paletteLabel() {
    return this._('whatsapp-store.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    return this._(this.engine === 'memory' ? 'whatsapp-store.engine.memory' : 'whatsapp-store.engine.disk');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  oneditprepare() {
    prepareChoice('node-config-input', this, 'engine', { folder: `whatsapp-identity/${this.id}` });
  },
});
