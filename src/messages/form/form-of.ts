import { InputError } from '../../platform/errors';
import { toTemplate } from '../template/template';
import { FORMS } from './forms/all';
import { pickedTemplate } from './forms/picked-template';
import type { MessageForm } from './message-form';

/**
 * The form for a type of message.
 *
 * @param template that was chosen for messages of the type `template`; without one its name and values are fields, too
 * @throws InputError `message_form_unknown`, `template_invalid`
 */
export function formOf(name: string, template?: unknown): MessageForm {
  const form = Object.hasOwn(FORMS, name) ? FORMS[name] : undefined;
  if (form === undefined) throw formUnknown();
  return form === FORMS.template && template ? pickedTemplate(toTemplate(template)) : form;
}

const formUnknown = (): InputError =>
  new InputError(
    'message_form_unknown',
    'The node has no form for its type of message.',
    `Choose one of ${Object.keys(FORMS).join(', ')}, or leave the type to msg.payload.`,
  );
