import assert from 'node:assert/strict';
import type { BusinessNumber } from '../../src/simulator/world/business-number';
import { type Runtime, startRuntime } from '../harness/runtime';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { untilStatus } from './support/until-status';

const TYPE = 'whatsapp-verify-number';

describe(`${TYPE} in a flow that loops`, () => {
  let red: Runtime;
  let stage: NumberStage;
  before(async () => {
    red = await startRuntime();
    stage = await startNumberStage(red);
  });
  after(async () => {
    await red.stop();
    await stage.close();
  });

  const wrongCodeOf = ({ verification }: BusinessNumber): string =>
    verification.codes.at(-1)?.code === '111111' ? '222222' : '111111';
  const requests = (number: BusinessNumber, path: string): number =>
    stage.simulator.timeline.entries.filter(
      (entry) => entry.kind === 'call' && entry.path.endsWith(`${number.phoneNumberId}/${path}`),
    ).length;

  it('requests one code a minute', async () => {
    const number = await stage.deploy(TYPE, { operation: 'requestCode' }, { verified: false });
    await stage.succeed();
    for (const _time of Array.from({ length: 20 })) {
      const { error } = await stage.fail();
      assert.equal(error.code, 'attempt_too_early');
      assert.equal(error.cause.retryable, false);
      const wait = Date.parse(String(error.cause.retryAt)) - Date.now();
      assert.ok(wait > 0 && wait <= 60_000, String(wait));
      assert.ok(error.cause.advice.includes(String(error.cause.retryAt)));
    }
    assert.equal(requests(number, 'request_code'), 1);
    await untilStatus(red, 'node', /^attempt_too_early$/);
  });

  it('saves the guesses of a code, and the registrations, also over a redeploy', async () => {
    const number = await stage.deploy(TYPE, { operation: 'verifyCode' }, { verified: false });
    await stage.succeed({ operation: 'requestCode' });
    const code = wrongCodeOf(number);
    const codes: unknown[] = [];
    for (const _time of Array.from({ length: 8 })) codes.push((await stage.fail({ code })).error.code);
    assert.deepEqual(codes, [...Array(5).fill('code_wrong'), ...Array(3).fill('attempt_too_early')]);

    const { accessToken, phoneNumberId } = number;
    const config = { phoneNumberId, baseUrl: stage.simulator.url, api: 'cloud' };
    await red.deploy(
      [
        { id: 'account', type: 'whatsapp-account', ...config },
        { id: 'node', type: TYPE, account: 'account', operation: 'verifyCode', wires: [['out']] },
        { id: 'catch', type: 'catch', wires: [['caught']] },
      ],
      { account: { accessToken } },
    );
    assert.equal((await stage.fail({ code })).error.code, 'attempt_too_early');
    assert.equal(requests(number, 'verify_code'), 5);

    const register = { operation: 'register', pin: '123456' };
    const refused: unknown[] = [];
    for (const _time of Array.from({ length: 5 })) refused.push((await stage.fail(register)).error.code);
    assert.deepEqual(refused, [...Array(3).fill('number_not_verified'), ...Array(2).fill('attempt_too_early')]);
    assert.equal(requests(number, 'register'), 3);
  });

  it('requests one code even where many messages come at once', async () => {
    const number = await stage.deploy(TYPE, { operation: 'requestCode' }, { verified: false });
    const all = await Promise.all(Array.from({ length: 20 }, () => red.process('node', {})));
    assert.equal(all.filter(({ error }) => error === undefined).length, 1);
    assert.equal(requests(number, 'request_code'), 1);
  });
});
