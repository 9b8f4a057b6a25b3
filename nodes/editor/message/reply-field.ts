import { asExpression } from '../../../src/messages/preview/expression';
import { field } from '../dialog';
import { shown } from './shown-values';

/** The properties of a node that may answer a message. */
export interface ReplyProperties {
  replyTo: string;
  replyToType: string;
}

/** Makes the typed input of the open dialog: no message, the one that came in, or whichever a value names. */
export function prepareReply(node: EditorNode<ReplyProperties>): void {
  const say = (key: string): string => node._(`${node.type}.reply.${key}`);
  const own = (value: string, icon: string): object => ({ value, label: say(value), icon, hasValue: false });
  const types = [
    own('none', 'fa fa-ban'),
    own('received', 'fa fa-reply'),
    'msg',
    'flow',
    'global',
    'env',
    'jsonata',
    'str',
  ];
  const input = field('node-input', 'replyTo');
  input.typedInput({ default: 'none' as 'str', types: types as 'str'[], typeField: '#node-input-replyToType' });
  if (!node.replyToType) input.typedInput('type', 'none');
}

/** What the open dialog says of the message that is answered, for its preview. */
export function shownReply(node: EditorNode): { context?: { message_id: string } } {
  const input = field('node-input', 'replyTo');
  if (field('node-input', 'messageType').val() === 'reaction') return {};
  const [type, value] = [String(input.typedInput('type')), String(input.typedInput('value'))];
  if (type === 'none' || (type !== 'received' && value === '')) return {};
  const id = type === 'received' ? asExpression(node._(`${node.type}.reply.received`)) : String(shown({ value, type }));
  return { context: { message_id: id } };
}
