import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { isFatal, toFinding } from '../../../src/connection/to-finding';
import { PlatformError, type WhatsAppError } from '../../../src/platform/errors';
import { toNoAnswerError } from '../../../src/platform/http/no-answer';
import { createRedact } from '../../../src/platform/http/redact';
import { toPlatformError } from '../../../src/platform/refusal';

/** The error that the platform's refusal of this code becomes. */
const refusal = (code: number, more: { subcode?: number; details?: string } = {}): WhatsAppError =>
  toPlatformError({ code, isTransient: false, ...more }, { status: 400, headers: {} }, createRedact());

describe('what an error says about the account', () => {
  for (const [what, error, part, code] of [
    ['a token that is no good', refusal(190), 'accessToken', 'auth_failed'],
    ['a token that has expired', refusal(190, { subcode: 463 }), 'accessToken', 'auth_failed'],
    ['a permission that is missing', refusal(10), 'permission', 'permission_missing'],
    ['another one', refusal(299), 'permission', 'permission_missing'],
    ['one for this number', refusal(200, { subcode: 1349174 }), 'permission', 'permission_missing'],
    ['200 of a call that had a token', refusal(200), 'permission', 'permission_missing'],
    ['a number that nobody knows', refusal(100, { subcode: 33 }), 'phoneNumberId', 'phone_number_unknown'],
    ['an older word for it', refusal(803), 'phoneNumberId', 'phone_number_unknown'],
    ['an account that is locked', refusal(368), 'account', 'account_restricted'],
    ['a path that Graph does not have', refusal(2500), 'server', 'path_unknown'],
    ['what is about nothing of the account', refusal(4), 'wabaId', 'rate_limited'],
  ] as const) {
    it(`${what} is about ${part}`, () => {
      const finding = toFinding(error, 'wabaId');
      deepEqual([finding.part, finding.level, finding.code], [part, 'fault', code]);
      match(finding.message ?? '', /^[A-Z].*\.$/s);
      match(finding.advice ?? '', /^[A-Z].*\.$/s);
    });
  }

  it('tells an expired token from any other that is no good', () => {
    match(toFinding(refusal(190, { subcode: 463 }), 'wabaId').message ?? '', /has expired \(error 190\)/);
    match(toFinding(refusal(190), 'wabaId').message ?? '', /has expired or is not valid/);
  });

  it('names the permission', () => {
    for (const code of [10, 200, 250]) {
      deepEqual(toFinding(refusal(code), 'wabaId').details, { permission: 'whatsapp_business_management' });
    }
    equal(toFinding(refusal(190), 'wabaId').details, undefined);
  });

  it('knows the ID of something else than a number', () => {
    const details = 'Tried accessing nonexisting field (verified_name) on node type (WhatsAppBusinessAccount)';
    const { part, code, message } = toFinding(refusal(100, { details }), 'phoneNumberId');
    deepEqual([part, code], ['phoneNumberId', 'id_of_another_kind']);
    match(message ?? '', /\(WhatsAppBusinessAccount\)/);
  });

  for (const [what, trouble] of [
    ['nobody answers', { what: 'connection', systemCode: 'ECONNREFUSED' }],
    ['the certificate is not trusted', { what: 'connection', systemCode: 'DEPTH_ZERO_SELF_SIGNED_CERT' }],
    ['it takes too long', { what: 'stopped', reason: 'timeout' }],
    ['a web page answers', { what: 'strange', status: 200, form: 'a web page' }],
    ['it redirects', { what: 'redirect', status: 302 }],
  ] as const) {
    it(`blames the server where ${what}, and nothing else is worth a try`, () => {
      const error = toNoAnswerError(trouble, { host: 'graph.example', sent: true, repeatable: true });
      const finding = toFinding(error, 'phoneNumberId');
      deepEqual([finding.part, finding.code, isFatal(finding)], ['server', error.code, true]);
      ok(finding.message?.includes('graph.example'));
    });
  }

  it('goes on where only one of the IDs is wrong', () => {
    for (const code of [10, 803]) equal(isFatal(toFinding(refusal(code), 'phoneNumberId')), false);
    for (const code of [190, 0]) equal(isFatal(toFinding(refusal(code), 'phoneNumberId')), true);
    const secret = new PlatformError('app_secret_wrong', 'No.', { retryable: false, advice: 'Mend it.' });
    equal(isFatal(toFinding(secret, 'phoneNumberId')), true);
  });
});
