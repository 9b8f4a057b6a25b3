import type { MessageContent } from '../content';
import { checkForm } from './check-form';
import { message } from './shapes/message';

/** @throws InputError as `checkForm` does, when the platform would certainly refuse the message */
export const checkMessage = (content: MessageContent): void => checkForm(content, message);
