import { deepEqual, equal, match, notEqual } from 'node:assert/strict';
import { cleanUp, type Stage, setStage } from './support/stage';

const REQUEST = { code_method: 'SMS', language: 'en' };
const MINUTE = 60_000;

const unverified = (): Promise<Stage> => setStage({ seed: 'verification' }, { verified: false });

/** The code that the phone of the number received last. */
const codeOf = ({ number }: Stage): string => number.verification.codes.at(-1)?.code ?? '';

const wrong = (code: string): string => (code === '000000' ? '000001' : '000000');

const errorOf = ({ status, body: { error } }: { status: number; body: { error: Record<string, unknown> } }) => [
  status,
  error.code,
  error.error_subcode,
  error.is_transient,
];

describe('the verification of a simulated number', () => {
  afterEach(cleanUp);

  it('takes the code that was sent, once', async () => {
    const stage = await unverified();
    const { graph, control, number } = stage;
    equal((await graph('GET', '')).body.code_verification_status, 'NOT_VERIFIED');
    deepEqual(await graph('POST', '/request_code', { code_method: 'VOICE', language: 'en_US' }), {
      status: 200,
      body: { success: true },
    });
    const { body } = await control('GET', `/numbers/${number.phoneNumberId}/codes`);
    const [sent] = body.codes;
    match(sent.code, /^\d{6}$/);
    deepEqual(body.codes, [
      {
        code: sent.code,
        text: `Your WhatsApp code is ${sent.code.slice(0, 3)}-${sent.code.slice(3)}.`,
        method: 'VOICE',
        language: 'en_US',
        at: '2026-01-01T00:00:00.000Z',
        expiresAt: '2026-01-01T00:10:00.000Z',
      },
    ]);
    deepEqual(await graph('POST', '/verify_code', { code: sent.code }), { status: 200, body: { success: true } });
    equal((await graph('GET', '')).body.code_verification_status, 'VERIFIED');
    for (const [path, parameters] of [
      ['/verify_code', { code: sent.code }],
      ['/request_code', REQUEST],
    ] as const) {
      deepEqual(errorOf(await graph('POST', path, parameters)), [422, 100, undefined, undefined]);
    }
    await control('POST', `/numbers/${number.phoneNumberId}/expire-verification`);
    equal((await graph('GET', '')).body.code_verification_status, 'EXPIRED');
    deepEqual(errorOf(await graph('POST', '/verify_code', { code: sent.code })), [400, 136025, 2388093, false]);
  });

  it('refuses a wrong code, an outdated one, and one that another replaced', async () => {
    const stage = await unverified();
    const { graph, clock } = stage;
    deepEqual(errorOf(await graph('POST', '/verify_code', { code: '123456' })), [400, 136025, 2388093, false]);
    await graph('POST', '/request_code', REQUEST);
    const first = codeOf(stage);
    const answer = await graph('POST', '/verify_code', { code: wrong(first) });
    deepEqual(errorOf(answer), [400, 136025, 2388093, false]);
    deepEqual(
      [typeof answer.body.error.error_user_title, typeof answer.body.error.error_user_msg],
      ['string', 'string'],
    );
    clock.advance(10 * MINUTE);
    deepEqual(errorOf(await graph('POST', '/verify_code', { code: first })), [422, 100, undefined, undefined]);
    await graph('POST', '/request_code', REQUEST);
    const second = codeOf(stage);
    notEqual(second, first);
    equal((await graph('POST', '/verify_code', { code: first })).body.error.code, 136025);
    clock.advance(10 * MINUTE - 1);
    equal((await graph('POST', '/verify_code', { code: second })).status, 200);
  });

  it('ends guessing after five codes, until another is requested', async () => {
    const stage = await unverified();
    const { graph } = stage;
    await graph('POST', '/request_code', REQUEST);
    for (let guess = 1; guess <= 5; guess++) {
      equal((await graph('POST', '/verify_code', { code: wrong(codeOf(stage)) })).body.error.code, 136025);
    }
    const answer = await graph('POST', '/verify_code', { code: codeOf(stage) });
    deepEqual(errorOf(answer), [429, 4, 2446079, true]);
    await graph('POST', '/request_code', REQUEST);
    equal((await graph('POST', '/verify_code', { code: codeOf(stage) })).status, 200);
  });

  it('sends five codes within an hour, and then none for an hour', async () => {
    const { graph, clock, number } = await unverified();
    for (let request = 1; request <= 5; request++) {
      equal((await graph('POST', '/request_code', REQUEST)).status, 200);
    }
    clock.advance(30 * MINUTE);
    deepEqual(errorOf(await graph('POST', '/request_code', REQUEST)), [400, 136024, 2388091, false]);
    clock.advance(60 * MINUTE - 1);
    equal((await graph('POST', '/request_code', REQUEST)).body.error.code, 136024);
    equal(number.verification.codes.length, 5);
    clock.advance(1);
    equal((await graph('POST', '/request_code', REQUEST)).status, 200);
  });

  it('takes parameters in every form that Graph takes', async () => {
    const { simulator, number, graph } = await unverified();
    const url = `${simulator.url}/v19.0/${number.phoneNumberId}`;
    const headers = { authorization: `Bearer ${number.accessToken}` };
    const multipart = new FormData();
    multipart.append('code_method', 'SMS');
    multipart.append('language', 'de');
    const forms: [query: string, body: URLSearchParams | FormData | undefined][] = [
      ['?code_method=SMS&language=es_ES', undefined],
      ['', new URLSearchParams({ code_method: 'SMS', language: 'fr' })],
      ['', multipart],
      ['?language=it', new URLSearchParams({ code_method: 'SMS' })],
    ];
    for (const [query, body] of forms) {
      const options = { method: 'POST', headers, ...(body && { body }) };
      equal((await fetch(`${url}/request_code${query}`, options)).status, 200);
    }
    deepEqual(
      number.verification.codes.map(({ language }) => language),
      ['es_ES', 'fr', 'de', 'it'],
    );
    const code = new FormData();
    code.append('code', number.verification.codes.at(-1)?.code ?? '');
    equal((await fetch(`${url}/verify_code`, { method: 'POST', headers, body: code })).status, 200);
    const broken = await graph('POST', '/verify_code', 'nothing', {
      'content-type': 'multipart/form-data; boundary=x',
    });
    deepEqual(errorOf(broken), [400, 100, undefined, undefined]);
  });

  const refused: [what: string, path: string, parameters: Record<string, unknown>][] = [
    ['no method', '/request_code', { language: 'en' }],
    ['another method', '/request_code', { code_method: 'EMAIL', language: 'en' }],
    ['no language', '/request_code', { code_method: 'SMS' }],
    ['a language that is none', '/request_code', { code_method: 'SMS', language: 'English' }],
    ['no code', '/verify_code', {}],
    ['a code that is a number', '/verify_code', { code: 123456 }],
    ['a code with a hyphen', '/verify_code', { code: '123-456' }],
  ];
  for (const [what, path, parameters] of refused) {
    it(`refuses ${what}`, async () => {
      const { graph } = await unverified();
      deepEqual(errorOf(await graph('POST', path, parameters)), [400, 100, undefined, undefined]);
    });
  }

  it('needs advanced access, where that is the rule', async () => {
    const { graph, control, number } = await unverified();
    await control('PATCH', '/rules', { advancedAccess: false });
    for (const path of ['/request_code', '/verify_code']) {
      const answer = await graph('POST', path, { ...REQUEST, code: '123456' });
      deepEqual(errorOf(answer), [403, 200, 1349174, undefined]);
    }
    equal(number.verification.codes.length, 0);
  });

  it('is not for numbers of the On-Premises API', async () => {
    const { graph } = await setStage({}, { api: 'on-premises' });
    equal((await graph('POST', '/request_code', REQUEST)).body.error.code, 2388091);
    equal((await graph('POST', '/verify_code', { code: '123456' })).body.error.code, 2388093);
  });

  it('meets throttling on demand', async () => {
    const { graph, control, number } = await unverified();
    for (const [fault, expected] of [
      [{ code: 4, httpStatus: 429 }, [429, 4, 2446079, true]],
      [{ code: 613, httpStatus: 422 }, [422, 613, undefined, undefined]],
      [{ code: 100, subcode: 33 }, [400, 100, 33, undefined]],
      [{ code: 2 }, [503, 2, undefined, true]],
    ] as const) {
      await control('PATCH', '/faults', { apiError: { ...fault, times: 1, path: '/request_code' } });
      equal((await graph('GET', '')).status, 200);
      deepEqual(errorOf(await graph('POST', '/request_code', REQUEST)), expected);
    }
    equal(number.verification.codes.length, 0);
    equal((await graph('POST', '/request_code', REQUEST)).status, 200);
  });

  it('leaves no code in the timeline', async () => {
    const stage = await unverified();
    await stage.graph('POST', '/request_code', REQUEST);
    await stage.graph('POST', '/verify_code', { code: codeOf(stage) });
    const { body } = await stage.control('GET', '/timeline');
    equal(body.entries.length, 3);
    equal(JSON.stringify(body).includes(codeOf(stage)), false);
  });
});
