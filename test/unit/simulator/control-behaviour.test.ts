import { deepEqual, equal } from 'node:assert/strict';
import { noFaults } from '../../../src/simulator/faults';
import { defaultRules } from '../../../src/simulator/rules';
import { cleanUp, setStage } from './support/stage';

describe('rules and faults over the control API of the simulator', () => {
  afterEach(cleanUp);

  it('are shown, and changed one by one', async () => {
    const { control, simulator } = await setStage();
    deepEqual((await control('GET', '/rules')).body, defaultRules);
    deepEqual((await control('GET', '/faults')).body, noFaults);
    const rules = { mismatchAnswer: 'http', codeLifetimeMs: 1000 };
    deepEqual(await control('PATCH', '/rules', rules), { status: 200, body: { ...defaultRules, ...rules } });
    const faults = {
      duplicates: 2,
      batch: { size: 5, waitMs: 10 },
      apiError: { code: 4, times: 2, path: '/messages' },
    };
    deepEqual(await control('PATCH', '/faults', faults), { status: 200, body: { ...noFaults, ...faults } });
    deepEqual({ ...simulator.faults }, { ...noFaults, ...faults });
    equal(simulator.world.rules.mismatchAnswer, 'http');
    deepEqual((await control('PATCH', '/faults', { apiError: null, batch: null })).body.apiError, null);
  });

  const refused: [path: string, body: unknown][] = [
    ['/rules', { nothing: true }],
    ['/rules', { constructor: true }],
    ['/rules', { mismatchAnswer: 'never' }],
    ['/rules', { advancedAccess: 'no' }],
    ['/rules', { codeLifetimeMs: -1 }],
    ['/rules', { codeGuesses: 1.5 }],
    ['/faults', { signature: 'none' }],
    ['/faults', { duplicates: null }],
    ['/faults', { batch: { size: 5 } }],
    ['/faults', { batch: [] }],
    ['/faults', { apiError: { code: 4 } }],
    ['/faults', { apiError: { code: 4, times: 1, status: 400 } }],
    ['/faults', { apiError: { code: 4, times: 1, constructor: 1 } }],
    ['/faults', { onPremisesError: { code: 1015, times: 1, httpStatus: 99 } }],
  ];
  for (const [path, body] of refused) {
    it(`refuse ${JSON.stringify(body)}, and nothing else changes`, async () => {
      const { control } = await setStage();
      const before = (await control('GET', path)).body;
      const other = path === '/rules' ? { mismatchAnswer: 'http' } : { duplicates: 1 };
      const answer = await control('PATCH', path, { ...other, ...(body as object) });
      deepEqual([answer.status, answer.body.error.code], [400, 'invalid_field']);
      deepEqual((await control('GET', path)).body, before);
    });
  }
});

describe('business numbers over the control API of the simulator', () => {
  afterEach(cleanUp);

  it('change what their fields show', async () => {
    const { control, graph, number } = await setStage();
    const path = `/numbers/${number.phoneNumberId}`;
    const changes = { throughputLevel: 'HIGH', qualityRating: 'RED', nameStatus: 'DECLINED', verifiedName: 'New' };
    const { status, body } = await control('PATCH', path, changes);
    deepEqual([status, body.throughputLevel, body.qualityRating], [200, 'HIGH', 'RED']);
    deepEqual((await graph('GET', '?fields=throughput,quality_rating,name_status,verified_name')).body, {
      throughput: { level: 'HIGH' },
      quality_rating: 'RED',
      name_status: 'DECLINED',
      verified_name: 'New',
      id: number.phoneNumberId,
    });
    for (const wrong of [{ qualityRating: 'PINK' }, { phoneNumberId: '1' }, { identityCheck: 'on' }]) {
      equal((await control('PATCH', path, { verifiedName: 'Newer', ...wrong })).status, 400);
    }
    equal(number.verifiedName, 'New');
    equal((await control('PATCH', '/numbers/1', {})).status, 404);
  });

  it('can be unverified, and on the On-Premises API', async () => {
    const { control, simulator } = await setStage();
    const added = await control('POST', '/numbers', { phoneNumberId: '1', verified: false, pin: '123456' });
    deepEqual(
      [added.body.api, added.body.verificationStatus, added.body.isRegistered, added.body.hasPin],
      ['cloud', 'NOT_VERIFIED', false, true],
    );
    const hosted = await control('POST', '/numbers', { phoneNumberId: '2', api: 'on-premises', password: 'p' });
    deepEqual([hosted.body.api, hosted.body.username, hosted.body.password], ['on-premises', 'admin', 'p']);
    equal((await control('POST', '/numbers', { api: 'on-premises' })).body.error.code, 'username_taken');
    equal((await control('POST', '/numbers', { api: 'graph' })).body.error.code, 'invalid_field');
    equal((await control('GET', '/numbers/9/codes')).status, 404);
    equal(simulator.world.numbers.length, 3);
    const state = JSON.stringify((await control('GET', '/state')).body);
    for (const secret of ['"p"', '123456', hosted.body.accessToken]) equal(state.includes(secret), false);
  });
});
