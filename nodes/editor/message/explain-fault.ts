import type { MessageForm } from '../../../src/messages/form/message-form';
import type { Fault } from '../../../src/messages/validation/find-fault';
import { captionOf } from './captions';
import { formFault } from './form-fault';
import type { StoredForm } from './stored-form';

/** What is wrong with a form in a sentence that begins with the field; null where nothing is, as far as it can be known. */
export function explainFault(node: EditorNode, form: MessageForm, stored: StoredForm): string | null {
  const isReadable = (value: string, type: string) => RED.utils.validateTypedProperty(value, type) === true;
  const found = formFault(form, stored, isReadable);
  if (found === null) return null;
  const place = found.field === undefined ? '' : captionOf(node, found.field);
  if (found.kind !== 'refused') return node._(`${node.type}.fieldFault.${found.kind}`, { field: place });
  const { fault } = found;
  return node._(`${node.type}.refused.${fault.kind.replace(' ', '_')}`, {
    ...valuesOf(fault),
    field: place || fault.path,
  });
}

function valuesOf(fault: Fault): Record<string, string> {
  switch (fault.kind) {
    case 'too long':
      return { used: fault.length.toLocaleString(), most: fault.most.toLocaleString() };
    case 'too many':
      return { used: fault.count.toLocaleString(), most: fault.most.toLocaleString() };
    case 'too few':
      return { used: fault.count.toLocaleString(), least: fault.least.toLocaleString() };
    default:
      return { path: fault.path };
  }
}
