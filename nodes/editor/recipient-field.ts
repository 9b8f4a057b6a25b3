import { currentValue } from './dialog';
import { explained, type Fault } from './explained';
import { recipientFault } from './recipient-fault';

/** The properties of a node that names a customer in its dialog. */
export interface RecipientProperties {
  account: string;
  to: string;
  toType: string;
}

/** Validates the property `to`. A typed input shows what is wrong with its expression; only text is ours to judge. */
export function validateRecipient(
  this: EditorNode<RecipientProperties>,
  value: unknown,
  options: object,
): boolean | string {
  const isText = currentValue('node-input', this, 'toType', this.toType) === 'str';
  const check = isText ? explained(fixedRecipientFault) : RED.validators.typedInput('toType');
  return check.call(this, value, options);
}

/** Makes the typed input of the open dialog. */
export function prepareRecipient(): void {
  $('#node-input-to').typedInput({
    default: 'str',
    types: ['str', 'msg', 'flow', 'global', 'env', 'jsonata'],
    typeField: '#node-input-toType',
  });
}

function fixedRecipientFault(to: string, node: EditorNode<RecipientProperties>): Fault {
  const account = RED.nodes.node(currentValue('node-input', node, 'account', node.account));
  return recipientFault(to, String(account?.country ?? ''));
}
