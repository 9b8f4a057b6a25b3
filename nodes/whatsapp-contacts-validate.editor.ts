import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog, currentValue, field, trimOnChange } from './editor/dialog';
import { explained } from './editor/explained';
import { chooseOnlyAccount } from './editor/only-account';
import { isWholeNumber } from './editor/whole-number';

interface ContactsValidateProperties {
  name: string;
  account: string;
  check: string;
  column: string;
  blocking: string;
  forceCheck: boolean;
  advance: number;
  batchSize: number;
}

type ContactsValidateNode = EditorNode<ContactsValidateProperties>;

const OUTPUTS = ['results', 'late'] as const;
const MOST_IN_ADVANCE = 100_000;
const LARGEST_BATCH = 1_000;

completeOlder('whatsapp-contacts-validate');
RED.nodes.registerType<ContactsValidateProperties>('whatsapp-contacts-validate', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-contacts-validate.svg',
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-contacts-validate', 'label.account'),
    },
    check: { value: 'platform' },
    column: { value: '' },
    blocking: { value: 'no_wait' },
    forceCheck: { value: false },
    advance: {
      value: 250,
      validate: explained((value) => (isWholeNumber(value, 0, MOST_IN_ADVANCE) ? null : 'advance')),
    },
    batchSize: {
      value: 100,
      validate: explained((value) => (isWholeNumber(value, 1, LARGEST_BATCH) ? null : 'batchSize')),
    },
  },
  paletteLabel() {
    return this._('whatsapp-contacts-validate.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    return this._(`whatsapp-contacts-validate.${this.check === 'offline' ? 'offlineLabel' : 'paletteLabel'}`);
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-contacts-validate.input');
  },
  outputLabels(port) {
    return this._(`whatsapp-contacts-validate.output.${OUTPUTS[port] ?? ''}`);
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    trimOnChange('node-input', ['column', 'advance', 'batchSize']);
    prepareChoice('node-input', this, 'check');
    prepareChoice('node-input', this, 'blocking');
    for (const property of ['check', 'account']) field('node-input', property).on('change', () => showFields(this));
    showFields(this);
  },
});

function showFields(node: ContactsValidateNode): void {
  const isOffline = currentValue('node-input', node, 'check', node.check) === 'offline';
  const account = RED.nodes.node(currentValue('node-input', node, 'account', node.account));
  const isLacking = account !== null && account !== undefined && account.api !== 'on-premises';
  $('#whatsapp-contacts-validate-platform').toggle(!isOffline);
  $('#whatsapp-contacts-validate-lacking').toggle(!isOffline && isLacking);
}
