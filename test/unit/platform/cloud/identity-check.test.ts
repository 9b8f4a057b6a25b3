import { deepEqual, equal } from 'node:assert/strict';
import { PlatformError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, type SeenRequest, serve } from '../loopback';
import { PHONE_NUMBER_ID, platformAt } from './cloud-platform';

const UNKNOWN_PARAMETER = {
  error: { code: 100, message: 'Invalid parameter', error_data: { details: 'Unexpected key in user_identity_change' } },
};

const bodiesOf = (requests: readonly SeenRequest[]): unknown[] => requests.map(({ body }) => JSON.parse(body));

describe('setIdentityCheck of the Cloud API', () => {
  afterEach(cleanUp);

  for (const [enabled, success] of [
    [true, true],
    [false, 'true'],
  ] as const) {
    it(`sends ${enabled} as the guide spells it, and takes ${typeof success} success`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { success }));
      await platformAt(baseUrl).setIdentityCheck(enabled);
      equal(`${requests[0]?.method} ${requests[0]?.path}`, `POST /v25.0/${PHONE_NUMBER_ID}/settings`);
      deepEqual(bodiesOf(requests), [{ user_identity_change: { enable_identity_key_check: enabled } }]);
    });
  }

  it('falls back to the other spelling when the platform refuses the first as an unknown parameter', async () => {
    const { baseUrl, requests } = await serve(({ body }, response) => {
      if (body.includes('"enabled"')) answerJson(response, 200, { success: true });
      else answerJson(response, 400, UNKNOWN_PARAMETER);
    });
    await platformAt(baseUrl).setIdentityCheck(true);
    deepEqual(bodiesOf(requests), [
      { user_identity_change: { enable_identity_key_check: true } },
      { user_identity_change: { enabled: true } },
    ]);
  });

  for (const error of [
    { code: 190, message: 'Invalid OAuth access token' },
    { code: 100, error_subcode: 33, message: 'Unsupported post request' },
    { code: 2, message: 'Service temporarily unavailable' },
  ]) {
    it(`does not fall back after error ${error.code}`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 400, { error }));
      const failure = await failureOf(platformAt(baseUrl).setIdentityCheck(true), PlatformError);
      equal(failure.cause.platformCode, error.code);
      equal(requests.length, 1);
    });
  }

  it('tells what was said about the documented spelling when both are refused', async () => {
    const { baseUrl } = await serve(({ body }, response) => {
      const details = body.includes('"enabled"') ? 'about enabled' : 'about the documented one';
      answerJson(response, 400, { error: { code: 100, error_data: { details } } });
    });
    const error = await failureOf(platformAt(baseUrl).setIdentityCheck(true), PlatformError);
    equal(error.cause.details, 'about the documented one');
  });

  it('tells what was said about the other spelling when that failed for another reason', async () => {
    const { baseUrl } = await serve(({ body }, response) => {
      if (body.includes('"enabled"')) answerJson(response, 403, { error: { code: 10, message: 'no' } });
      else answerJson(response, 400, UNKNOWN_PARAMETER);
    });
    equal((await failureOf(platformAt(baseUrl).setIdentityCheck(true), PlatformError)).code, 'permission_missing');
  });
});

describe('readIdentityCheck of the Cloud API', () => {
  afterEach(cleanUp);

  for (const [what, answer, expected] of [
    ['the documented fields only', { storage_configuration: { status: 'DEFAULT' } }, 'unknown'],
    ["the guide's spelling", { user_identity_change: { enable_identity_key_check: true } }, 'on'],
    ["the reference's spelling", { user_identity_change: { enabled: false } }, 'off'],
    ['text', { user_identity_change: { enable_identity_key_check: 'TRUE' } }, 'on'],
    ['another form', { user_identity_change: { status: 'enabled' } }, 'unknown'],
  ] as const) {
    it(`says ${expected} for ${what}`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, answer));
      equal(await platformAt(baseUrl).readIdentityCheck(), expected);
      equal(`${requests[0]?.method} ${requests[0]?.path}`, `GET /v25.0/${PHONE_NUMBER_ID}/settings`);
    });
  }
});
