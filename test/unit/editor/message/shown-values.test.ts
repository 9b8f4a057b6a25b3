import { deepEqual } from 'node:assert/strict';
import { shownValues } from '../../../../nodes/editor/message/shown-values';
import { formOf } from '../../../../src/messages/form/form-of';
import { asExpression } from '../../../../src/messages/preview/expression';

const FIXED: [value: string, type: string, shown: unknown][] = [
  ['Hi', 'str', 'Hi'],
  ['5', 'num', 5],
  ['true', 'bool', true],
  ['["a"]', 'json', ['a']],
  ['[', 'json', undefined],
  ['payload.name', 'msg', asExpression('msg.payload.name')],
  ['town', 'flow', asExpression('flow.town')],
  ['#:(file)::town', 'global', asExpression('global.town')],
  ['TOWN', 'env', asExpression('$TOWN')],
  ['$' + '{TOWN}', 'str', asExpression('$' + '{TOWN}')],
  ['name & "!"', 'jsonata', asExpression('name & "!"')],
];

describe('values that a preview shows', () => {
  const { fields } = formOf('text');
  for (const [value, type, shown] of FIXED) {
    it(`show ${value} of the type ${type}`, () => {
      const values = shownValues(fields, { text: { value, type } }, () => 'Text');
      deepEqual(values.text, shown);
    });
  }

  it('have something in the place of what has to be filled in, and nothing else', () => {
    deepEqual(
      shownValues(fields, { text: { value: '', type: 'str' } }, ({ name }) => name),
      { text: asExpression('text') },
    );
    deepEqual(
      shownValues(fields, {}, () => undefined),
      {},
    );
  });
});
