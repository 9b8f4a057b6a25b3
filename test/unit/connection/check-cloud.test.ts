import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { checkCloud } from '../../../src/connection/check-cloud';
import type { Finding } from '../../../src/connection/finding';
import { subscribe } from '../../../src/connection/subscription';
import type { CloudOptions } from '../../../src/platform/cloud/settings';
import { createWabaClient } from '../../../src/platform/cloud/waba-client';
import { createSimulator, type Simulator } from '../../../src/simulator/simulator';
import type { BusinessNumber, NumberOptions } from '../../../src/simulator/world/business-number';
import { platformAt, TOKEN } from '../platform/cloud/cloud-platform';
import { answerJson, cleanUp, freeAddress, onCleanUp, type SeenRequest, serve } from '../platform/loopback';

interface Stage {
  simulator: Simulator;
  number: BusinessNumber;
}

async function setStage(options: NumberOptions = {}): Promise<Stage> {
  const simulator = createSimulator();
  await simulator.start();
  onCleanUp(() => simulator.close());
  return { simulator, number: simulator.world.addNumber({ wabaId: '42', ...options }) };
}

function check({ simulator, number }: Stage, more: Partial<CloudOptions> = {}): Promise<Finding[]> {
  const { accessToken, appSecret, phoneNumberId, wabaId } = number;
  return checkAt(simulator.url, { accessToken, appSecret, phoneNumberId, wabaId, ...more });
}

function checkAt(url: string, options: Partial<CloudOptions>): Promise<Finding[]> {
  const platform = platformAt(url, options);
  const { phoneNumberId = '', wabaId = '' } = options;
  return checkCloud({ phoneNumberId, token: platform, number: platform, ...(wabaId === '' ? {} : { waba: platform }) });
}

const inShort = (findings: Finding[]): string[] => findings.map(({ part, level, code }) => `${part} ${level} ${code}`);

describe('the check of an account of the Cloud API', () => {
  afterEach(cleanUp);

  it('finds the number, its account, who gets the webhooks, and the identity check', async () => {
    const stage = await setStage({
      identityCheck: true,
      displayPhoneNumber: '15550783881',
      verifiedName: 'Lucky Shrub',
    });
    const findings = await check(stage);
    deepEqual(inShort(findings), [
      'accessToken good token_lasts',
      'phoneNumberId good number_found',
      'wabaId good waba_matches',
      'subscription good subscribed',
      'identityCheck hint identity_check_unknown',
    ]);
    deepEqual(findings[1]?.details, {
      number: '15550783881',
      name: 'Lucky Shrub',
      quality: 'GREEN',
      throughput: 'STANDARD',
      verification: 'VERIFIED',
      nameStatus: 'APPROVED',
      platform: 'CLOUD_API',
    });
    match(findings[3]?.details?.apps ?? '', /^Simulated app \(\d+\)$/);
  });

  it('says that nobody gets the webhooks', async () => {
    const stage = await setStage();
    stage.simulator.world.subscriptions.remove('42');
    deepEqual(inShort(await check(stage))[3], 'subscription fault not_subscribed');
  });

  it('says whether the identity check is on, where the platform shows it', async () => {
    for (const [enabled, finding] of [
      [true, 'identityCheck good identity_check_on'],
      [false, 'identityCheck hint identity_check_off'],
    ] as const) {
      const check = { user_identity_change: { enable_identity_key_check: enabled } };
      const { baseUrl } = await serve(({ path }, response) =>
        answerJson(response, 200, path?.includes('/settings') ? check : { id: '1' }),
      );
      equal(inShort(await checkAt(baseUrl, { phoneNumberId: '1' })).at(-1), finding);
    }
  });

  it('does without the account’s ID', async () => {
    deepEqual(inShort(await check(await setStage(), { wabaId: '' })), [
      'accessToken good token_lasts',
      'phoneNumberId good number_found',
      'wabaId hint waba_not_chosen',
      'identityCheck hint identity_check_unknown',
    ]);
  });

  it('ends at a token that is wrong', async () => {
    const stage = await setStage();
    deepEqual(inShort(await check(stage, { accessToken: 'EAAnotOne' })), ['accessToken fault auth_failed']);
    equal(stage.simulator.timeline.entries.filter(({ kind }) => kind === 'call').length, 1);
  });

  it('ends at an app secret that is wrong, which Graph has no code for', async () => {
    deepEqual(inShort(await check(await setStage(), { appSecret: 'another' })), ['appSecret fault app_secret_wrong']);
  });

  it('knows an app that demands the secret', async () => {
    const { baseUrl } = await serve((_request, response) =>
      answerJson(response, 400, {
        error: {
          code: 100,
          type: 'GraphMethodException',
          message: 'API calls from the server require an appsecret_proof argument',
        },
      }),
    );
    deepEqual(inShort(await checkAt(baseUrl, { phoneNumberId: '1' })), ['appSecret fault app_secret_required']);
  });

  it('tells a number that nobody knows from an account that nobody knows', async () => {
    const stage = await setStage();
    const wrongNumber = await check(stage, { phoneNumberId: '1' });
    deepEqual(inShort(wrongNumber).slice(1, 2), ['phoneNumberId fault number_of_another_waba']);
    ok(wrongNumber[1]?.details?.numbers?.includes(stage.number.phoneNumberId), 'those that it has are named');
    deepEqual(inShort(await check(stage, { wabaId: '7' })).slice(1, 3), [
      'phoneNumberId good number_found',
      'wabaId fault waba_unknown',
    ]);
    deepEqual(inShort(await check(stage, { phoneNumberId: '1', wabaId: '' })).slice(1, 2), [
      'phoneNumberId fault phone_number_unknown',
    ]);
  });

  it('finds a number that is one of another account of the same token', async () => {
    const stage = await setStage();
    const { accessToken, appSecret } = stage.number;
    const other = stage.simulator.world.addNumber({ wabaId: '43', accessToken, appSecret });
    deepEqual(inShort(await check(stage, { phoneNumberId: other.phoneNumberId })).slice(1, 3), [
      'phoneNumberId good number_found',
      'phoneNumberId fault number_of_another_waba',
    ]);
  });

  it('says once that a permission is missing', async () => {
    const { baseUrl } = await serve((_request, response) =>
      answerJson(response, 403, { error: { code: 10, message: '(#10) Application does not have permission' } }),
    );
    const findings = await checkAt(baseUrl, { phoneNumberId: '1', wabaId: '42' });
    deepEqual(inShort(findings), ['permission fault permission_missing']);
    deepEqual(findings[0]?.details, { permission: 'whatsapp_business_management' });
  });

  it('blames the server where nobody answers, or something that is no Graph server', async () => {
    deepEqual(inShort(await checkAt(await freeAddress(), { phoneNumberId: '1', wabaId: '42' })), [
      'server fault platform_unreachable',
    ]);
    const { baseUrl } = await serve((_request, response) => response.end('<!doctype html><title>Router</title>'));
    deepEqual(inShort(await checkAt(baseUrl, { phoneNumberId: '1', wabaId: '42' })), ['server fault unusable_answer']);
  });

  it('never follows a redirect, for the token would go with it', async () => {
    const elsewhere = await serve((_request, response) => answerJson(response, 200, {}));
    const { baseUrl } = await serve((_request, response) =>
      response.writeHead(307, { location: `${elsewhere.baseUrl}/` }).end(),
    );
    deepEqual(inShort(await checkAt(baseUrl, { phoneNumberId: '1' })), ['server fault redirect_refused']);
    equal(elsewhere.requests.length, 0);
  });

  it('says which numbers there are before one is chosen', async () => {
    const { simulator, number } = await setStage();
    const { accessToken, wabaId } = number;
    const waba = createWabaClient({ accessToken, wabaId, baseUrl: simulator.url });
    onCleanUp(() => waba.close());
    const findings = await checkCloud({ phoneNumberId: '', token: waba, waba });
    deepEqual(inShort(findings), [
      'accessToken good token_lasts',
      'phoneNumberId fault number_not_chosen',
      'wabaId good waba_found',
      'subscription good subscribed',
    ]);
  });

  /** A Graph API that says this about the token, and knows everything else. */
  const knowing = (token: object, more: object = {}): Promise<{ baseUrl: string; requests: SeenRequest[] }> =>
    serve(({ path = '' }, response) => {
      if (path.includes('/debug_token')) answerJson(response, 200, { data: token });
      else answerJson(response, 200, { id: '1', data: [{ id: '1', ...more }] });
    });

  it('says when a token ends, and which permissions it lacks', async () => {
    const { baseUrl, requests } = await knowing({
      expires_at: 1_800_000_000,
      scopes: ['whatsapp_business_management'],
    });
    const findings = await checkAt(baseUrl, { phoneNumberId: '1' });
    deepEqual(inShort(findings).slice(0, 3), [
      'accessToken hint token_expires',
      'permission fault permissions_missing',
      'phoneNumberId good number_found',
    ]);
    deepEqual(findings[0]?.details, { expires: '2027-01-15T08:00:00.000Z' });
    deepEqual(findings[1]?.details, { permission: 'whatsapp_business_messaging' });
    equal(requests[1]?.path, `/v25.0/debug_token?input_token=${TOKEN}`);
  });

  it('makes nothing of a token about which the platform says nothing', async () => {
    for (const token of [{}, { expires_at: 'soon', scopes: 'all' }, { expires_at: null, scopes: null }]) {
      const { baseUrl } = await knowing(token);
      equal(inShort(await checkAt(baseUrl, { phoneNumberId: '1' }))[0], 'phoneNumberId good number_found');
    }
  });

  it('knows whether it is the app of the token that is subscribed', async () => {
    const app = { whatsapp_business_api_data: { id: '77', name: 'Another app' } };
    for (const [own, finding] of [
      ['77', 'subscription good subscribed'],
      ['78', 'subscription fault others_subscribed'],
    ]) {
      const { baseUrl } = await knowing({ app_id: own }, app);
      equal(inShort(await checkAt(baseUrl, { phoneNumberId: '1', wabaId: '42' }))[2], finding);
    }
  });

  it('asks about a token that nothing else is known to work with', async () => {
    const { simulator } = await setStage();
    const client = createWabaClient({ accessToken: 'EAAnotOne', baseUrl: simulator.url });
    onCleanUp(() => client.close());
    deepEqual(inShort(await checkCloud({ phoneNumberId: '', token: client })), ['accessToken fault auth_failed']);
  });

  it('subscribes the app, and says so', async () => {
    const { simulator, number } = await setStage();
    simulator.world.subscriptions.remove('42');
    const { accessToken, wabaId } = number;
    const waba = createWabaClient({ accessToken, wabaId, baseUrl: simulator.url });
    onCleanUp(() => waba.close());
    deepEqual(inShort([await subscribe(waba)]), ['subscription good subscribed']);
    equal(simulator.world.subscriptions.has('42'), true);
    simulator.faults.apiError = { code: 10, times: 1 };
    deepEqual(inShort([await subscribe(waba)]), ['permission fault permission_missing']);
  });
});
