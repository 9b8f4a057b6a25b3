import assert from 'node:assert/strict';
import type { Usage } from '../../src/platform/usage';
import { type Runtime, startRuntime } from '../harness/runtime';
import { answerJson, type GraphAnswer, startGraph } from './support/graph';
import { type NumberStage, startNumberStage } from './support/number-stage';
import { cloudAccount } from './support/parts';
import { untilStatus } from './support/until-status';

const TYPE = 'whatsapp-number-info';

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

  it('tells throughput, quality, name and verification of the number', async () => {
    const number = await stage.deploy(TYPE, {}, { qualityRating: 'YELLOW', nameStatus: 'PENDING_REVIEW' });
    const { topic, payload, whatsapp } = await stage.succeed();
    assert.equal(topic, 'number');
    assert.deepEqual(payload, {
      id: number.phoneNumberId,
      display_phone_number: number.displayPhoneNumber,
      verified_name: 'Simulated Business',
      code_verification_status: 'VERIFIED',
      name_status: 'PENDING_REVIEW',
      quality_rating: 'YELLOW',
      throughput: { level: 'STANDARD' },
      platform_type: 'CLOUD_API',
    });
    assert.deepEqual(whatsapp, { phoneNumberId: number.phoneNumberId });
    await untilStatus(red, 'node', /^quality YELLOW$/);
  });

  const FIELDS: [string, object, object, string[]][] = [
    ['those ticked', { fields: 'id,throughput', fieldsType: 'fields' }, {}, ['id', 'throughput']],
    ['those typed', { fields: ' name_status , id ', fieldsType: 'str' }, {}, ['id', 'name_status']],
    ['those of an expression', { fields: '["quality_rating"]', fieldsType: 'jsonata' }, {}, ['id', 'quality_rating']],
    ['those of the message first', { fields: 'name_status' }, { fields: ['throughput'] }, ['id', 'throughput']],
    ['a part of one', {}, { fields: 'throughput{level},id' }, ['id', 'throughput']],
    ['one beyond the usual', {}, { fields: 'webhook_configuration,id' }, ['id']],
  ];
  for (const [what, config, msg, expected] of FIELDS) {
    it(`asks for the fields that are wanted: ${what}`, async () => {
      await stage.deploy(TYPE, config);
      const { payload } = await stage.succeed(msg);
      assert.deepEqual(Object.keys(payload as object).sort(), expected);
    });
  }

  it('warns when the identity check needs another throughput, in the log once until it changes', async () => {
    const number = await stage.deploy(TYPE, {}, { throughputLevel: 'HIGH' });
    for (const _time of [1, 2]) {
      const { whatsapp } = await stage.succeed();
      assert.match(String(whatsapp.warnings), /identity change check .* this number has HIGH/);
    }
    number.throughputLevel = 'NOT_APPLICABLE';
    await stage.succeed();
    assert.deepEqual(
      red.logs('node').map(({ level, text }) => [level, /has (\w+)/.exec(text)?.[1]]),
      [
        ['warn', 'HIGH'],
        ['warn', 'NOT_APPLICABLE'],
      ],
    );
    assert.equal((await stage.succeed({ fields: 'name_status' })).whatsapp.warnings, undefined);
  });

  it("tells how much of the platform's limits is used, and shows it once they are near", async () => {
    const graph = await startGraph();
    try {
      const counted =
        (percent: number): GraphAnswer =>
        (_request, response) => {
          response.setHeader('x-app-usage', JSON.stringify({ call_count: percent, total_time: 3, total_cputime: 2 }));
          response.end(JSON.stringify({ id: '1', quality_rating: 'GREEN' }));
        };
      graph.next(counted(60), counted(81.4), answerJson(200, { id: '1' }));
      await stage.deploy(TYPE);
      const node = { id: 'node', type: TYPE, account: 'account', wires: [['out']] };
      await red.deploy([cloudAccount({ baseUrl: graph.url }), node]);
      const first = await stage.succeed();
      assert.deepEqual((first.whatsapp.usage as Usage).limits, [{ name: 'app', percent: 60 }]);
      await untilStatus(red, 'node', /^quality GREEN$/);
      const usage = (await stage.succeed(first)).whatsapp.usage as Usage;
      assert.equal(usage.percent, 81.4);
      assert.ok(Math.abs(Date.parse(usage.at) - Date.now()) < 60_000, usage.at);
      await untilStatus(red, 'node', /^limits 81 % used$/);
      const before = performance.now();
      await stage.succeed();
      assert.ok(performance.now() - before >= 130, 'the next call did not slow down');
    } finally {
      await graph.close();
    }
  });

  it('lists all numbers of the account, all pages of them', async () => {
    const { wabaId, accessToken, phoneNumberId } = await stage.deploy(TYPE, { operation: 'list' });
    const more = Array.from({ length: 60 }, (_, index) =>
      stage.simulator.world.addNumber({
        wabaId,
        accessToken,
        displayPhoneNumber: `49301000${100 + index}`,
        throughputLevel: index === 40 ? 'HIGH' : 'STANDARD',
      }),
    );
    const { topic, payload, whatsapp } = await stage.succeed();
    const ids = (payload as { id: string }[]).map(({ id }) => id);
    assert.equal(topic, 'numbers');
    assert.deepEqual(ids, [phoneNumberId, ...more.map((number) => number.phoneNumberId)]);
    assert.match(String(whatsapp.warnings), /^49301000140: .* has HIGH/);
    assert.equal((whatsapp.warnings as string[]).length, 1);
    await untilStatus(red, 'node', /^61 numbers$/);
    assert.deepEqual((await stage.succeed({ operation: 'number', fields: 'id' })).payload, { id: phoneNumberId });
  });

  it('needs the ID of the account to list its numbers', async () => {
    const number = await stage.deploy(TYPE, { operation: 'list' });
    const { simulator } = stage;
    const account = { id: 'account', type: 'whatsapp-account', api: 'cloud', baseUrl: simulator.url };
    const node = { id: 'node', type: TYPE, account: 'account', operation: 'list', wires: [['out']] };
    const flow = [
      { ...account, phoneNumberId: number.phoneNumberId },
      node,
      { id: 'c', type: 'catch', wires: [['caught']] },
    ];
    await red.deploy(flow, { account: { accessToken: number.accessToken } });
    red.clear();
    const { error } = await stage.fail();
    assert.equal(error.code, 'waba_id_missing');
    assert.match(error.cause.advice, /Enter the WhatsApp Business Account ID/);
  });

  it('refuses what is no list of fields, and hands on what the platform says about unknown ones', async () => {
    await stage.deploy(TYPE);
    for (const fields of ['a b', [1], ['id', ''], 'id,,', '../x', { id: true }]) {
      assert.equal((await stage.fail({ fields })).error.code, 'fields_invalid', JSON.stringify(fields));
    }
    const { error } = await stage.fail({ fields: 'no_such_field' });
    assert.deepEqual([error.code, error.cause.platformCode], ['invalid_parameter', 100]);
    assert.match(error.message, /nonexisting field \(no_such_field\)/);
    assert.equal((await stage.fail({ operation: 'all' })).error.code, 'operation_unknown');
  });
});
