import { caption } from './editor/caption';
import { claimDialog, currentValue, trimOnChange } from './editor/dialog';
import { explained, type Fault } from './editor/explained';
import { isNumberUpTo } from './editor/number-range';
import { recipientFault } from './editor/recipient-fault';

interface SendProperties {
  name: string;
  account: string;
  to: string;
  toType: string;
  timeout: number;
}

type SendNode = EditorNode<SendProperties>;

const OUTPUTS = ['accepted', 'held', 'notDelivered'] as const;
const LONGEST_TIMEOUT_SECONDS = 600;

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
    to: {
      value: '',
      validate(value, options) {
        // A typed input shows what is wrong with its expression; only text is ours to judge.
        const node = this as SendNode;
        const isText = currentValue('node-input', node, 'toType', node.toType) === 'str';
        const check = isText ? explained(fixedRecipientFault) : RED.validators.typedInput('toType');
        return check.call(node, value, options);
      },
    },
    toType: { value: 'str' },
    timeout: {
      value: 30,
      validate: explained((value) => (isNumberUpTo(LONGEST_TIMEOUT_SECONDS, value) ? null : 'timeout')),
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
    trimOnChange('node-input', ['timeout']);
    $('#node-input-to').typedInput({
      default: 'str',
      types: ['str', 'msg', 'flow', 'global', 'env', 'jsonata'],
      typeField: '#node-input-toType',
    });
  },
});

function fixedRecipientFault(to: string, node: SendNode): Fault {
  const account = RED.nodes.node(currentValue('node-input', node, 'account', node.account));
  return recipientFault(to, String(account?.country ?? ''));
}
