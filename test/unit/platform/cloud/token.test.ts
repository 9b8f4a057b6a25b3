import { deepEqual, equal, match } from 'node:assert/strict';
import { createCloudPlatform } from '../../../../src/platform/cloud/client';
import { PlatformError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, onCleanUp, serve } from '../loopback';
import { platformAt, TOKEN } from './cloud-platform';

describe('what the platform says about a token', () => {
  afterEach(cleanUp);

  it('is told with times in milliseconds, and 0 for a token that lasts', async () => {
    const scopes = ['whatsapp_business_messaging', 7];
    for (const [expiresAt, expected] of [
      [1_800_000_000, 1_800_000_000_000],
      [0, 'never'],
    ] as const) {
      const data = { app_id: '77', application: 'Shop', expires_at: expiresAt, is_valid: true, scopes };
      const { baseUrl } = await serve((_request, response) => answerJson(response, 200, { data }));
      deepEqual(await platformAt(baseUrl).inspectToken(), {
        appId: '77',
        expiresAt: expected,
        permissions: ['whatsapp_business_messaging'],
      });
    }
  });

  it('is not asked for at a server that is not the platform’s own, which may log the address', async () => {
    const options = { accessToken: TOKEN, phoneNumberId: '1', timeoutMs: 1_000 };
    for (const baseUrl of [
      'https://graph.example.com',
      'http://graph.facebook.com',
      'https://graph.facebook.com:8443',
    ]) {
      const platform = createCloudPlatform({ ...options, baseUrl });
      onCleanUp(() => platform.close());
      equal(await platform.inspectToken(), undefined, baseUrl);
    }
  });

  it('is in no error, however the token is written', async () => {
    const token = 'EAA|x/y+z=secretsecretsecret';
    const { baseUrl } = await serve(({ path }, response) =>
      answerJson(response, 400, { error: { code: 100, message: `No: ${path} ${token}` } }),
    );
    const error = await failureOf(platformAt(baseUrl, { accessToken: token }).inspectToken(), PlatformError);
    match(error.message, /input_token=…/);
    equal(JSON.stringify([error.message, error.stack, error.cause]).includes('secretsecret'), false);
  });
});
