import { caption } from './editor/caption';
import { prepareChoice } from './editor/choice';
import { completeOlder } from './editor/complete-older';
import { claimDialog, currentValue, field, trimOnChange } from './editor/dialog';
import { explained } from './editor/explained';
import { chooseOnlyAccount } from './editor/only-account';
import { prepareOperationFields } from './editor/operation-fields';
import { operationLabel } from './editor/operation-label';
import { isWholeNumber } from './editor/whole-number';

interface MediaProperties {
  name: string;
  account: string;
  operation: string;
  file: string;
  fileType: string;
  destination: string;
  folder: string;
  folderType: string;
  limit: number;
}

type MediaNode = EditorNode<MediaProperties>;

/** MB of the largest file that the platform takes. */
const LARGEST = 100;

completeOlder('whatsapp-media');
RED.nodes.registerType<MediaProperties>('whatsapp-media', {
  category: 'WhatsApp',
  color: '#87A980',
  icon: 'whatsapp-media.svg',
  inputs: 1,
  outputs: 1,
  defaults: {
    name: { value: '' },
    account: {
      value: '',
      type: 'whatsapp-account',
      required: true,
      label: caption('whatsapp-media', 'label.account'),
    },
    operation: { value: 'download' },
    file: { value: '' },
    fileType: { value: 'str' },
    destination: { value: 'buffer' },
    folder: { value: '', validate: explained<MediaNode>((value, node) => folderFault(value, node)) },
    folderType: { value: 'str' },
    limit: { value: 100, validate: explained((value) => (isWholeNumber(value, 1, LARGEST) ? null : 'limit')) },
  },
  paletteLabel() {
    return this._('whatsapp-media.paletteLabel');
  },
  label() {
    return operationLabel(this, 'download');
  },
  labelStyle() {
    return this.name ? 'node_label_italic' : '';
  },
  inputLabels() {
    return this._('whatsapp-media.input');
  },
  outputLabels() {
    return this._('whatsapp-media.output');
  },
  oneditprepare() {
    chooseOnlyAccount();
    claimDialog('node-input', this);
    trimOnChange('node-input', ['limit']);
    prepareChoice('node-input', this, 'operation');
    prepareChoice('node-input', this, 'destination');
    for (const path of ['file', 'folder']) {
      // Never a part of the message, which may come from a stranger.
      field('node-input', path).typedInput({
        types: ['str', 'env'],
        typeField: field('node-input', `${path}Type`),
        default: 'str',
      });
    }
    prepareOperationFields();
    const destination = field('node-input', 'destination');
    const showFolder = (): void => {
      $('#whatsapp-media-folder').toggle(destination.val() !== 'buffer');
    };
    destination.on('change', showFolder);
    showFolder();
  },
});

function folderFault(value: string, node: MediaNode): string | null {
  const isNeeded =
    currentValue('node-input', node, 'operation', node.operation) === 'download' &&
    currentValue('node-input', node, 'destination', node.destination) === 'file';
  return isNeeded && value.trim() === '' ? 'folder' : null;
}
