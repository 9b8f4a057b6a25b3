import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { CATALOGUE, describeError } from '../../../../src/platform/catalogue';
import { NoAnswerError, PlatformError, type WhatsAppError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, serve } from '../loopback';
import { MESSAGE, platformAt, TOKEN } from './cloud-platform';

async function refusal(error: object, status = 400): Promise<PlatformError> {
  const { baseUrl } = await serve((_request, response) => answerJson(response, status, { error }));
  return failureOf(platformAt(baseUrl).sendMessage(MESSAGE), PlatformError);
}

describe('a refusal of the platform', () => {
  afterEach(cleanUp);

  it('becomes an error with everything that the platform said', async () => {
    const error = await refusal({
      message: '(#130429) Rate limit hit',
      type: 'OAuthException',
      code: 130429,
      error_data: { messaging_product: 'whatsapp', details: 'Cloud API message throughput has been reached.' },
      error_subcode: 2494055,
      fbtrace_id: 'Az8or2yhqkZfEZ-_4Qn_Bam',
    });
    equal(error.code, 'rate_limited');
    equal(
      error.message,
      'The message throughput of this business number is reached (error 130429: Cloud API message throughput has been reached).',
    );
    deepEqual(error.cause, {
      retryable: true,
      advice: describeError(130429).advice,
      waitSeconds: 1,
      platformCode: 130429,
      platformSubcode: 2494055,
      details: 'Cloud API message throughput has been reached.',
      fbtraceId: 'Az8or2yhqkZfEZ-_4Qn_Bam',
      httpStatus: 400,
    });
  });

  it('of every code of the catalogue carries the name, advice and retryability of the catalogue', async () => {
    let code = 0;
    const { baseUrl } = await serve((_request, response) => answerJson(response, 400, { error: { code } }));
    const platform = platformAt(baseUrl);
    for (code of [...Object.keys(CATALOGUE).map(Number), 201, 131201, 138000, 139004]) {
      const error = await failureOf(platform.sendMessage(MESSAGE), PlatformError);
      const { name, advice, retryable } = describeError(code);
      deepEqual([error.code, error.advice, error.retryable, error.cause.platformCode], [name, advice, retryable, code]);
    }
  });

  it('says how long to wait as the answer does, whatever is usual', async () => {
    let text = JSON.stringify({ error: { code: 130429 } });
    const { baseUrl } = await serve((_request, response) =>
      response.writeHead(429, { 'retry-after': '30', 'content-type': 'application/json' }).end(text),
    );
    const platform = platformAt(baseUrl);
    const assertWaiting = ({ cause }: WhatsAppError): void => {
      const wait = Date.parse(cause.retryAt ?? '') - Date.now();
      deepEqual([cause.retryable, cause.waitSeconds], [true, 30]);
      ok(wait > 25_000 && wait <= 30_000, String(wait));
    };
    assertWaiting(await failureOf(platform.sendMessage(MESSAGE), PlatformError));
    // A proxy in between has no code.
    text = '<html>Slow down</html>';
    assertWaiting(await failureOf(platform.sendMessage(MESSAGE), NoAnswerError));
    ok(platform.usage.delayMs('messages') > 25_000);
  });

  it('with 137000 is an identity mismatch, never to be repeated', async () => {
    const title = 'Confirm the correct Recipient Identity Key Hash or send without any identity key hash';
    const error = await refusal({ code: 137000, message: title, is_transient: true });
    deepEqual([error.code, error.retryable, error.cause.details], ['identity_mismatch', false, title]);
  });

  for (const [what, status] of [
    ['200', 200],
    ['500', 500],
    ['503', 503],
  ] as const) {
    it(`counts as one with HTTP ${what} too`, async () => {
      const error = await refusal({ code: 131047, message: 'Re-engagement message' }, status);
      deepEqual([error.code, error.cause.httpStatus], ['outside_24h_window', status]);
    });
  }

  it('may have plain text for error_data', async () => {
    equal(
      (await refusal({ code: 100, message: 'Invalid parameter', error_data: 'text.body is missing' })).cause.details,
      'text.body is missing',
    );
  });

  for (const [what, data] of [
    ['null', null],
    ['a number', 5],
    ['a list', ['x']],
    ['an object of another form', { details: { nested: true } }],
    ['an empty text', ' '],
  ] as const) {
    it(`may have ${what} for error_data: then the message has to do`, async () => {
      equal(
        (await refusal({ code: 100, message: 'Invalid parameter', error_data: data })).cause.details,
        'Invalid parameter',
      );
    });
  }

  it('may have its code as text, and nothing else', async () => {
    const error = await refusal({ code: '190' }, 401);
    equal(error.code, 'auth_failed');
    equal(error.message, 'The access token has expired or is not valid (error 190).');
    deepEqual(Object.keys(error.cause).sort(), ['advice', 'httpStatus', 'platformCode', 'retryable']);
  });

  it('of an unknown code is retryable only if the platform calls it transient', async () => {
    const [plain, transient] = [await refusal({ code: 987654 }), await refusal({ code: 987654, is_transient: true })];
    deepEqual([plain.code, plain.retryable, transient.retryable], ['platform_rejected', false, true]);
    match(plain.advice, /details/);
  });

  it('of an unknown object names the phone number ID', async () => {
    const error = await refusal({ code: 100, error_subcode: 33, message: 'Unsupported post request.' });
    equal(error.code, 'phone_number_unknown');
  });

  it('that repeats the token is shown without it', async () => {
    const error = await refusal(
      {
        code: 190,
        message: `Malformed access token ${TOKEN}`,
        error_data: { details: `bad: ${TOKEN}; EAAJBanotherTokenOfTheirs` },
        fbtrace_id: TOKEN,
      },
      401,
    );
    equal(error.cause.details, 'bad: …; …');
    equal(error.cause.fbtraceId, '…');
  });

  it('that repeats a token of no known shape is shown without it', async () => {
    const accessToken = 'opaque-token-of-a-bsp';
    const said = { error: { code: 190, message: `Malformed access token ${accessToken}` } };
    const { baseUrl } = await serve((_request, response) => answerJson(response, 401, said));
    const error = await failureOf(platformAt(baseUrl, { accessToken }).sendMessage(MESSAGE), PlatformError);
    equal(error.cause.details, 'Malformed access token …');
    ok(!error.message.includes(accessToken));
  });

  it('at great length is shown in one short line, and kept whole in the details', async () => {
    const details = `first line\nsecond line ${'x'.repeat(2000)}`;
    const error = await refusal({ code: 100, error_data: { details } });
    ok(error.message.length < 500 && !error.message.includes('\n'));
    equal(error.cause.details, details);
  });
});
