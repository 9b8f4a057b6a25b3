import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { formFault } from '../../../../nodes/editor/message/form-fault';
import type { StoredForm } from '../../../../nodes/editor/message/stored-form';
import { formOf } from '../../../../src/messages/form/form-of';
import { FORMS } from '../../../../src/messages/form/forms/all';

const readable = () => true;
const str = (value: string) => ({ value, type: 'str' });
const json = (value: string) => ({ value, type: 'json' });

/** With the field by its name, and the fault by what it says. */
function faultOf(form: string, stored: StoredForm, isReadable: (value: string, type: string) => boolean = readable) {
  const found = formFault(formOf(form), stored, isReadable);
  return found === null ? null : { ...found, field: found.field?.name };
}

describe('form of a message', () => {
  const FAULTS: [what: string, form: string, stored: StoredForm, fault: object | null][] = [
    ['a complete text', 'text', { text: str('Hi') }, null],
    ['an empty field', 'text', { text: str('') }, { kind: 'missing', field: 'text' }],
    ['a field that was never stored', 'text', {}, { kind: 'missing', field: 'text' }],
    [
      'too many buttons',
      'buttons',
      { text: str('x'), buttons: json('[1, 2, 3, 4]') },
      {
        kind: 'refused',
        field: 'buttons',
        fault: { kind: 'too many', path: 'interactive.action.buttons[3]', count: 4, most: 3 },
      },
    ],
    [
      'a title that is too long',
      'list',
      { text: str('x'), label: str('y'), rows: json(`["${'z'.repeat(25)}"]`) },
      {
        kind: 'refused',
        field: 'rows',
        fault: { kind: 'too long', path: 'interactive.action.sections[0].rows[0].title', length: 25, most: 24 },
      },
    ],
    [
      'a number out of range',
      'location',
      { latitude: { value: '91', type: 'num' }, longitude: { value: '0', type: 'num' } },
      {
        kind: 'refused',
        field: 'latitude',
        fault: { kind: 'wrong', path: 'location.latitude', expected: 'a number from -90 to 90' },
      },
    ],
    ['what is known only later', 'text', { text: { value: 'payload', type: 'msg' } }, null],
    ['an environment variable', 'text', { text: str('$' + '{TEXT}') }, null],
    ['a flag', 'text', { text: str('x'), preview: { value: 'true', type: 'bool' } }, null],
  ];
  for (const [what, form, stored, fault] of FAULTS) {
    it(`${fault === null ? 'passes' : 'finds'} ${what}`, () => deepEqual(faultOf(form, stored), fault));
  }

  it('finds what Node-RED cannot read, before it reads it', () => {
    const stored = { text: str('x'), buttons: json('[') };
    const found = faultOf('buttons', stored, (_value, type) => type !== 'json');
    deepEqual(found, { kind: 'unreadable', field: 'buttons' });
  });

  it('has initial values that pass, once what is required is filled in', () => {
    for (const [name, { fields }] of Object.entries(FORMS)) {
      const stored = fields.map(({ name: key, types, initial, isRequired }) => {
        const filled = types[0] === 'num' ? '1' : isRequired ? 'x' : '';
        return [key, { value: initial ?? filled, type: types[0] ?? 'str' }];
      });
      equal(faultOf(name, Object.fromEntries(stored)), null, name);
    }
  });

  it('has captions for all its types, fields and faults, and an option for each type', () => {
    const folder = join(__dirname, '..', '..', '..', '..', 'nodes');
    const type = 'whatsapp-send-with-hash';
    const all = JSON.parse(readFileSync(join(folder, 'locales', 'en-US', `${type}.json`), 'utf8'));
    const template = readFileSync(join(folder, `${type}.html`), 'utf8');
    const { field, example, refused, fieldFault, option } = all[type];
    const names = new Set(Object.values(FORMS).flatMap(({ fields }) => fields.map(({ name }) => name)));
    for (const { name, placeholder } of Object.values(FORMS).flatMap(({ fields }) => fields)) {
      equal(typeof (placeholder ?? example[name]), 'string', name);
    }
    for (const name of names) {
      equal(typeof field[name], 'string', name);
    }
    deepEqual(Object.keys(fieldFault).sort(), ['missing', 'template', 'unreadable']);
    deepEqual(Object.keys(refused).sort(), ['missing', 'too_few', 'too_long', 'too_many', 'wrong']);
    deepEqual(Object.keys(option.message).sort(), ['payload', ...Object.keys(FORMS)].sort());
    for (const name of Object.keys(FORMS)) ok(template.includes(`<option value="${name}"`), name);
  });
});
