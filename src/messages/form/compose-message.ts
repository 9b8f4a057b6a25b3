import { InputError } from '../../platform/errors';
import type { MessageContent } from '../content';
import { checkMessage } from '../validation/check-message';
import type { FormValues, MessageForm } from './message-form';

/**
 * The message that a form makes of its values.
 *
 * @param values of its fields; `undefined`, `null` and the empty text are none
 * @throws InputError `message_field_missing`, and those of `checkMessage`
 */
export function composeMessage({ fields, build }: MessageForm, values: FormValues): MessageContent {
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
  const missing = fields.find((field) => field.isRequired && given[field.name] === undefined);
  if (missing !== undefined) {
    throw new InputError(
      'message_field_missing',
      `The field "${missing.name}" of the message has no value.`,
      'Fill it in, or see to it that what it names has a value for this message.',
      { path: missing.name },
    );
  }
  const message = build(given);
  checkMessage(message);
  return message;
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';
