import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog } from './editor/dialog';
import { chooseOnlyAccount } from './editor/only-account';
import { operationLabel } from './editor/operation-label';

interface IdentityCheckProperties {
  name: string;
  account: string;
  operation: string;
}

completeOlder('whatsapp-set-identity-check');
RED.nodes.registerType<IdentityCheckProperties>('whatsapp-set-identity-check', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-set-identity-check.svg',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-set-identity-check', 'label.account'),
    },
    operation: { value: 'enable' },
  },
  paletteLabel() {
    return this._('whatsapp-set-identity-check.paletteLabel');
  },
  label() {
    return operationLabel(this, 'enable');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-set-identity-check.input');
  },
  outputLabels() {
    return this._('whatsapp-set-identity-check.output');
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    prepareChoice('node-input', this, 'operation');
  },
});
