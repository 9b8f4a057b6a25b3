import { InputError } from '../../platform/errors';
import type { MessageContent } from '../content';
import { checkMessage } from '../validation/check-message';
import { FORMS } from './forms/all';
import type { FormValues, MessageForm } from './message-form';

/** @throws InputError `message_form_unknown` */
export function formOf(name: string): MessageForm {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form !== undefined) return form;
  throw new InputError(
    'message_form_unknown',
    'The node has no form for its type of message.',
    `Choose one of ${Object.keys(FORMS).join(', ')}, or leave the type to msg.payload.`,
  );
}

/**
 * The message that a form makes of its values.
 *
 * @param name of the form
 * @param values of its fields; `undefined`, `null` and the empty text are none
 * @throws InputError `message_form_unknown`, `message_field_missing`, and those of `checkMessage`
 */
export function composeMessage(name: string, values: FormValues): MessageContent {
  const form = formOf(name);
  const given = Object.fromEntries(Object.entries(values).filter(([, value]) => !isNothing(value)));
  const missing = form.fields.find((field) => field.isRequired && given[field.name] === undefined);
  if (missing !== undefined) {
    throw new InputError(
      'message_field_missing',
      `The field "${missing.name}" of the message has no value.`,
      'Fill it in, or see to it that what it names has a value for this message.',
      { path: missing.name },
    );
  }
  const message = form.build(given);
  checkMessage(message);
  return message;
}

const isNothing = (value: unknown): boolean => value === undefined || value === null || value === '';
