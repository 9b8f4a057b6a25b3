import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { countryFault } from './editor/country';
import { claimDialog, currentValue, trimOnChange } from './editor/dialog';
import { explained, type Fault } from './editor/explained';
import { chooseOnlyAccount } from './editor/only-account';
import { prepareOperationFields } from './editor/operation-fields';
import { operationLabel } from './editor/operation-label';
import { languageFault, pinFault } from './editor/verification-faults';

interface VerifyNumberProperties {
  name: string;
  account: string;
  operation: string;
  codeMethod: string;
  language: string;
  region: string;
}

type VerifyNumberNode = EditorNode<VerifyNumberProperties>;

completeOlder('whatsapp-verify-number');
RED.nodes.registerType<VerifyNumberProperties, 'pin'>('whatsapp-verify-number', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-verify-number.svg',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-verify-number', 'label.account'),
    },
    operation: { value: 'status' },
    codeMethod: { value: 'SMS' },
    language: { value: 'en_US', validate: explained(onlyFor(['requestCode'], languageFault)) },
    region: { value: '', validate: explained(onlyFor(['register'], countryFault)) },
  },
  credentials: {
    pin: { type: 'password', validate: explained(onlyFor(['register', 'setTwoStepPin'], pinFault)) },
  },
  paletteLabel() {
    return this._('whatsapp-verify-number.paletteLabel');
  },
  label() {
    return operationLabel(this, 'status');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-verify-number.input');
  },
  outputLabels() {
    return this._('whatsapp-verify-number.output');
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    trimOnChange('node-input', ['language', 'region', 'pin']);
    prepareChoice('node-input', this, 'operation');
    prepareChoice('node-input', this, 'codeMethod');
    prepareOperationFields();
  },
});

/** What the dialog hides is nobody's fault. */
function onlyFor(
  operations: readonly string[],
  findFault: (value: string) => Fault,
): (value: string, node: VerifyNumberNode) => Fault {
  return (value, node) => {
    const operation = currentValue('node-input', node, 'operation', node.operation);
    return operations.includes(operation) ? findFault(value) : null;
  };
}
