import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog, trimOnChange } from './editor/dialog';
import { explained } from './editor/explained';
import {
  type MessageFormProperties,
  prepareMessageForm,
  readMessageForm,
  validateMessageForm,
} from './editor/message-form';
import { isNumberUpTo } from './editor/number-range';
import { prepareRecipient, type RecipientProperties, validateRecipient } from './editor/recipient-field';

interface SendProperties extends RecipientProperties, MessageFormProperties {
  name: string;
  policy: string;
  timeout: number;
  retries: number;
}

const OUTPUTS = ['accepted', 'held', 'notDelivered'] as const;
const LONGEST_TIMEOUT_SECONDS = 600;

completeOlder('whatsapp-send-with-hash');
RED.nodes.registerType<SendProperties>('whatsapp-send-with-hash', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-send-with-hash.svg',
  align: 'right',
  inputs: 1,
  outputs: 3,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-send-with-hash', 'label.account'),
    },
    to: { value: '', validate: validateRecipient },
    toType: { value: 'str' },
    messageType: { value: 'payload' },
    form: { value: {}, validate: validateMessageForm },
    policy: { value: 'same' },
    timeout: {
      value: 30,
      validate: explained((value) => (isNumberUpTo(LONGEST_TIMEOUT_SECONDS, value) ? null : 'timeout')),
    },
    retries: {
      value: 4,
      validate: explained((value) => (/^(\d|10)?$/.test(String(value ?? '')) ? null : 'retries')),
    },
  },
  paletteLabel() {
    return this._('whatsapp-send-with-hash.paletteLabel');
  },
  label() {
    if (this.name) return this.name;
    const isFixed = this.toType === 'str' && this.to !== '';
    return isFixed
      ? this._('whatsapp-send-with-hash.sendTo', { to: this.to })
      : this._('whatsapp-send-with-hash.paletteLabel');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-send-with-hash.input');
  },
  outputLabels(port) {
    return this._(`whatsapp-send-with-hash.output.${OUTPUTS[port] ?? ''}`);
  },
  oneditprepare() {
    claimDialog('node-input', this);
    trimOnChange('node-input', ['timeout', 'retries']);
    prepareRecipient();
    prepareChoice('node-input', this, 'messageType');
    prepareMessageForm(this);
    prepareChoice('node-input', this, 'policy');
  },
  oneditsave() {
    this.form = readMessageForm();
  },
});
