import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { NoAnswerError, PlatformError } from '../../../../src/platform/errors';
import { createHttpClient } from '../../../../src/platform/http/client';
import { toBaseUrl, toHttpSettings } from '../../../../src/platform/http/settings';
import { createLogin } from '../../../../src/platform/on-premises/login';
import { API_KEY, failureOf, LOGIN_TOKEN, PASSWORD } from '../failure';
import { answerJson, cleanUp, type Loopback, onCleanUp, type SeenRequest, serve } from '../loopback';
import { LOGIN, loginAnswer, META, onPremisesAt } from './on-premises-platform';

const DENIED = { errors: [{ code: 1005, title: 'Access denied', details: 'Invalid credentials.' }], meta: META };
const IDENTITY = { contacts: { hash: 'UKD6Y/5SqDU=', created_timestamp: 1600132094000, acknowledged: true } };
const IN_A_WEEK = new Date(Date.now() + 7 * 86_400_000);

/** A server that gives a new token with each login and takes only those in `valid`. */
async function serveLogins(valid: Set<string>): Promise<Loopback & { logins(): number }> {
  let logins = 0;
  const server = await serve((request, response) => {
    if (request.path === '/v1/users/login') {
      logins += 1;
      valid.add(`token-${logins}`);
      return answerJson(response, 200, loginAnswer(`token-${logins}`, IN_A_WEEK));
    }
    if (valid.has(tokenOf(request))) return answerJson(response, 200, IDENTITY);
    return answerJson(response, 401, DENIED);
  });
  return { ...server, logins: () => logins };
}

const tokenOf = ({ headers }: SeenRequest): string => headers.authorization?.replace('Bearer ', '') ?? '';
const many = <T>(work: () => Promise<T>): Promise<T[]> => Promise.all(Array.from({ length: 50 }, work));

describe('access to the On-Premises API', () => {
  afterEach(cleanUp);

  it('logs in with user name and password, and sends the token', async () => {
    const { baseUrl, requests } = await serveLogins(new Set());
    await onPremisesAt(baseUrl, { auth: { ...LOGIN, password: 'Grüße:1' } }).readIdentity('16315551234');
    deepEqual(
      requests.map(({ method, path }) => `${method} ${path}`),
      ['POST /v1/users/login', 'GET /v1/contacts/16315551234/identity'],
    );
    equal(requests[0]?.headers.authorization, `Basic ${Buffer.from('admin:Grüße:1').toString('base64')}`);
    equal(requests[1]?.headers.authorization, 'Bearer token-1');
  });

  it('logs in once for 50 requests at a time', async () => {
    const { baseUrl, logins } = await serveLogins(new Set());
    const platform = onPremisesAt(baseUrl, { auth: LOGIN });
    await many(() => platform.readIdentity('16315551234'));
    equal(logins(), 1);
    await many(() => platform.readIdentity('16315551234'));
    equal(logins(), 1);
  });

  it('logs in once more for 50 requests whose token was refused', async () => {
    const valid = new Set<string>();
    const { baseUrl, logins } = await serveLogins(valid);
    const platform = onPremisesAt(baseUrl, { auth: LOGIN });
    await platform.readIdentity('16315551234');
    valid.clear();
    const identities = await many(() => platform.readIdentity('16315551234'));
    equal(identities.length, 50);
    equal(logins(), 2);
  });

  it('renews a token that is refused with HTTP 200', async () => {
    let logins = 0;
    const { baseUrl } = await serve((request, response) => {
      if (request.path === '/v1/users/login') {
        logins += 1;
        return answerJson(response, 200, loginAnswer(`token-${logins}`, IN_A_WEEK));
      }
      return answerJson(response, 200, tokenOf(request) === 'token-2' ? IDENTITY : DENIED);
    });
    await onPremisesAt(baseUrl, { auth: LOGIN }).readIdentity('16315551234');
    equal(logins, 2);
  });

  it('gives up when the new token is refused too', async () => {
    const { baseUrl, requests } = await serve((request, response) => {
      if (request.path === '/v1/users/login') answerJson(response, 200, loginAnswer(LOGIN_TOKEN, IN_A_WEEK));
      else answerJson(response, 401, DENIED);
    });
    const error = await failureOf(onPremisesAt(baseUrl, { auth: LOGIN }).readIdentity('16315551234'), PlatformError);
    deepEqual([error.code, error.cause.platformCode, error.cause.httpStatus], ['auth_failed', 1005, 401]);
    equal(requests.length, 4);
  });

  it('tells of a wrong password, and tries again with the next request', async () => {
    let isWrong = true;
    const { baseUrl } = await serve((request, response) => {
      if (request.path !== '/v1/users/login') return answerJson(response, 200, IDENTITY);
      if (!isWrong) return answerJson(response, 200, loginAnswer(LOGIN_TOKEN, IN_A_WEEK));
      return answerJson(response, 401, {
        errors: [{ code: 1005, title: 'Access denied', details: `Not ${PASSWORD}` }],
      });
    });
    const platform = onPremisesAt(baseUrl, { auth: LOGIN });
    const error = await failureOf(platform.readIdentity('16315551234'), PlatformError);
    deepEqual([error.code, error.cause.details], ['auth_failed', 'Not …']);
    match(error.advice, /credentials in the account/);
    isWrong = false;
    await platform.readIdentity('16315551234');
  });

  it('does not take an answer without a token for a login', async () => {
    const { baseUrl } = await serve((_request, response) => answerJson(response, 200, { users: [{}] }));
    const error = await failureOf(onPremisesAt(baseUrl, { auth: LOGIN }).readIdentity('16315551234'), NoAnswerError);
    equal(error.code, 'unusable_answer');
    match(error.message, /no token/);
  });

  it('sends a fixed token, which nothing can renew', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 401, DENIED));
    await failureOf(onPremisesAt(baseUrl).readIdentity('16315551234'), PlatformError);
    deepEqual(
      requests.map(({ headers }) => headers.authorization),
      [`Bearer ${LOGIN_TOKEN}`],
    );
  });

  for (const [what, header, sent] of [
    ['its usual header', undefined, 'd360-api-key'],
    ['a header of its own', 'X-Api-Key', 'x-api-key'],
  ] as const) {
    it(`sends an API key in ${what}, and no token`, async () => {
      const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, IDENTITY));
      const auth = { type: 'apiKey', key: API_KEY, ...(header === undefined ? {} : { header }) } as const;
      await onPremisesAt(baseUrl, { auth }).readIdentity('16315551234');
      equal(requests[0]?.headers[sent], API_KEY);
      equal(requests[0]?.headers.authorization, undefined);
    });
  }

  it("understands a provider's own refusal of its key", async () => {
    const refusal = { meta: { httpCode: 401, developerMessage: `Invalid api_key ${API_KEY}`, success: false } };
    const { baseUrl } = await serve((_request, response) => answerJson(response, 401, refusal));
    const platform = onPremisesAt(baseUrl, { auth: { type: 'apiKey', key: API_KEY } });
    const error = await failureOf(platform.readIdentity('16315551234'), PlatformError);
    deepEqual(
      [error.code, error.retryable, error.cause.details, error.cause.httpStatus, error.cause.platformCode],
      ['auth_failed', false, 'Invalid api_key …', 401, undefined],
    );
  });
});

describe('a token of the On-Premises API', () => {
  afterEach(cleanUp);

  /** How often is logged in when a token that lives for `life` is asked for after each of `waits`, in milliseconds. */
  async function loginsAfter(expiresAfter: (now: number) => unknown, waits: readonly number[]): Promise<number> {
    let now = Date.UTC(2021, 8, 7, 15, 29, 26);
    let logins = 0;
    const { baseUrl } = await serve((_request, response) => {
      logins += 1;
      answerJson(response, 200, { users: [{ token: `token-${logins}`, expires_after: expiresAfter(now) }] });
    });
    const http = createHttpClient(toHttpSettings(toBaseUrl(baseUrl, ''), 'v1', {}));
    onCleanUp(() => http.close());
    const login = createLogin(LOGIN, 'localhost', http, () => now);
    for (const wait of waits) {
      now += wait;
      await login.get();
    }
    return logins;
  }

  const inForm = (time: number): string => new Date(time).toISOString().replace('T', ' ').replace('.000Z', '+00:00');
  const DAY = 86_400_000;
  const MINUTE = 60_000;

  it('reads "2021-09-14 15:29:26+00:00", and is renewed shortly before', async () => {
    const expiresAfter = () => '2021-09-14 15:29:26+00:00';
    equal(await loginsAfter(expiresAfter, [0, 7 * DAY - 6 * MINUTE]), 1);
    equal(await loginsAfter(expiresAfter, [0, 7 * DAY - 4 * MINUTE]), 2);
  });

  it('that lives a minute is used for most of it', async () => {
    const inAMinute = (now: number) => inForm(now + MINUTE);
    equal(await loginsAfter(inAMinute, [0, 50_000]), 1);
    equal(await loginsAfter(inAMinute, [0, 55_000]), 2);
  });

  for (const [what, expiresAfter] of [
    ['no time', undefined],
    ['text that is no time', 'tomorrow'],
    ['a time that has passed', '2020-01-01 00:00:00+00:00'],
  ] as const) {
    it(`with ${what} is used until the server refuses it`, async () => {
      equal(await loginsAfter(() => expiresAfter, [0, 30 * DAY]), 1);
    });
  }

  it('that was refused is forgotten, one that came since is not', async () => {
    let logins = 0;
    const { baseUrl } = await serve((_request, response) => {
      logins += 1;
      answerJson(response, 200, loginAnswer(`token-${logins}`, IN_A_WEEK));
    });
    const http = createHttpClient(toHttpSettings(toBaseUrl(baseUrl, ''), 'v1', {}));
    onCleanUp(() => http.close());
    const login = createLogin(LOGIN, 'localhost', http);
    const first = await login.get();
    const second = await login.renew(first);
    ok(first !== second);
    equal(await login.renew(first), second);
    equal(logins, 2);
  });
});
