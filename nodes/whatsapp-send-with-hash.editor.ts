import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog, trimOnChange } from './editor/dialog';
import { explained } from './editor/explained';
import {
  type MessageFormProperties,
  type OpenForm,
  prepareMessageForm,
  validateMessageForm,
} from './editor/message/message-form';
import { prepareReply, type ReplyProperties } from './editor/message/reply-field';
import { isNumberUpTo } from './editor/number-range';
import { chooseOnlyAccount } from './editor/only-account';
import { findTimeLimitFault, type OutcomeProperties, prepareOutcome } from './editor/outcome-fields';
import { prepareRecipient, type RecipientProperties, validateRecipient } from './editor/recipient-field';

interface SendProperties extends RecipientProperties, MessageFormProperties, ReplyProperties, OutcomeProperties {
  name: string;
  policy: string;
  timeout: number;
  retries: number;
}

const OUTPUTS = ['accepted', 'held', 'notDelivered'] as const;
const LONGEST_TIMEOUT_SECONDS = 600;

/** Of the dialog that was opened last. */
let openForm: OpenForm | undefined;

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
    template: { value: null },
    form: { value: {}, validate: validateMessageForm },
    replyTo: { value: '' },
    replyToType: { value: 'none' },
    policy: { value: 'same' },
    outcome: { value: 'accepted' },
    timeLimit: { value: 300, validate: explained(findTimeLimitFault) },
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
    chooseOnlyAccount();
    claimDialog('node-input', this);
    trimOnChange('node-input', ['timeLimit', 'timeout', 'retries']);
    prepareRecipient();
    prepareChoice('node-input', this, 'messageType');
    prepareReply(this);
    openForm = prepareMessageForm(this);
    prepareChoice('node-input', this, 'policy');
    prepareOutcome(this);
  },
  oneditsave() {
    Object.assign(this, openForm?.read());
  },
});
