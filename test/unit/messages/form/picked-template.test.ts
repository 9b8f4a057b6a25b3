import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { fieldAt } from '../../../../nodes/editor/message/field-at';
import { composeMessage } from '../../../../src/messages/form/compose-message';
import { formOf } from '../../../../src/messages/form/form-of';
import type { FormField } from '../../../../src/messages/form/message-form';
import { readTemplate } from '../../../../src/messages/template/read-template';
import type { Template } from '../../../../src/messages/template/template';
import { findFault } from '../../../../src/messages/validation/find-fault';
import { message } from '../../../../src/messages/validation/shapes/message';
import { createRandom } from '../../../../src/simulator/random';
import { findTemplateFault } from '../../../../src/simulator/world/check-template';
import { Templates } from '../../../../src/simulator/world/templates';

const templates = new Templates(createRandom('templates')).of('waba');
const SENDABLE = templates.flatMap((info) => {
  const choice = readTemplate({ ...info });
  return choice?.status === 'APPROVED' && choice.obstacle === undefined ? [{ info, template: choice.template }] : [];
});

const templateOf = (name: string, language = 'en_US'): Template =>
  SENDABLE.find(({ info }) => info.name === name && info.language === language)?.template ?? (undefined as never);

/** The business's own sample, or whatever a field of this kind takes. */
function sample({ name, types }: FormField, { examples }: Template): unknown {
  if (types[0] === 'num') return 52.5;
  if (types[0] === 'json') return { flow_token: 'unused' };
  return examples[name] ?? (name === 'header.media' ? 'https://example.com/file' : 'x');
}

const fieldsOf = (name: string): string[] => formOf('template', templateOf(name)).fields.map((field) => field.name);

describe('a template that was picked', () => {
  it('has a field for each value that it takes', () => {
    ok(SENDABLE.length > 8);
    deepEqual(fieldsOf('hello_world'), []);
    deepEqual(fieldsOf('order_shipped'), ['body.1', 'body.2', 'body.3', 'button.0']);
    deepEqual(fieldsOf('appointment_reminder'), [
      'header.place',
      'body.first_name',
      'body.day',
      'body.time',
      'button.0',
      'button.1',
    ]);
    // The code comes before the answer that may be left out.
    deepEqual(fieldsOf('summer_sale'), ['header.media', 'body.1', 'body.2', 'body.3', 'button.1', 'button.0']);
    deepEqual(fieldsOf('invoice_ready'), ['header.media', 'header.filename', 'body.1', 'body.2', 'body.3']);
    deepEqual(fieldsOf('verification_code'), ['body.1']);
  });

  it('makes a message of them', () => {
    const values = {
      'header.place': 'the salon',
      'body.first_name': 'Ana',
      'body.day': 1,
      'body.time': true,
      'button.1': 'later',
    };
    const text = (value: string, parameter_name: string) => ({ type: 'text', text: value, parameter_name });
    deepEqual(composeMessage(formOf('template', templateOf('appointment_reminder')), values), {
      type: 'template',
      template: {
        name: 'appointment_reminder',
        language: { code: 'en_US' },
        components: [
          { type: 'header', parameters: [text('the salon', 'place')] },
          { type: 'body', parameters: [text('Ana', 'first_name'), text('1', 'day'), text('true', 'time')] },
          { type: 'button', sub_type: 'quick_reply', index: 1, parameters: [{ type: 'payload', payload: 'later' }] },
        ],
      },
    });
  });

  it('puts a code into the text and into the button that copies it', () => {
    const parameters = [{ type: 'text', text: '123456' }];
    deepEqual(composeMessage(formOf('template', templateOf('verification_code')), { 'body.1': '123456' }), {
      type: 'template',
      template: {
        name: 'verification_code',
        language: { code: 'en_US' },
        components: [
          { type: 'body', parameters },
          { type: 'button', sub_type: 'url', index: 0, parameters },
        ],
      },
    });
  });

  it('has no components where there is nothing to fill in', () => {
    deepEqual(composeMessage(formOf('template', templateOf('hello_world')), { stray: 'x' }), {
      type: 'template',
      template: { name: 'hello_world', language: { code: 'en_US' } },
    });
  });

  for (const { info, template } of SENDABLE) {
    const form = formOf('template', template);
    const all = Object.fromEntries(form.fields.map((field) => [field.name, sample(field, template)]));
    const needed = Object.fromEntries(form.fields.filter((f) => f.isRequired).map(({ name }) => [name, all[name]]));

    it(`${info.name} in ${info.language} is what the platform takes, with all values and with those that it needs`, () => {
      for (const values of [all, needed]) {
        const made = composeMessage(form, values);
        equal(findTemplateFault(info, made.template), undefined);
      }
    });

    it(`${info.name} in ${info.language} is refused by the platform without any of those, and by the form before`, () => {
      for (const { name } of form.fields.filter((field) => field.isRequired)) {
        throws(
          () => composeMessage(form, { ...all, [name]: '' }),
          (error: { code: string; cause: { path?: string } }) =>
            error.code === 'message_field_missing' && error.cause.path === name,
        );
      }
    });

    it(`${info.name} in ${info.language} finds the field of a fault`, () => {
      for (const field of form.fields.filter(({ types }) => types[0] !== 'json')) {
        const fault = findFault(form.build({ ...all, [field.name]: {} }), message, '');
        if (fault !== undefined) equal(fieldAt(form.fields, fault.path)?.name, field.name, fault.path);
      }
    });
  }

  it('is left to name and values by hand where none was picked', () => {
    for (const template of [undefined, null, '']) deepEqual(formOf('template', template), formOf('template'));
    deepEqual(formOf('text', templateOf('hello_world')), formOf('text'));
  });
});
