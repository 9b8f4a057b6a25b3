import { deepEqual, equal } from 'node:assert/strict';
import { call, cleanUp, setStage } from './support/stage';

describe('what the simulated platform says about a token', () => {
  afterEach(cleanUp);

  it('is told to whoever has that very token', async () => {
    const { simulator, number } = await setStage();
    const path = `${simulator.url}/v25.0/debug_token`;
    const { status, body } = await call(
      `${path}?input_token=${number.accessToken}`,
      'GET',
      number.accessToken,
      undefined,
    );
    equal(status, 200);
    deepEqual(body.data.scopes, ['whatsapp_business_management', 'whatsapp_business_messaging']);
    deepEqual([body.data.is_valid, body.data.expires_at, body.data.app_id], [true, 0, simulator.world.appId]);
    for (const [query, token, code] of [
      ['', number.accessToken, 100],
      ['?input_token=another', number.accessToken, 100],
      [`?input_token=${number.accessToken}`, 'another', 190],
    ] as const) {
      equal((await call(path + query, 'GET', token, undefined)).body.error.code, code, query);
    }
  });

  it('does not stand in the timeline, where the token would be', async () => {
    const { simulator, number } = await setStage();
    const { accessToken } = number;
    await call(`${simulator.url}/v25.0/debug_token?input_token=${accessToken}`, 'GET', accessToken, undefined);
    equal(JSON.stringify(simulator.timeline.entries).includes(accessToken), false);
  });
});
