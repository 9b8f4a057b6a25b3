import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog, field } from './editor/dialog';
import { isEnvironmentReference } from './editor/environment';
import { chooseOnlyAccount } from './editor/only-account';
import { prepareRecipient, type RecipientProperties, validateRecipient } from './editor/recipient-field';

interface IdentityAckProperties extends RecipientProperties {
  name: string;
  operation: string;
  approveNewest: boolean;
  held: string;
}

const OUTPUTS = ['result', 'held'] as const;

completeOlder('whatsapp-identity-ack');
RED.nodes.registerType<IdentityAckProperties>('whatsapp-identity-ack', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-identity-ack.svg',
  inputs: 1,
  outputs: 2,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-identity-ack', 'label.account'),
    },
    operation: { value: 'acknowledge' },
    to: { value: '', validate: validateRecipient },
    toType: { value: 'str' },
    approveNewest: { value: false },
    held: { value: 'send' },
  },
  paletteLabel() {
    return this._('whatsapp-identity-ack.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    const operation = this.operation || 'acknowledge';
    const key = isEnvironmentReference(operation) ? 'paletteLabel' : `operation.${operation}`;
    return this._(`whatsapp-identity-ack.${key}`);
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-identity-ack.input');
  },
  outputLabels(port) {
    return this._(`whatsapp-identity-ack.output.${OUTPUTS[port] ?? ''}`);
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    prepareRecipient();
    prepareChoice('node-input', this, 'operation');
    prepareChoice('node-input', this, 'held');
    field('node-input', 'operation').on('change', showFieldsOfOperation);
    field('node-input', 'approveNewest').on('change', showWarning);
    showFieldsOfOperation();
    showWarning();
  },
  oneditsave() {
    // A message may still ask for an acknowledgement: what the dialog hides must not make that one a blind one.
    if (field('node-input', 'operation').val() !== 'acknowledge')
      field('node-input', 'approveNewest').prop('checked', false);
  },
});

function showFieldsOfOperation(): void {
  const operation = String(field('node-input', 'operation').val());
  $('[data-operations]').each((_index, section) => {
    const operations = String($(section).attr('data-operations')).split(' ');
    $(section).toggle(operations.includes(operation));
  });
}

function showWarning(): void {
  $('#whatsapp-identity-ack-newest').toggle(field('node-input', 'approveNewest').prop('checked') === true);
}
