import { InputError } from '../../platform/errors';
import { type Fault, findFault } from './find-fault';
import type { Shape } from './shape';

/**
 * Refuses what the platform certainly would: missing parts, the wrong kind of value, more or longer than documented.
 * Types and members that are not known pass. The error's `path` says where, like `interactive.action.buttons[3]`; its
 * sentence never repeats what stands there.
 *
 * @throws InputError `message_content_missing`, `message_content_wrong`, `message_content_too_long`,
 * `message_content_too_few`, `message_content_too_many`
 */
export function checkForm(content: object, shape: Shape): void {
  const fault = findFault(content, shape, '');
  if (fault !== undefined) throw toError(fault);
}

function toError(fault: Fault): InputError {
  const { path } = fault;
  const refuse = (code: string, sentence: string, advice: string): InputError =>
    new InputError(`message_content_${code}`, sentence, advice, { path });
  switch (fault.kind) {
    case 'missing':
      return refuse('missing', `The message lacks its content at "${path}".`, `Put the content at "${path}".`);
    case 'wrong':
      return refuse('wrong', `"${path}" of the message must be ${fault.expected}.`, `Correct "${path}".`);
    case 'too long': {
      const { length, most } = fault;
      const sentence = `"${path}" of the message has ${length} characters; WhatsApp takes at most ${most}.`;
      return refuse('too_long', sentence, 'Shorten it.');
    }
    case 'too few': {
      const { count, least } = fault;
      const sentence = `"${path}" of the message has ${count} items; WhatsApp takes at least ${least}.`;
      return refuse('too_few', sentence, 'Add what is missing, or use another type of message.');
    }
    case 'too many': {
      const { count, most } = fault;
      const sentence = `The message has ${count} items where WhatsApp takes at most ${most}; the first that is too many is "${path}".`;
      return refuse('too_many', sentence, 'Leave some out, or send several messages.');
    }
  }
}
