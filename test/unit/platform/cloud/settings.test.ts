import { deepEqual, equal, ok, throws } from 'node:assert/strict';
import { createCloudPlatform } from '../../../../src/platform/cloud/client';
import { toCloudSettings } from '../../../../src/platform/cloud/settings';
import { InputError } from '../../../../src/platform/errors';
import { holdsNoSecrets } from '../failure';
import { TOKEN } from './cloud-platform';

const GOOD = { accessToken: TOKEN, phoneNumberId: '106540352242922' };

describe('settings of the Cloud API', () => {
  it('are complete with a token and a phone number ID', () => {
    const { root, host, timeoutMs, isLoopback, api } = toCloudSettings(GOOD);
    deepEqual(
      { root, host, timeoutMs, isLoopback, api },
      {
        root: 'https://graph.facebook.com/v25.0',
        host: 'graph.facebook.com',
        timeoutMs: 30_000,
        isLoopback: false,
        api: 'cloud',
      },
    );
  });

  for (const baseUrl of ['http://localhost:1880', 'http://127.0.0.1', 'http://127.1.2.3:1', 'http://[::1]:80']) {
    it(`${baseUrl} is this machine`, () => equal(toCloudSettings({ ...GOOD, baseUrl }).isLoopback, true));
  }

  it('http://127.0.0.1.example.com is not', () => {
    equal(toCloudSettings({ ...GOOD, baseUrl: 'http://127.0.0.1.example.com' }).isLoopback, false);
  });

  const REFUSED: [string, object, string][] = [
    ['no token', { accessToken: '' }, 'access_token_missing'],
    ['an undefined token', { accessToken: undefined }, 'access_token_missing'],
    ['a token with a header in it', { accessToken: `${TOKEN}\r\nX-Injected: 1` }, 'access_token_invalid'],
    ['a token with a line break at its end', { accessToken: `${TOKEN}\n` }, 'access_token_invalid'],
    ['a token with a space', { accessToken: `Bearer ${TOKEN}` }, 'access_token_invalid'],
    ['a token beyond ASCII', { accessToken: `${TOKEN}é` }, 'access_token_invalid'],
    ['no phone number ID', { phoneNumberId: '' }, 'phone_number_id_missing'],
    ['a phone number as its ID', { phoneNumberId: '+1 631 555 1234' }, 'phone_number_id_invalid'],
    ['an ID that leads elsewhere', { phoneNumberId: '../me' }, 'phone_number_id_invalid'],
    ['a base URL that is none', { baseUrl: 'graph.facebook.com' }, 'base_url_invalid'],
    ['a base URL of another protocol', { baseUrl: 'file:///etc/passwd' }, 'base_url_invalid'],
    ['a base URL with a password', { baseUrl: 'https://me:pass@proxy.example' }, 'base_url_invalid'],
    ['a base URL with a query', { baseUrl: `https://proxy.example/?access_token=${TOKEN}` }, 'base_url_invalid'],
    ['a version that is none', { version: '25' }, 'graph_version_invalid'],
    ['a version that leads elsewhere', { version: 'v25.0/..' }, 'graph_version_invalid'],
    ['a timeout of 0', { timeoutMs: 0 }, 'setting_invalid'],
    ['a timeout that is no number', { timeoutMs: Number.NaN }, 'setting_invalid'],
    ['a timeout that no timer can hold', { timeoutMs: 2 ** 31 }, 'setting_invalid'],
  ];
  for (const [what, wrong, code] of REFUSED) {
    it(`${what} is refused as ${code}, without the value`, () => {
      throws(
        () => createCloudPlatform({ ...GOOD, ...wrong }),
        (error: unknown) => {
          ok(error instanceof InputError, String(error));
          equal(error.code, code);
          holdsNoSecrets(error);
          for (const value of Object.values(wrong)) {
            if (typeof value === 'string' && value.length > 3) ok(!error.message.includes(value));
          }
          return true;
        },
      );
    });
  }
});
