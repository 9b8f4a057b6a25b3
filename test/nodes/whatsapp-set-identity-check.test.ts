import assert from 'node:assert/strict';
import { type Runtime, startRuntime } from '../harness/runtime';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { simulatorAccount } from './support/parts';
import { untilStatus } from './support/until-status';

const TYPE = 'whatsapp-set-identity-check';

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
  afterEach(() => {
    stage.simulator.faults.apiError = null;
    stage.simulator.world.rules.identityCheckMember = 'enable_identity_key_check';
  });

  const STANDARD = { level: 'STANDARD', needed: 'STANDARD' };

  it('turns the check on, and says which throughput it needs', async () => {
    const number = await stage.deploy(TYPE, { operation: 'enable' });
    assert.equal(number.identityCheck, false);
    const { topic, payload, whatsapp } = await stage.succeed({ own: 1 });
    assert.equal(number.identityCheck, true);
    assert.deepEqual([topic, payload], ['enabled', { success: true, identityCheck: true, throughput: STANDARD }]);
    assert.deepEqual(whatsapp, { phoneNumberId: number.phoneNumberId });
    assert.deepEqual(red.logs('node'), []);
    await untilStatus(red, 'node', /^on$/);
    assert.ok(red.statuses('node').some(({ text }) => text === 'asking'));
  });

  it('turns it off', async () => {
    const number = await stage.deploy(TYPE, { operation: 'disable' }, { identityCheck: true, throughputLevel: 'HIGH' });
    const { topic, payload, whatsapp } = await stage.succeed();
    assert.equal(number.identityCheck, false);
    assert.deepEqual([topic, payload], ['disabled', { success: true, identityCheck: false }]);
    assert.equal(whatsapp.warnings, undefined);
  });

  it('says unknown where the platform does not show the setting, and changes nothing', async () => {
    const number = await stage.deploy(TYPE, { operation: 'read' }, { identityCheck: true });
    const { topic, payload } = await stage.succeed();
    assert.deepEqual([topic, payload], ['unknown', { success: true, identityCheck: 'unknown', throughput: STANDARD }]);
    assert.equal(number.identityCheck, true);
  });

  it('takes its order from the message first', async () => {
    const number = await stage.deploy(TYPE, { operation: 'read' });
    const orders: [object, string][] = [
      [{ enabled: true }, 'enabled'],
      [{ enabled: false }, 'disabled'],
      [{ enabled: 'true' }, 'enabled'],
      [{ operation: 'disable', enabled: true }, 'disabled'],
      [{ operation: 'read', enabled: true }, 'unknown'],
    ];
    for (const [msg, topic] of orders) assert.equal((await stage.succeed(msg)).topic, topic, JSON.stringify(msg));
    assert.equal(number.identityCheck, false);
  });

  it('enables where a hand-written flow names nothing', async () => {
    await stage.deploy(TYPE);
    assert.equal((await stage.succeed()).topic, 'enabled');
  });

  it('takes no word for true that is none', async () => {
    const number = await stage.deploy(TYPE);
    for (const enabled of ['off', 'no', 0, 1, null, '', {}]) {
      const { error } = await stage.fail({ enabled });
      assert.deepEqual([error.code, error.cause.retryable], ['enabled_invalid', false]);
    }
    assert.equal((await stage.fail({ operation: 'toString' })).error.code, 'operation_unknown');
    assert.equal(number.identityCheck, false);
    await untilStatus(red, 'node', /^operation_unknown$/);
  });

  it('warns when the number has another throughput level, in the log once', async () => {
    const number = await stage.deploy(TYPE, {}, { throughputLevel: 'HIGH' });
    for (const _time of [1, 2]) {
      const { payload, whatsapp } = await stage.succeed({ whatsapp: { warnings: ['of the node before'] } });
      assert.deepEqual(payload, {
        success: true,
        identityCheck: true,
        throughput: { level: 'HIGH', needed: 'STANDARD' },
      });
      const [warning, ...more] = whatsapp.warnings as string[];
      assert.match(warning ?? '', /default throughput \(STANDARD\).* this number has HIGH/);
      assert.deepEqual(more, []);
    }
    const warnings = red.logs('node').filter(({ level }) => level === 'warn');
    assert.deepEqual(
      warnings.map(({ text }) => /has HIGH/.test(text)),
      [true],
    );
    assert.equal(red.status('node').fill, 'yellow');
    number.throughputLevel = 'STANDARD';
    assert.equal((await stage.succeed({ whatsapp: { warnings: ['old'] } })).whatsapp.warnings, undefined);
  });

  it('has set the check even where the level cannot be read', async () => {
    const number = await stage.deploy(TYPE);
    stage.simulator.faults.apiError = { code: 10, times: 9, path: `/${number.phoneNumberId}` };
    const { topic, payload, whatsapp } = await stage.succeed();
    assert.equal(number.identityCheck, true);
    assert.equal(topic, 'enabled');
    assert.deepEqual((payload as { throughput: object }).throughput, { level: 'unknown', needed: 'STANDARD' });
    assert.match(String((whatsapp.warnings as string[])[0]), /could not be read: The access token lacks a permission/);
  });

  it('falls back to the other spelling of the setting', async () => {
    const number = await stage.deploy(TYPE);
    stage.simulator.world.rules.identityCheckMember = 'enabled';
    assert.equal((await stage.succeed()).topic, 'enabled');
    assert.equal(number.identityCheck, true);
  });

  it('marks a simulated account', async () => {
    const node = { id: 'node', type: TYPE, account: 'account', operation: 'enable', wires: [['out']] };
    await red.deploy([simulatorAccount(), node]);
    red.clear();
    assert.equal((await stage.succeed()).whatsapp.simulated, true);
    await untilStatus(red, 'node', /^simulator · on$/);
  });

  it('fails without an account', async () => {
    await stage.deploy(TYPE, { account: '' });
    assert.equal((await stage.fail()).error.code, 'account_missing');
  });
});
