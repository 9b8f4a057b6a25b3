import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { once } from 'node:events';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { InputError, NoAnswerError } from '../../../../src/platform/errors';
import { createOnPremisesPlatform } from '../../../../src/platform/on-premises/client';
import type { OnPremisesOptions } from '../../../../src/platform/on-premises/settings';
import { SELF_SIGNED } from '../../simulator/support/self-signed';
import { failureOf, holdsNoSecrets, LOGIN_TOKEN, PASSWORD } from '../failure';
import { cleanUp, onCleanUp } from '../loopback';
import { onPremisesAt } from './on-premises-platform';

describe('settings of the On-Premises API', () => {
  const GOOD: OnPremisesOptions = { baseUrl: 'https://wa.example', auth: { type: 'token', token: LOGIN_TOKEN } };
  const login = { type: 'login', user: 'admin', password: PASSWORD } as const;
  const REFUSED: [string, Partial<OnPremisesOptions>, string][] = [
    ['no base URL', { baseUrl: '' }, 'base_url_invalid'],
    ['a base URL with a password', { baseUrl: `https://admin:${PASSWORD}@wa.example` }, 'base_url_invalid'],
    ['no user name', { auth: { ...login, user: '' } }, 'user_missing'],
    ['a user name that ends in its password', { auth: { ...login, user: `admin:${PASSWORD}` } }, 'user_invalid'],
    ['no password', { auth: { ...login, password: '' } }, 'password_missing'],
    ['no token', { auth: { type: 'token', token: '' } }, 'access_token_missing'],
    [
      'a token with a header in it',
      { auth: { type: 'token', token: `${LOGIN_TOKEN}\r\nX: 1` } },
      'access_token_invalid',
    ],
    ['no API key', { auth: { type: 'apiKey', key: '' } }, 'api_key_missing'],
    ['a header that is none', { auth: { type: 'apiKey', key: 'k', header: 'X Key' } }, 'api_key_header_invalid'],
    ['a CA that is none', { ca: 'my certificate' }, 'ca_invalid'],
    ['a timeout of 0', { timeoutMs: 0 }, 'setting_invalid'],
  ];
  for (const [what, wrong, code] of REFUSED) {
    it(`${what} is refused as ${code}, without the value`, () => {
      throws(
        () => createOnPremisesPlatform({ ...GOOD, ...wrong }),
        (error: unknown) => {
          ok(error instanceof InputError, String(error));
          equal(error.code, code);
          holdsNoSecrets(error);
          return true;
        },
      );
    });
  }

  it('an empty CA is none', () => createOnPremisesPlatform({ ...GOOD, ca: ' ' }).close());
});

describe('a server with a certificate of its own', () => {
  afterEach(cleanUp);

  async function serveTls(): Promise<string> {
    const server = https.createServer(SELF_SIGNED, (request, response) => {
      request.resume().on('end', () => response.end('{}'));
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    onCleanUp(() => {
      server.closeAllConnections();
      server.close();
    });
    return `https://localhost:${(server.address() as AddressInfo).port}`;
  }

  it('is trusted with its CA', async () => {
    await onPremisesAt(await serveTls(), { ca: SELF_SIGNED.cert }).setIdentityCheck(true);
  });

  it('is not trusted without', async () => {
    const error = await failureOf(onPremisesAt(await serveTls()).setIdentityCheck(true), NoAnswerError);
    deepEqual([error.code, error.ambiguous], ['connection_not_trusted', false]);
    ok(error.advice.includes('goes into the account'));
  });
});
