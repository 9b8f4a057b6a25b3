import { deepEqual, equal, match } from 'node:assert/strict';
import { PlatformError } from '../../../src/platform/errors';
import type { Platform } from '../../../src/platform/platform';
import { MESSAGE, platformAt } from './cloud/cloud-platform';
import { failureOf } from './failure';
import { answerJson, cleanUp, serve } from './loopback';
import { META, onPremisesAt } from './on-premises/on-premises-platform';

const requestCode = (platform: Platform) => platform.requestCode({ method: 'SMS', language: 'en_US' });
const verifyCode = (platform: Platform) => platform.verifyCode('123456');
const register = (platform: Platform) => platform.register({ pin: '123456' });
const deregister = (platform: Platform) => platform.deregister();
const setTwoStepPin = (platform: Platform) => platform.setTwoStepPin('123456');
const setIdentityCheck = (platform: Platform) => platform.setIdentityCheck(true);
const numberInfo = (platform: Platform) => platform.numberInfo();
const validate = (platform: Platform) =>
  platform.validateContacts({ contacts: ['+1'], blocking: 'wait', forceCheck: false });
const acknowledge = (platform: Platform) => platform.acknowledgeIdentity('1', 'x');
const sendMessage = (platform: Platform) => platform.sendMessage(MESSAGE);

interface Row {
  operations: ((platform: Platform) => Promise<unknown>)[];
  /** `subcode` and `is_transient` where the recorded answer has them. */
  http: number;
  code: number;
  subcode?: number;
  is_transient?: boolean;
  /** What is made of it. */
  name: string;
  retryable: boolean;
  waitSeconds?: number;
  advice: RegExp;
}

const BOTH = [requestCode, verifyCode];
const REGISTRATION = [register, deregister];

/** The tables of the facts (section 4), with the HTTP status that each was seen or documented with. */
const CLOUD: Row[] = [
  {
    operations: [requestCode],
    http: 400,
    code: 136024,
    subcode: 2388091,
    is_transient: false,
    name: 'code_not_sent',
    retryable: false,
    waitSeconds: 600,
    advice: /other method/,
  },
  {
    operations: [verifyCode],
    http: 400,
    code: 136025,
    subcode: 2388093,
    is_transient: false,
    name: 'code_wrong',
    retryable: false,
    advice: /newest code/,
  },
  {
    operations: BOTH,
    http: 400,
    code: 2388091,
    name: 'verification_not_applicable',
    retryable: false,
    advice: /WhatsApp Manager/,
  },
  {
    operations: BOTH,
    http: 400,
    code: 2388093,
    name: 'verification_not_applicable',
    retryable: false,
    advice: /WhatsApp Manager/,
  },
  { operations: BOTH, http: 400, code: 100, name: 'invalid_parameter', retryable: false, advice: /details name/ },
  { operations: BOTH, http: 422, code: 100, name: 'invalid_parameter', retryable: false, advice: /details name/ },
  {
    operations: [...BOTH, ...REGISTRATION, setTwoStepPin, setIdentityCheck, numberInfo],
    http: 400,
    code: 100,
    subcode: 33,
    name: 'phone_number_unknown',
    retryable: false,
    advice: /phone number ID/,
  },
  {
    operations: [...BOTH, numberInfo],
    http: 404,
    code: 803,
    name: 'phone_number_unknown',
    retryable: false,
    advice: /phone number ID/,
  },
  {
    operations: [...BOTH, setIdentityCheck],
    http: 401,
    code: 190,
    subcode: 463,
    name: 'auth_failed',
    retryable: false,
    advice: /new access token/,
  },
  {
    operations: BOTH,
    http: 403,
    code: 200,
    subcode: 1349174,
    name: 'permission_missing',
    retryable: false,
    advice: /Advanced Access/,
  },
  {
    operations: [setIdentityCheck, numberInfo],
    http: 403,
    code: 10,
    name: 'permission_missing',
    retryable: false,
    advice: /whatsapp_business_management/,
  },
  {
    operations: BOTH,
    http: 429,
    code: 4,
    subcode: 2446079,
    is_transient: true,
    name: 'rate_limited',
    retryable: true,
    waitSeconds: 60,
    advice: /slowly/,
  },
  {
    operations: [requestCode],
    http: 422,
    code: 613,
    name: 'rate_limited',
    retryable: true,
    waitSeconds: 60,
    advice: /slowly/,
  },
  {
    operations: BOTH,
    http: 500,
    code: 2,
    is_transient: true,
    name: 'temporary_platform_error',
    retryable: true,
    waitSeconds: 5,
    advice: /growing pauses/,
  },
  {
    operations: REGISTRATION,
    http: 500,
    code: 133000,
    name: 'registration_failed',
    retryable: false,
    advice: /Deregister/,
  },
  {
    operations: REGISTRATION,
    http: 503,
    code: 133004,
    name: 'temporary_platform_error',
    retryable: true,
    waitSeconds: 60,
    advice: /growing pauses/,
  },
  { operations: [register], http: 400, code: 133005, name: 'pin_wrong', retryable: false, advice: /PIN/ },
  {
    operations: [register],
    http: 400,
    code: 133006,
    name: 'number_not_verified',
    retryable: false,
    advice: /verify a code/,
  },
  {
    operations: [register],
    http: 400,
    code: 133008,
    name: 'pin_locked',
    retryable: false,
    advice: /as the details say/,
  },
  {
    operations: [register],
    http: 400,
    code: 133009,
    name: 'pin_locked',
    retryable: false,
    advice: /as the details say/,
  },
  {
    operations: [deregister, sendMessage],
    http: 400,
    code: 133010,
    name: 'number_not_registered',
    retryable: false,
    advice: /register/,
  },
  {
    operations: [register],
    http: 400,
    code: 133015,
    name: 'registration_failed',
    retryable: false,
    waitSeconds: 300,
    advice: /five minutes/,
  },
  {
    operations: REGISTRATION,
    http: 400,
    code: 133016,
    name: 'registration_limited',
    retryable: false,
    waitSeconds: 259_200,
    advice: /72 hours/,
  },
];

const temporary = {
  operations: [validate],
  name: 'temporary_platform_error',
  retryable: true,
  waitSeconds: 5,
  advice: /growing pauses/,
};
const request = {
  operations: [validate, sendMessage],
  http: 400,
  name: 'invalid_parameter',
  retryable: false,
  advice: /details name/,
};
const undocumented = {
  operations: [sendMessage],
  http: 400,
  name: 'platform_rejected',
  retryable: false,
  advice: /log/,
};

/** The codes of the On-Premises API (facts, section 5). */
const ON_PREMISES: Row[] = [
  { ...undocumented, code: 1000 },
  { ...request, code: 1001 },
  { ...request, code: 1002 },
  { ...undocumented, name: 'group_error', code: 1003, advice: /details/ },
  { ...request, code: 1004 },
  {
    operations: [validate, acknowledge, setIdentityCheck],
    http: 403,
    code: 1005,
    name: 'auth_failed',
    retryable: false,
    advice: /credentials/,
  },
  {
    operations: [acknowledge],
    http: 404,
    code: 1006,
    name: 'resource_not_found',
    retryable: false,
    advice: /base URL/,
  },
  {
    operations: [sendMessage],
    http: 400,
    code: 1007,
    name: 'recipient_blocked',
    retryable: false,
    advice: /another way/,
  },
  { ...request, code: 1008 },
  { ...request, code: 1009 },
  { ...request, code: 1010 },
  { ...temporary, http: 503, code: 1011 },
  { ...undocumented, name: 'group_error', code: 1012, advice: /details/ },
  {
    operations: [sendMessage],
    http: 400,
    code: 1013,
    name: 'recipient_unreachable',
    retryable: false,
    advice: /check the number/,
  },
  { ...undocumented, http: 500, code: 1014 },
  {
    operations: [validate, sendMessage],
    http: 429,
    code: 1015,
    name: 'rate_limited',
    retryable: true,
    waitSeconds: 1,
    advice: /slowly/,
  },
  { ...temporary, http: 503, code: 1016 },
  { ...temporary, http: 500, code: 1017 },
  { ...temporary, http: 500, code: 1018 },
  ...[1019, 1020, 1021, 1022, 1023, 1024, 1025].map((code) => ({ ...undocumented, code })),
  {
    operations: [sendMessage],
    http: 400,
    code: 1026,
    name: 'recipient_unreachable',
    retryable: false,
    advice: /update the app/,
  },
  ...[1027, 1028, 1029, 1030, 1031].map((code) => ({ ...undocumented, code })),
  {
    operations: [sendMessage],
    http: 200,
    code: 480,
    name: 'identity_mismatch',
    retryable: false,
    advice: /acknowledge the change/,
  },
  { operations: [sendMessage], http: 400, code: 470, name: 'outside_24h_window', retryable: false, advice: /template/ },
  { operations: [sendMessage], http: 400, code: 471, name: 'messaging_limited', retryable: false, advice: /quality/ },
  {
    operations: [sendMessage],
    http: 400,
    code: 472,
    name: 'marketing_not_delivered',
    retryable: false,
    advice: /another way/,
  },
  {
    operations: [sendMessage],
    http: 429,
    code: 429,
    name: 'rate_limited',
    retryable: true,
    waitSeconds: 1,
    advice: /slowly/,
  },
  { operations: [sendMessage], http: 400, code: 2001, name: 'template_error', retryable: false, advice: /template/ },
];

async function check(row: Row, platform: Platform): Promise<void> {
  for (const operate of row.operations) {
    const error = await failureOf(operate(platform), PlatformError);
    const { retryable, waitSeconds, platformCode, platformSubcode, httpStatus } = error.cause;
    deepEqual(
      [error.code, retryable, waitSeconds, platformCode, platformSubcode, httpStatus],
      [row.name, row.retryable, row.waitSeconds, row.code, row.subcode, row.http],
    );
    match(error.advice, row.advice);
    match(error.message, /: said by the platform\)\.$/);
  }
}

describe('a refused operation', () => {
  afterEach(cleanUp);

  for (const row of CLOUD) {
    it(`of the Cloud API with ${row.code}/${row.subcode ?? '-'} under HTTP ${row.http} is ${row.name}`, async () => {
      const error = {
        message: `(#${row.code}) refused`,
        type: 'OAuthException',
        code: row.code,
        ...(row.subcode === undefined ? {} : { error_subcode: row.subcode }),
        ...(row.is_transient === undefined ? {} : { is_transient: row.is_transient }),
        error_user_title: 'Em português',
        error_user_msg: 'said by the platform.',
        fbtrace_id: 'Az8or2yhqkZfEZ',
      };
      const { baseUrl } = await serve((_request, response) => answerJson(response, row.http, { error }));
      await check(row, platformAt(baseUrl));
    });
  }

  for (const row of ON_PREMISES) {
    it(`of the On-Premises API with ${row.code} under HTTP ${row.http} is ${row.name}`, async () => {
      const errors = [
        { code: row.code, title: 'A title', details: 'said by the platform.', href: 'https://x.example' },
      ];
      const { baseUrl } = await serve((_request, response) => answerJson(response, row.http, { errors, meta: META }));
      await check(row, onPremisesAt(baseUrl));
    });
  }

  for (const [status, name, retryable] of [
    [401, 'auth_failed', false],
    [403, 'auth_failed', false],
    [404, 'resource_not_found', false],
    [429, 'rate_limited', true],
    [400, 'platform_rejected', false],
    [502, 'temporary_platform_error', true],
  ] as const) {
    it(`of a provider without a code, under HTTP ${status}, is ${name}`, async () => {
      const meta = { httpCode: status, developerMessage: 'said by the provider', success: false };
      const { baseUrl } = await serve((_request, response) => answerJson(response, status, { meta }));
      const error = await failureOf(sendMessage(onPremisesAt(baseUrl)), PlatformError);
      deepEqual([error.code, error.retryable, error.cause.platformCode], [name, retryable, undefined]);
      equal(error.cause.details, 'said by the provider');
    });
  }

  it('with an empty list of errors is not refused', async () => {
    const answer = { contacts: [], errors: [] };
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, answer));
    deepEqual(await validate(onPremisesAt(baseUrl)), { contacts: [] });
  });
});
