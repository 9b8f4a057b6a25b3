import { deepEqual, equal, match, notEqual, throws } from 'node:assert/strict';
import { CREDENTIALS, setOnPremisesStage } from './support/on-premises-stage';
import { type Answer, call, cleanUp } from './support/stage';

const DAY = 24 * 3_600_000;
const META = { api_status: 'stable', version: 'v2.41.2' };

const denied = ({ status, body }: Answer) => [status, body.errors?.[0].code, body.errors?.[0].title, body.meta];

describe('logging in to the simulated On-Premises API', () => {
  afterEach(cleanUp);

  it('gives a token with its expiry, in the form of the documents', async () => {
    const { login } = await setOnPremisesStage();
    const { status, body } = await login();
    equal(status, 200);
    const [{ token }] = body.users;
    match(token, /^eyJ/);
    deepEqual(body, { users: [{ token, expires_after: '2026-01-08 00:00:00+00:00' }], meta: META });
    notEqual((await login()).body.users[0].token, token);
  });

  it('refuses wrong credentials, and none', async () => {
    const { login, simulator } = await setOnPremisesStage();
    for (const credentials of ['admin:wrong', 'nobody:the password', 'admin', ':', 'admin:']) {
      deepEqual(denied(await login(credentials)), [401, 1005, 'Access denied', META], credentials);
    }
    deepEqual(denied(await call(`${simulator.url}/v1/users/login`, 'POST', 'a token', undefined)), [
      401,
      1005,
      'Access denied',
      META,
    ]);
  });

  it('changes the password when it is asked to', async () => {
    const { login } = await setOnPremisesStage();
    equal((await login(CREDENTIALS, { new_password: '' })).body.errors[0].code, 1009);
    equal((await login('admin:wrong', { new_password: 'stolen' })).status, 401);
    equal((await login(CREDENTIALS, { new_password: 'with:colons' })).status, 200);
    equal((await login(CREDENTIALS)).status, 401);
    equal((await login('admin:with:colons')).status, 200);
  });

  it('is needed for every call, and lasts seven days', async () => {
    const { api, clock, login } = await setOnPremisesStage();
    equal((await api('GET', '/settings/application')).status, 200);
    clock.advance(7 * DAY - 1);
    equal((await api('GET', '/settings/application')).status, 200);
    clock.advance(1);
    const calls: [method: string, path: string][] = [
      ['GET', '/settings/application'],
      ['PATCH', '/settings/application'],
      ['DELETE', '/settings/application'],
      ['POST', '/contacts'],
      ['GET', '/contacts/1/identity'],
      ['PUT', '/contacts/1/identity'],
      ['POST', '/messages'],
      ['POST', '/users/logout'],
    ];
    for (const [method, path] of calls) {
      deepEqual(denied(await api(method, path)), [401, 1005, 'Access denied', META], path);
    }
    const { token } = (await login()).body.users[0];
    equal((await api('GET', '/settings/application', undefined, { authorization: `Bearer ${token}` })).status, 200);
  });

  it('lasts as long as the rule says', async () => {
    const { api, clock, login, control } = await setOnPremisesStage();
    await control('PATCH', '/rules', { loginLifetimeMs: 60_000 });
    const [{ token, expires_after: expiry }] = (await login()).body.users;
    equal(expiry, '2026-01-01 00:01:00+00:00');
    clock.advance(60_000);
    equal((await api('GET', '/settings/application', undefined, { authorization: `Bearer ${token}` })).status, 401);
  });

  it('ends with a logout, that of this token only', async () => {
    const { api, login } = await setOnPremisesStage();
    const { token } = (await login()).body.users[0];
    deepEqual(await api('POST', '/users/logout'), { status: 200, body: {} });
    equal((await api('GET', '/settings/application')).status, 401);
    equal((await api('GET', '/settings/application', undefined, { authorization: `Bearer ${token}` })).status, 200);
  });

  it('is lost when the client loses its tokens', async () => {
    const { api, control, number, login, simulator } = await setOnPremisesStage();
    equal((await control('POST', `/numbers/${number.phoneNumberId}/end-logins`)).status, 200);
    equal((await api('GET', '/settings/application')).status, 401);
    equal((await login()).status, 200);
    const cloud = simulator.world.addNumber();
    equal((await control('POST', `/numbers/${cloud.phoneNumberId}/end-logins`)).status, 409);
  });

  it('can be spared with the API key of a provider, who refuses in a form of its own', async () => {
    const { simulator } = await setOnPremisesStage({}, { apiKey: 'the-key' });
    const url = `${simulator.url}/v1/settings/application`;
    equal((await call(url, 'GET', null, undefined, { 'D360-API-KEY': 'the-key' })).status, 200);
    equal((await call(url, 'GET', 'the-key', undefined)).status, 200);
    deepEqual(await call(url, 'GET', null, undefined, { 'D360-API-KEY': 'wrong' }), {
      status: 401,
      body: { meta: { httpCode: 401, developerMessage: 'Invalid api_key', success: false } },
    });
    equal((await call(url, 'GET', null, undefined)).body.errors[0].code, 1005);
  });

  it('says which of several numbers is meant', async () => {
    const { simulator, login } = await setOnPremisesStage();
    throws(() => simulator.world.addNumber({ api: 'on-premises' }), { code: 'username_taken' });
    simulator.world.addNumber({ api: 'on-premises', username: 'other', password: 'p', webhookUrl: 'http://[::1]:9/x' });
    const { token } = (await login('other:p')).body.users[0];
    const { body } = await call(`${simulator.url}/v1/settings/application`, 'GET', token, undefined);
    equal(body.settings.application.webhooks.url, 'http://[::1]:9/x');
  });

  it('leaves no secrets in the timeline', async () => {
    const { api, login, control, simulator } = await setOnPremisesStage({}, { apiKey: 'the-key' });
    const { token } = (await login(CREDENTIALS, { new_password: 'a new password' })).body.users[0];
    await api('PATCH', '/settings/application', { webhooks: { url: 'http://user:pa55word@127.0.0.1:9/' } });
    await api('GET', '/settings/application');
    equal(simulator.timeline.entries.length, 4);
    const timeline = JSON.stringify((await control('GET', '/timeline')).body);
    for (const secret of [token, 'the password', 'a new password', 'pa55word', 'the-key']) {
      equal(timeline.includes(secret), false, secret);
    }
  });

  it('answers unknown paths, and errors on demand, in its own form', async () => {
    const { api, control } = await setOnPremisesStage();
    for (const [method, path] of [
      ['GET', '/messages'],
      ['GET', '/nothing'],
      ['GET', ''],
    ] as const) {
      deepEqual(denied(await api(method, path)), [404, 1006, 'Resource not found', META]);
    }
    await control('PATCH', '/faults', { onPremisesError: { code: 1015, times: 1, path: '/application' } });
    deepEqual(denied(await api('GET', '/settings/application')), [429, 1015, 'Too many requests', META]);
    equal((await api('GET', '/settings/application')).status, 200);
    await control('PATCH', '/faults', { onPremisesError: { code: 1005, times: 1, httpStatus: 403 } });
    deepEqual(denied(await api('GET', '/settings/application')), [403, 1005, 'Access denied', META]);
  });
});
