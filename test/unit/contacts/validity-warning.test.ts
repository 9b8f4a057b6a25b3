import { equal, match } from 'node:assert/strict';
import { validityWarning } from '../../../src/contacts/validity-warning';
import type { ContactStatus } from '../../../src/platform/contacts';

const valid = (count: number): ContactStatus[] => Array.from({ length: count }, () => 'valid');

describe('validityWarning', () => {
  for (const version of ['v2.43', 'v2.43.1', 'v2.45.1', '2.53', 'v3.0.1', '10.1']) {
    it(`says of ${version} that it checks nothing`, () => {
      match(validityWarning(version, valid(1)) ?? '', new RegExp(`${version.replace('.', '\\.')}.*nothing`));
    });
  }

  for (const version of ['v2.42.9', 'v2.39.1', 'v1.99', 'latest', '', undefined]) {
    it(`says nothing of ${version} while only some are valid`, () => {
      equal(validityWarning(version, [...valid(30), 'invalid']), undefined);
      equal(validityWarning(version, valid(19)), undefined);
    });
  }

  it('doubts a server that calls everything valid', () => {
    match(validityWarning(undefined, [...valid(20), 'failed', 'processing']) ?? '', /^All 20 numbers are valid/);
  });
});
