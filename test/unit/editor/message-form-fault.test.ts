import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { messageFormFault, type StoredForm } from '../../../nodes/editor/message-form-fault';
import { FORMS } from '../../../src/messages/form/forms/all';

const readable = () => true;
const str = (value: string) => ({ value, type: 'str' });
const json = (value: string) => ({ value, type: 'json' });

describe('form of a message', () => {
  const FAULTS: [what: string, form: string, stored: StoredForm, fault: object | null][] = [
    ['a complete text', 'text', { text: str('Hi') }, null],
    ['whatever the payload holds', 'payload', {}, null],
    ['a type from the environment', '$' + '{TYPE}', {}, null],
    ['an empty field', 'text', { text: str('') }, { kind: 'missing', field: 'text' }],
    ['a field that was never stored', 'text', {}, { kind: 'missing', field: 'text' }],
    [
      'too many buttons',
      'buttons',
      { text: str('x'), buttons: json('[1, 2, 3, 4]') },
      { kind: 'refused', code: 'message_content_too_many', path: 'interactive.action.buttons[3]' },
    ],
    [
      'a number out of range',
      'location',
      { latitude: { value: '91', type: 'num' }, longitude: { value: '0', type: 'num' } },
      { kind: 'refused', code: 'message_content_wrong', path: 'location.latitude' },
    ],
    ['what is known only later', 'text', { text: { value: 'payload', type: 'msg' } }, null],
    ['an environment variable', 'text', { text: str('$' + '{TEXT}') }, null],
    ['a flag', 'text', { text: str('x'), preview: { value: 'true', type: 'bool' } }, null],
  ];
  for (const [what, form, stored, fault] of FAULTS) {
    it(`${fault === null ? 'passes' : 'finds'} ${what}`, () =>
      deepEqual(messageFormFault(form, stored, readable), fault));
  }

  it('finds what Node-RED cannot read, before it reads it', () => {
    const stored = { text: str('x'), buttons: json('[') };
    deepEqual(
      messageFormFault('buttons', stored, (_value, type) => type !== 'json'),
      {
        kind: 'unreadable',
        field: 'buttons',
      },
    );
  });

  it('has initial values that pass, once what is required is filled in', () => {
    for (const [name, { fields }] of Object.entries(FORMS)) {
      const stored = fields.map(({ name: key, types, initial, isRequired }) => {
        const filled = types[0] === 'num' ? '1' : isRequired ? 'x' : '';
        return [key, { value: initial ?? filled, type: types[0] ?? 'str' }];
      });
      equal(messageFormFault(name, Object.fromEntries(stored), readable), null, name);
    }
  });

  it('has captions for all its types, fields and faults, and an option for each type', () => {
    const folder = join(__dirname, '..', '..', '..', 'nodes');
    const type = 'whatsapp-send-with-hash';
    const all = JSON.parse(readFileSync(join(folder, 'locales', 'en-US', `${type}.json`), 'utf8'));
    const template = readFileSync(join(folder, `${type}.html`), 'utf8');
    const { field, refused, fieldFault, option } = all[type];
    const names = new Set(Object.values(FORMS).flatMap(({ fields }) => fields.map(({ name }) => name)));
    deepEqual(Object.keys(field).sort(), [...names].sort());
    deepEqual(Object.keys(fieldFault).sort(), ['missing', 'unreadable']);
    deepEqual(
      Object.keys(refused).sort(),
      ['missing', 'too_few', 'too_long', 'too_many', 'wrong'].map((code) => `message_content_${code}`),
    );
    deepEqual(Object.keys(option.message).sort(), ['payload', ...Object.keys(FORMS)].sort());
    for (const name of Object.keys(FORMS)) ok(template.includes(`<option value="${name}"`), name);
  });
});
