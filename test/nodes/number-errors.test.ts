import assert from 'node:assert/strict';
import { describeError } from '../../src/platform/catalogue';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness } from './support/business';
import { startGraph } from './support/graph';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { catchAll } from './support/parts';

interface Refusal {
  code: number;
  subcode?: number;
  httpStatus: number;
}

interface Call {
  type: string;
  msg: object;
  path: string;
  /** Each refusal with the name that the flow gets, and whether the very same again can help. */
  refusals: [Refusal, string, boolean][];
  /** It asks the WABA: where the platform does not know what was asked, that is what it does not know. */
  isAboutWaba?: boolean;
}

const verify = 'whatsapp-verify-number';

/** Facts, sections 3, 4 and 10: what every call can be refused with. */
const EVERYWHERE: Call['refusals'] = [
  [{ code: 0, httpStatus: 401 }, 'auth_failed', false],
  [{ code: 190, subcode: 463, httpStatus: 401 }, 'auth_failed', false],
  [{ code: 200, subcode: 1349174, httpStatus: 403 }, 'permission_missing', false],
  [{ code: 10, httpStatus: 403 }, 'permission_missing', false],
  [{ code: 100, httpStatus: 400 }, 'invalid_parameter', false],
  [{ code: 100, subcode: 33, httpStatus: 400 }, 'phone_number_unknown', false],
  [{ code: 803, httpStatus: 404 }, 'phone_number_unknown', false],
  [{ code: 4, subcode: 2446079, httpStatus: 429 }, 'rate_limited', true],
  [{ code: 80007, httpStatus: 400 }, 'rate_limited', true],
  [{ code: 2, httpStatus: 500 }, 'temporary_platform_error', true],
  [{ code: 131057, httpStatus: 500 }, 'temporary_platform_error', true],
  [{ code: 99_999, httpStatus: 400 }, 'platform_rejected', false],
];

const CALLS: Call[] = [
  {
    type: verify,
    msg: { operation: 'requestCode' },
    path: '/request_code',
    refusals: [
      [{ code: 136024, subcode: 2388091, httpStatus: 400 }, 'code_not_sent', false],
      [{ code: 2388091, httpStatus: 400 }, 'verification_not_applicable', false],
      [{ code: 613, httpStatus: 422 }, 'rate_limited', true],
    ],
  },
  {
    type: verify,
    msg: { operation: 'verifyCode', code: '123830' },
    path: '/verify_code',
    refusals: [
      [{ code: 136025, subcode: 2388093, httpStatus: 400 }, 'code_wrong', false],
      [{ code: 2388093, httpStatus: 400 }, 'verification_not_applicable', false],
    ],
  },
  {
    type: verify,
    msg: { operation: 'register', pin: '212834' },
    path: '/register',
    refusals: [
      [{ code: 131031, httpStatus: 403 }, 'account_restricted', false],
      [{ code: 131045, httpStatus: 500 }, 'number_not_registered', false],
      [{ code: 133000, httpStatus: 500 }, 'registration_failed', false],
      [{ code: 133004, httpStatus: 503 }, 'temporary_platform_error', true],
      [{ code: 133005, httpStatus: 400 }, 'pin_wrong', false],
      [{ code: 133006, httpStatus: 400 }, 'number_not_verified', false],
      [{ code: 133008, httpStatus: 400 }, 'pin_locked', false],
      [{ code: 133009, httpStatus: 400 }, 'pin_locked', false],
      [{ code: 133015, httpStatus: 400 }, 'registration_failed', false],
      [{ code: 133016, httpStatus: 400 }, 'registration_limited', false],
    ],
  },
  {
    type: verify,
    msg: { operation: 'deregister' },
    path: '/deregister',
    refusals: [
      [{ code: 133010, httpStatus: 400 }, 'number_not_registered', false],
      [{ code: 133016, httpStatus: 400 }, 'registration_limited', false],
    ],
  },
  {
    type: verify,
    msg: { operation: 'setTwoStepPin', pin: '212834' },
    path: '',
    refusals: [[{ code: 133010, httpStatus: 400 }, 'number_not_registered', false]],
  },
  { type: verify, msg: { operation: 'status' }, path: '', refusals: [] },
  { type: 'whatsapp-number-info', msg: { operation: 'number' }, path: '', refusals: [] },
  { type: 'whatsapp-number-info', msg: { operation: 'list' }, path: '/phone_numbers', refusals: [], isAboutWaba: true },
  { type: 'whatsapp-set-identity-check', msg: { operation: 'enable' }, path: '/settings', refusals: [] },
  { type: 'whatsapp-set-identity-check', msg: { operation: 'read' }, path: '/settings', refusals: [] },
];

describe('errors of operations on the business number', () => {
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
  afterEach(() => {
    stage.simulator.faults.apiError = null;
  });

  for (const { type, msg, path, refusals, isAboutWaba = false } of CALLS) {
    const operation = (msg as { operation: string }).operation;
    it(`of ${type}, ${operation}, reach Catch with what the catalogue says`, async () => {
      for (const [refusal, named, retryable] of [...EVERYWHERE, ...refusals]) {
        const isUnknownWaba = isAboutWaba && named === 'phone_number_unknown';
        const code = isUnknownWaba ? 'waba_unknown' : named;
        const number = await stage.deploy(type);
        stage.simulator.faults.apiError = { ...refusal, times: 9, path };
        const { error } = await stage.fail(msg);
        const what = JSON.stringify(refusal);
        assert.deepEqual([error.code, error.cause.retryable], [code, retryable], what);
        const { advice } = describeError(refusal.code, refusal.subcode);
        assert.equal(error.cause.platformCode, refusal.code, what);
        if (isUnknownWaba) assert.match(error.cause.advice, /WABA ID/, what);
        else assert.equal(error.cause.advice, advice, what);
        assert.equal(error.source.id, 'node');
        assert.equal(red.status('node').fill, 'red', what);
        assert.equal(red.status('node').text, code, what);
        const said = red.everything();
        for (const secret of ['123830', '212834', number.accessToken]) {
          assert.ok(!said.includes(secret), `${what}: a secret is out`);
        }
      }
    });
  }

  const WAITS: [number, object, string, number][] = [
    [136024, { operation: 'requestCode' }, '/request_code', 600],
    [133015, { operation: 'register', pin: '212834' }, '/register', 300],
    [133016, { operation: 'register', pin: '212834' }, '/register', 72 * 3600],
    [133016, { operation: 'deregister' }, '/deregister', 72 * 3600],
    [133008, { operation: 'register', pin: '212834' }, '/register', 3600],
  ];
  for (const [code, msg, path, seconds] of WAITS) {
    it(`${code} says when to try again, and nothing is tried before: ${JSON.stringify(msg)}`, async () => {
      await stage.deploy(verify);
      stage.simulator.faults.apiError = { code, times: 1, path };
      const first = await stage.fail(msg);
      const retryAt = Date.parse(String(first.error.cause.retryAt));
      assert.ok(Math.abs(retryAt - Date.now() - seconds * 1000) < 30_000, String(first.error.cause.retryAt));
      assert.ok(first.error.message.includes(String(first.error.cause.retryAt)));
      const second = await stage.fail(msg);
      assert.deepEqual(
        [second.error.code, second.error.cause.retryAt],
        ['attempt_too_early', first.error.cause.retryAt],
      );
    });
  }

  it('say that an unanswered attempt may have counted, and what to do first', async () => {
    const graph = await startGraph();
    await red.deploy([
      aBusiness().account({ baseUrl: graph.url }),
      { id: 'node', type: verify, account: 'account', wires: [['out']] },
      catchAll(),
    ]);
    red.clear();
    graph.next((_request, response) => void response.socket?.resetAndDestroy());
    const { error } = await stage.fail({ operation: 'verifyCode', payload: '123-830' });
    assert.deepEqual([error.code, error.cause.retryable, error.cause.ambiguous], ['unknown_outcome', false, true]);
    assert.match(error.cause.advice, /look at the number's status before trying again/);
    assert.doesNotMatch(red.everything(), /123-?830/);
    await graph.close();
  });
});
