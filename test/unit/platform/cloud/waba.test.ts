import { deepEqual, equal, match } from 'node:assert/strict';
import { InputError, NoAnswerError, PlatformError } from '../../../../src/platform/errors';
import { failureOf } from '../failure';
import { answerJson, cleanUp, serve } from '../loopback';
import { platformAt, TOKEN } from './cloud-platform';

const WABA = '102290129340398';

describe('the apps that get the webhooks of a WhatsApp Business Account', () => {
  afterEach(cleanUp);

  it('are listed by ID, with their names where the platform says them', async () => {
    const apps = [
      { whatsapp_business_api_data: { id: '67084829', name: 'Jaspers Market', link: 'https://example.com/' } },
      { whatsapp_business_api_data: { id: '52565906' } },
      { whatsapp_business_api_data: { name: 'No ID' } },
      'nothing',
    ];
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { data: apps }));
    deepEqual(await platformAt(baseUrl, { wabaId: WABA }).subscribedApps(), [
      { id: '67084829', name: 'Jaspers Market' },
      { id: '52565906' },
    ]);
    deepEqual(
      requests.map(({ method, path }) => [method, path]),
      [['GET', `/v25.0/${WABA}/subscribed_apps`]],
    );
  });

  it('are one more after the app was subscribed', async () => {
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 200, { success: true }));
    await platformAt(baseUrl, { wabaId: WABA }).subscribeApp();
    deepEqual(
      requests.map(({ method, path, headers }) => [method, path, headers.authorization]),
      [['POST', `/v25.0/${WABA}/subscribed_apps`, `Bearer ${TOKEN}`]],
    );
  });

  it('were not subscribed where the platform says so, or nothing of the kind', async () => {
    const refused = await serve((_request, response) => answerJson(response, 200, { success: false }));
    const no = platformAt(refused.baseUrl, { wabaId: WABA }).subscribeApp();
    equal((await failureOf(no, PlatformError)).code, 'platform_rejected');
    const strange = await serve((_request, response) => answerJson(response, 200, { data: [] }));
    const what = platformAt(strange.baseUrl, { wabaId: WABA }).subscribeApp();
    equal((await failureOf(what, NoAnswerError)).code, 'unusable_answer');
  });

  it('cannot be asked for without the ID of the account, or of one that the token does not see', async () => {
    const unknown = { code: 100, error_subcode: 33, message: 'Unsupported get request.', fbtrace_id: 'AbC' };
    const { baseUrl, requests } = await serve((_request, response) => answerJson(response, 400, { error: unknown }));
    for (const operation of ['subscribedApps', 'subscribeApp', 'listNumbers'] as const) {
      const before = requests.length;
      const none = await failureOf(platformAt(baseUrl)[operation](), InputError);
      deepEqual([none.code, requests.length], ['waba_id_missing', before]);
      const error = await failureOf(platformAt(baseUrl, { wabaId: WABA })[operation](), PlatformError);
      deepEqual([error.code, error.cause.platformCode, error.cause.fbtraceId], ['waba_unknown', 100, 'AbC']);
      match(error.message, /WhatsApp Business Account ID is unknown/);
    }
  });
});
