import assert from 'node:assert/strict';
import type { BusinessNumber } from '../../src/simulator/world/business-number';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness } from './support/business';
import { answerJson, startGraph } from './support/graph';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { untilStatus } from './support/until-status';

const TYPE = 'whatsapp-verify-number';

describe(TYPE, () => {
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

  const newestCode = ({ verification }: BusinessNumber): string => verification.codes.at(-1)?.code ?? '';
  const wrongCodeOf = (number: BusinessNumber): string => (newestCode(number) === '111111' ? '222222' : '111111');
  /** Nothing that anybody outside could read holds it, in whatever form it was typed. */
  const assertNowhere = (...secrets: string[]): void => {
    const said = red.everything();
    assert.ok(said.includes('_msgid'), 'the recorder has recorded');
    for (const secret of secrets) {
      const bytes = [...Buffer.from(secret)].map((byte) => byte.toString(16)).join(' ');
      const typed = /^\d{6}$/.test(secret) ? `${secret.slice(0, 3)}[\\s-]*${secret.slice(3)}` : secret;
      assert.doesNotMatch(said, new RegExp(`(?<!\\d)${typed}(?!\\d)|${bytes}`));
    }
  };

  it('goes the whole way: request, verify, register, status', async () => {
    const number = await stage.deploy(TYPE, { credentials: { pin: '012345' } }, { verified: false });
    assert.equal((await stage.succeed({ operation: 'status' })).topic, 'not_verified');
    await untilStatus(red, 'node', /^not verified$/);

    const requested = await stage.succeed({ operation: 'requestCode', own: 1 });
    assert.deepEqual(requested.payload, { success: true, codeMethod: 'SMS', language: 'en_US' });
    assert.deepEqual([requested.topic, requested.own], ['code_requested', 1]);
    await untilStatus(red, 'node', /^code requested$/);

    const code = newestCode(number);
    const verified = await stage.succeed({ operation: 'verifyCode', payload: `${code.slice(0, 3)}-${code.slice(3)}` });
    assert.deepEqual([verified.topic, verified.payload], ['verified', { success: true }]);
    assert.equal(number.verification.status, 'VERIFIED');

    const registered = await stage.succeed({ operation: 'register' });
    assert.deepEqual([registered.topic, registered.payload], ['registered', { success: true }]);
    assert.ok(number.registration.isRegistered && number.registration.hasPin);

    const { topic, payload } = await stage.succeed({ operation: 'status' });
    assert.equal(topic, 'verified');
    const { waits, ...rest } = payload as { waits: Record<string, { retryAt: string; reason: string }> };
    assert.deepEqual(rest, {
      success: true,
      verified: true,
      number: {
        id: number.phoneNumberId,
        display_phone_number: number.displayPhoneNumber,
        verified_name: 'Simulated Business',
        code_verification_status: 'VERIFIED',
        name_status: 'APPROVED',
        platform_type: 'CLOUD_API',
      },
    });
    assert.deepEqual(Object.keys(waits), ['requestCode']);
    assert.ok(Date.parse(waits.requestCode?.retryAt ?? '') > Date.now());
    assert.match(waits.requestCode?.reason ?? '', /once within a minute/);
    assertNowhere(code, '012345', number.accessToken);
  });

  it('asks for the code by the method and in the language that is wanted', async () => {
    const cases: [object, object, string, string][] = [
      [{ codeMethod: 'VOICE', language: 'en' }, {}, 'VOICE', 'en'],
      [{ codeMethod: 'SMS', language: 'es_ES' }, { codeMethod: 'voice', language: 'pt-br' }, 'VOICE', 'pt_BR'],
      // What an http request node before it was told is not meant for this one.
      [{}, { method: 'POST' }, 'SMS', 'en_US'],
    ];
    for (const [config, msg, method, language] of cases) {
      const number = await stage.deploy(TYPE, { operation: 'requestCode', ...config }, { verified: false });
      await stage.succeed(msg);
      const [code] = number.verification.codes;
      assert.deepEqual([code?.method, code?.language], [method, language]);
    }
  });

  describe('takes the code in every form in which it may come', () => {
    const FORMS: [string, (code: string) => object][] = [
      ['text in msg.code', (code) => ({ code })],
      ['text in msg.payload', (payload) => ({ payload })],
      ['with a hyphen and spaces', (code) => ({ payload: ` ${code.slice(0, 3)} - ${code.slice(3)} ` })],
      ['a form', (code) => ({ payload: { code, other: 'x' } })],
      ['bytes', (code) => ({ payload: Buffer.from(code) })],
      ['msg.code before the payload', (code) => ({ code, payload: '000000' })],
    ];
    for (const [what, form] of FORMS) {
      it(what, async () => {
        const number = await stage.deploy(TYPE, { operation: 'requestCode' }, { verified: false });
        await stage.succeed();
        const code = newestCode(number);
        const { code: left, payload } = await stage.succeed({ ...form(code), operation: 'verifyCode' });
        assert.deepEqual([left, payload], [undefined, { success: true }]);
        assert.equal(number.verification.status, 'VERIFIED');
        assertNowhere(code);
      });
    }
  });

  it('gives the platform just what it is to have', async () => {
    const graph = await startGraph();
    const account = aBusiness().account({ baseUrl: graph.url });
    const credentials = { pin: '012345' };
    await red.deploy([
      account,
      { id: 'node', type: TYPE, account: 'account', region: 'ch', credentials, wires: [['out']] },
    ]);
    graph.next(...Array.from({ length: 4 }, () => answerJson(200, { success: true })));
    await stage.succeed({ operation: 'verifyCode', payload: '012-345' });
    await stage.succeed({ operation: 'register' });
    await stage.succeed({ operation: 'register', pin: '098765', region: 'DE' });
    await stage.succeed({ operation: 'setTwoStepPin', pin: 987654 });
    assert.deepEqual(
      graph.requests.map(({ body }) => body),
      [
        { code: '012345' },
        { messaging_product: 'whatsapp', pin: '012345', data_localization_region: 'CH' },
        { messaging_product: 'whatsapp', pin: '098765', data_localization_region: 'DE' },
        { pin: '987654' },
      ],
    );
    await graph.close();
  });

  it('takes a secret off the message that a Catch node gets, and off the form it came with', async () => {
    const number = await stage.deploy(TYPE, { operation: 'verifyCode' }, { verified: false });
    await stage.succeed({ operation: 'requestCode' });
    const code = wrongCodeOf(number);
    const body = { code, name: 'Ada' };
    const caught = await stage.fail({ payload: body, req: { body }, own: 1 });
    assert.deepEqual([caught.error.code, caught.payload, caught.own], ['code_wrong', { name: 'Ada' }, 1]);
    assert.deepEqual(body, { name: 'Ada' });
    const text = await stage.fail({ payload: code });
    assert.ok(!('payload' in text));
    await stage.fail({ code });
    assert.equal((await stage.fail({ operation: 'verify', payload: code })).error.code, 'operation_unknown');
    assert.equal((await stage.fail({ code: `${code}x` })).error.code, 'code_invalid');
    assert.equal((await stage.fail({ operation: 'register', pin: '98765x' })).error.code, 'pin_invalid');
    assert.equal((await stage.fail({ operation: 'register', pin: 987654 })).error.code, 'number_not_verified');
    assertNowhere(code, '987654', '98765x', number.accessToken);
  });

  it('takes secrets off the message even without an account', async () => {
    await stage.deploy(TYPE, { account: '', operation: 'verifyCode' });
    const caught = await stage.fail({ payload: '483920', pin: '594031' });
    assert.equal(caught.error.code, 'account_missing');
    assertNowhere('483920', '594031');
  });

  it('asks for nothing with a code or a PIN that cannot be one', async () => {
    const config = { operation: 'verifyCode', credentials: { pin: '' } };
    const number = await stage.deploy(TYPE, config, { verified: false });
    const codes = [undefined, '', ' - ', '123', '123456789', '12345a', 12, { code: [] }, true];
    for (const payload of codes) {
      const { error } = await stage.fail({ payload });
      assert.match(error.code ?? '', /^code_(?:missing|invalid)$/);
      assert.equal(error.cause.retryable, false);
    }
    const pins = [undefined, '', '12345', '1234567', 'abcdef', 12345];
    for (const operation of ['register', 'setTwoStepPin']) {
      for (const pin of pins) {
        assert.match((await stage.fail({ operation, pin })).error.code ?? '', /^pin_(?:missing|invalid)$/);
      }
    }
    const inputs: [object, string][] = [
      [{ operation: 'requestCode', codeMethod: 'FAX' }, 'code_method_unknown'],
      [{ operation: 'requestCode', language: 'English' }, 'language_invalid'],
      [{ operation: 'register', pin: '123456', region: 'Switzerland' }, 'region_invalid'],
    ];
    for (const [msg, code] of inputs) assert.equal((await stage.fail(msg)).error.code, code);
    const calls = stage.simulator.timeline.entries.filter(
      (entry) => entry.kind === 'call' && entry.path.includes(number.phoneNumberId),
    );
    assert.deepEqual(calls, []);
    // Nothing was asked, so nothing has to wait.
    const { payload } = await stage.succeed({ operation: 'status' });
    assert.deepEqual((payload as { waits: object }).waits, {});
  });

  it('sets the PIN: that of the message before that of the node', async () => {
    const credentials = { pin: '111222' };
    await stage.deploy(TYPE, { operation: 'setTwoStepPin', credentials });
    assert.equal((await stage.succeed({ pin: '333444' })).topic, 'pin_set');
    assert.equal((await stage.fail({ operation: 'register' })).error.code, 'pin_wrong');
    await stage.succeed();
    await stage.succeed({ operation: 'register' });
    assertNowhere('111222', '333444');
  });

  it('deregisters', async () => {
    const number = await stage.deploy(TYPE, { operation: 'deregister' });
    const { topic, payload } = await stage.succeed();
    assert.deepEqual([topic, payload], ['deregistered', { success: true }]);
    assert.equal(number.registration.isRegistered, false);
  });
});
