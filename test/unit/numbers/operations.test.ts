import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { Account } from '../../../src/account';
import { deregister, register, setTwoStepPin } from '../../../src/numbers/registration';
import { requestCode, verifyCode } from '../../../src/numbers/verification';
import { InputError, NotSupportedError, PlatformError, WhatsAppError } from '../../../src/platform/errors';
import { platformAt } from '../platform/cloud/cloud-platform';
import { CODE, failureOf, PIN } from '../platform/failure';
import { answerJson, cleanUp, type SeenRequest, serve } from '../platform/loopback';
import { accountWith } from '../platform/on-premises/on-premises-account';
import { onPremisesAt } from '../platform/on-premises/on-premises-platform';

const NOW = Date.UTC(2026, 9, 1, 12);
const isoAfter = (seconds: number): string => new Date(NOW + seconds * 1000).toISOString();

/** An account whose platform answers every call with `answer`: an error, or success. */
async function stage(answer: () => object | undefined = () => undefined) {
  const clock = { now: NOW };
  const { baseUrl, requests } = await serve((_request, response) => {
    const error = answer();
    if (error === undefined) answerJson(response, 200, { success: true });
    else answerJson(response, 400, { error });
  });
  const account = accountWith(platformAt(baseUrl), { now: () => clock.now });
  return { account, requests, clock };
}

const pathOf = ({ path = '' }: SeenRequest): string => path.slice(path.lastIndexOf('/') + 1);

describe('operations on the number', () => {
  afterEach(cleanUp);

  it('request, verify, register, deregister and set a PIN', async () => {
    const { account, requests } = await stage();
    deepEqual(await requestCode(account), { method: 'SMS', language: 'en_US' });
    await verifyCode(account, '123-830');
    await register(account, { pin: PIN, dataLocalizationRegion: 'ch' });
    await deregister(account);
    await setTwoStepPin(account, PIN);
    deepEqual(requests.map(pathOf), ['request_code', 'verify_code', 'register', 'deregister', '106540352242922']);
    deepEqual(JSON.parse(requests[1]?.body ?? ''), { code: '123830' });
    equal(JSON.parse(requests[2]?.body ?? '').data_localization_region, 'CH');
  });

  it('do not use an attempt up for what cannot work', async () => {
    const { account, requests } = await stage();
    await failureOf(verifyCode(account, 'abc'), InputError);
    await failureOf(register(account, { pin: '12' }), InputError);
    equal(
      (await failureOf(register(account, { pin: PIN, dataLocalizationRegion: 'CHE' }), InputError)).code,
      'region_invalid',
    );
    await failureOf(requestCode(account, { method: 'fax' }), InputError);
    equal(requests.length, 0);
    deepEqual(await account.store.attempts.holds(account.scope), {});
  });

  it('that loop are stopped before the platform stops the number, and told when to go on', async () => {
    const { account, requests } = await stage();
    await requestCode(account);
    const error = await failureOf(requestCode(account), WhatsAppError);
    deepEqual([error.code, error.retryable, error.cause.retryAt], ['attempt_too_early', false, isoAfter(60)]);
    match(error.advice, new RegExp(isoAfter(60)));
    equal(error.cause.waitSeconds, 60);
    equal(requests.length, 1);
  });

  it('may go on at that time', async () => {
    const { account, clock } = await stage();
    await requestCode(account);
    clock.now += 60_000;
    await requestCode(account);
  });

  it('that come all at once are counted one by one', async () => {
    const { account, requests } = await stage();
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => deregister(account)));
    equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 10);
    equal(requests.length, 10);
  });

  for (const [what, error, operate, seconds, alsoHeld] of [
    ['133016', { code: 133016 }, (account: Account) => register(account, { pin: PIN }), 72 * 3600, deregister],
    ['133015', { code: 133015 }, (account: Account) => register(account, { pin: PIN }), 300, undefined],
    [
      '133008, without a time',
      { code: 133008 },
      (account: Account) => register(account, { pin: PIN }),
      3600,
      undefined,
    ],
    ['136024', { code: 136024, error_subcode: 2388091 }, (account: Account) => requestCode(account), 600, undefined],
    [
      '4 / 2446079',
      { code: 4, error_subcode: 2446079 },
      (account: Account) => verifyCode(account, CODE),
      60,
      undefined,
    ],
  ] as const) {
    it(`remember the wait that error ${what} asks for`, async () => {
      const { account, requests, clock } = await stage(() => error);
      const refusal = await failureOf(operate(account), PlatformError);
      equal(refusal.cause.platformCode, error.code);
      equal(refusal.cause.retryAt, isoAfter(seconds));
      ok(refusal.message.endsWith(`Trying again makes sense at ${isoAfter(seconds)}.`));
      clock.now += seconds * 1000 - 1;
      equal((await failureOf(operate(account), WhatsAppError)).code, 'attempt_too_early');
      if (alsoHeld !== undefined) equal((await failureOf(alsoHeld(account), WhatsAppError)).code, 'attempt_too_early');
      equal(requests.length, 1);
      clock.now += 1;
      await failureOf(operate(account), PlatformError);
      equal(requests.length, 2);
    });
  }

  it('name the time after the last guess that is allowed, and stop there', async () => {
    const { account, requests } = await stage(() => ({ code: 136025, error_subcode: 2388093 }));
    for (let guess = 1; guess <= 5; guess += 1) {
      const refusal = await failureOf(verifyCode(account, CODE), PlatformError);
      equal(refusal.code, 'code_wrong');
      equal(refusal.cause.retryAt, guess < 5 ? undefined : isoAfter(3600));
    }
    equal((await failureOf(verifyCode(account, CODE), WhatsAppError)).code, 'attempt_too_early');
    equal(requests.length, 5);
  });

  for (const error of [{ code: 190 }, { code: 200, error_subcode: 1349174 }, { code: 100, error_subcode: 33 }]) {
    it(`that the platform did not count (${error.code}) are not counted`, async () => {
      const { account } = await stage(() => error);
      for (let i = 0; i < 12; i += 1) await failureOf(requestCode(account), PlatformError);
      deepEqual(await account.store.attempts.holds(account.scope), {});
    });
  }

  it('that may have counted are counted', async () => {
    const { baseUrl } = await serve((_request, response) => response.destroy());
    const account = accountWith(platformAt(baseUrl), { now: () => NOW });
    equal((await failureOf(requestCode(account), WhatsAppError)).code, 'unknown_outcome');
    equal((await failureOf(requestCode(account), WhatsAppError)).code, 'attempt_too_early');
  });

  it('that never left are not', async () => {
    const account = accountWith(platformAt('http://graph.invalid'), { now: () => NOW });
    for (let i = 0; i < 2; i += 1) {
      equal((await failureOf(requestCode(account), WhatsAppError)).code, 'platform_unreachable');
    }
  });

  it('that the API does not have say so, and leave no trace', async () => {
    const account = accountWith(onPremisesAt('http://localhost:9'));
    for (let i = 0; i < 2; i += 1) await failureOf(requestCode(account), NotSupportedError);
    deepEqual(await account.store.attempts.holds(account.scope), {});
  });

  it('of one number do not hold those of another', async () => {
    const { account } = await stage();
    await requestCode(account);
    const { store } = account;
    deepEqual(Object.keys(await store.attempts.holds(account.scope)), ['requestCode']);
    deepEqual(await store.attempts.holds({ ...account.scope, number: 'other' }), {});
  });
});
