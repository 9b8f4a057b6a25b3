import { deepEqual, equal, match } from 'node:assert/strict';
import { NoAnswerError, PlatformError } from '../../../../src/platform/errors';
import type { Platform } from '../../../../src/platform/platform';
import { CODE, failureOf, PIN } from '../failure';
import { answerJson, cleanUp, serve } from '../loopback';
import { PHONE_NUMBER_ID, platformAt } from './cloud-platform';

const OPERATIONS: [string, (platform: Platform) => Promise<void>, string, object | undefined][] = [
  [
    'requestCode',
    (platform) => platform.requestCode({ method: 'SMS', language: 'en' }),
    '/request_code',
    { code_method: 'SMS', language: 'en' },
  ],
  ['verifyCode', (platform) => platform.verifyCode('000000'), '/verify_code', { code: '000000' }],
  [
    'register',
    (platform) => platform.register({ pin: '212834' }),
    '/register',
    { messaging_product: 'whatsapp', pin: '212834' },
  ],
  [
    'register in a region',
    (platform) => platform.register({ pin: '212834', dataLocalizationRegion: 'CH' }),
    '/register',
    { messaging_product: 'whatsapp', pin: '212834', data_localization_region: 'CH' },
  ],
  ['deregister', (platform) => platform.deregister(), '/deregister', undefined],
  ['setTwoStepPin', (platform) => platform.setTwoStepPin('000000'), '', { pin: '000000' }],
];

describe('registration by the Cloud API', () => {
  afterEach(cleanUp);

  for (const [name, operate, path, body] of OPERATIONS) {
    for (const answer of [{ success: true }, { success: 'true' }, { success: true, id: '1234567890123456' }]) {
      it(`${name} sends what is documented and takes ${JSON.stringify(answer)}`, async () => {
        const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, answer));
        await operate(platformAt(baseUrl));
        equal(`${requests[0]?.method} ${requests[0]?.path}`, `POST /v25.0/${PHONE_NUMBER_ID}${path}`);
        deepEqual(requests[0]?.body === '' ? undefined : JSON.parse(requests[0]?.body ?? ''), body);
      });
    }

    it(`${name} fails when the platform says that it did not succeed`, async () => {
      const { baseUrl } = await serve((_request, response) => answerJson(response, 200, { success: false }));
      const error = await failureOf(operate(platformAt(baseUrl)), PlatformError);
      deepEqual([error.code, error.retryable], ['platform_rejected', false]);
    });

    it(`${name} does not take an answer without a word of success for one`, async () => {
      const { baseUrl } = await serve((_request, response) => answerJson(response, 200, {}));
      const error = await failureOf(operate(platformAt(baseUrl)), NoAnswerError);
      match(error.message, /no word of success/);
      equal(error.code, name === 'setTwoStepPin' ? 'unusable_answer' : 'unknown_outcome');
    });
  }

  for (const [name, operate, advice] of [
    ['requestCode', OPERATIONS[0]?.[1], /see whether a code arrives/],
    ['register', OPERATIONS[2]?.[1], /number's status/],
  ] as const) {
    it(`${name} without an answer tells how to find out what happened`, async () => {
      const { baseUrl } = await serve((_request, response) => response.socket?.destroy());
      const error = await failureOf(operate?.(platformAt(baseUrl)) ?? Promise.resolve(), NoAnswerError);
      deepEqual([error.code, error.ambiguous, error.retryable], ['unknown_outcome', true, false]);
      match(error.advice, advice);
    });
  }

  it('repeats neither code nor PIN in an error, though the platform does', async () => {
    const { baseUrl } = await serve(({ body }, response) => {
      const details = `no good: ${Object.values(JSON.parse(body)).join(' ')}`;
      answerJson(response, 400, { error: { code: 136025, message: details, error_user_msg: details } });
    });
    const platform = platformAt(baseUrl);
    equal((await failureOf(platform.verifyCode(CODE), PlatformError)).cause.details, 'no good: …');
    equal((await failureOf(platform.register({ pin: PIN }), PlatformError)).cause.details, 'no good: whatsapp …');
    equal((await failureOf(platform.setTwoStepPin(PIN), PlatformError)).cause.details, 'no good: …');
  });
});
