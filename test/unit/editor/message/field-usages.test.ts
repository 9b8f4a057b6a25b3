import { deepEqual } from 'node:assert/strict';
import { fieldUsages } from '../../../../nodes/editor/message/field-usages';
import { formOf } from '../../../../src/messages/form/form-of';
import type { FormValues } from '../../../../src/messages/form/message-form';
import { asExpression, fixedLength } from '../../../../src/messages/preview/expression';
import { measure } from '../../../../src/messages/validation/measure';
import { message } from '../../../../src/messages/validation/shapes/message';

/** What the fields of a form show, by their names. */
function shown(name: string, values: FormValues): Record<string, string[]> {
  const form = formOf(name);
  const usages = measure(form.build(values), message, '', fixedLength);
  return Object.fromEntries(
    form.fields
      .map((field): [string, string[]] => [
        field.name,
        fieldUsages(field, form.fields, usages).map(({ used, most, unit }) => `${used}/${most} ${unit}`),
      ])
      .filter(([, own]) => own.length > 0),
  );
}

describe('counters of the fields', () => {
  it('show the limit of a text from the first character on', () => {
    deepEqual(shown('text', { text: 'Hi' }), { text: ['2/4096 characters'] });
    deepEqual(shown('image', { media: '1', caption: 'A house' }), { caption: ['7/1024 characters'] });
    deepEqual(shown('link', { header: 'Look', text: 'x', label: 'Open', url: 'https://example.com' }), {
      header: ['4/60 characters'],
      text: ['1/1024 characters'],
      label: ['4/20 characters'],
    });
  });

  it('count what is in a list, and of its texts show those that are nearly too long, or are', () => {
    const short = { text: 'x', buttons: ['Yes', 'No'] };
    deepEqual(shown('buttons', short).buttons, ['2/3 buttons']);
    const long = { text: 'x', buttons: ['Yes', 'y'.repeat(16), 'z'.repeat(21), 'No'] };
    deepEqual(shown('buttons', long).buttons, ['4/3 buttons', '21/20 characters', '16/20 characters']);
  });

  it('count rows, and sections where there are several', () => {
    const values = { text: 'x', label: 'y' };
    deepEqual(shown('list', { ...values, rows: ['a', 'b'] }).rows, ['2/10 rows']);
    const rows = [
      { title: 'A', rows: ['a'] },
      { title: 'B', rows: ['b', 'c'] },
    ];
    deepEqual(shown('list', { ...values, rows }).rows, ['3/10 rows', '2/10 sections']);
  });

  it('count what is known of a text that comes with the message', () => {
    deepEqual(shown('text', { text: `Hi ${asExpression('msg.name')}!` }), { text: ['4/4096 characters'] });
  });
});
