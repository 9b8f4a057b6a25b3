import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog } from './editor/dialog';
import { prepareNumberFields } from './editor/number-fields';
import { chooseOnlyAccount } from './editor/only-account';
import { operationLabel } from './editor/operation-label';

interface NumberInfoProperties {
  name: string;
  account: string;
  operation: string;
  fields: string;
  fieldsType: string;
}

completeOlder('whatsapp-number-info');
RED.nodes.registerType<NumberInfoProperties>('whatsapp-number-info', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-number-info.svg',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-number-info', 'label.account'),
    },
    operation: { value: 'number' },
    fields: {
      value:
        'id,display_phone_number,verified_name,code_verification_status,name_status,quality_rating,throughput,platform_type',
      validate: RED.validators.typedInput('fieldsType'),
    },
    fieldsType: { value: 'fields' },
  },
  paletteLabel() {
    return this._('whatsapp-number-info.paletteLabel');
  },
  label() {
    return operationLabel(this, 'number');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-number-info.input');
  },
  outputLabels() {
    return this._('whatsapp-number-info.output');
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    prepareChoice('node-input', this, 'operation');
    prepareNumberFields(this);
  },
});
