import assert from 'node:assert/strict';
import type { FlowNode } from '../harness/flow';
import { type Runtime, startRuntime } from '../harness/runtime';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { catchAll, cloudAccount, simulatorAccount } from './support/parts';
import { type ServerStage, startServerStage } from './support/server-stage';
import { untilStatus } from './support/until-status';

interface Result {
  input: string;
  status: string;
  wa_id?: string;
  number?: string;
  source?: string;
  reason?: string;
  [column: string]: unknown;
}

interface Results extends FlowMessage {
  payload: Result[];
}

const validate = (more: Partial<FlowNode> = {}): FlowNode => ({
  id: 'validate',
  type: 'whatsapp-contacts-validate',
  name: '',
  account: 'account',
  check: 'platform',
  column: '',
  blocking: 'wait',
  forceCheck: false,
  advance: 250,
  batchSize: 100,
  wires: [['results'], ['late']],
  ...more,
});

const statuses = (results: readonly Result[]): string[] => results.map(({ status }) => status);

describe('whatsapp-contacts-validate', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  const check = async (payload: unknown, more: object = {}): Promise<Results> => {
    red.clear();
    const { error } = await red.process('validate', { payload, ...more });
    if (error) throw error;
    const [results] = await red.waitFor<Results>('results');
    assert.ok(results);
    return results;
  };

  const fail = async (payload: unknown, more: object = {}): Promise<CaughtMessage['error']> => {
    red.clear();
    await red.process('validate', { payload, ...more });
    const [caught] = await red.waitFor<CaughtMessage>('caught');
    assert.ok(caught);
    assert.deepEqual(red.received('results'), []);
    await untilStatus(red, 'validate', new RegExp(`${caught.error.code}$`));
    return caught.error;
  };

  describe('on the On-Premises API', () => {
    let stage: ServerStage;
    beforeEach(async () => {
      stage = await startServerStage(red);
    });
    afterEach(() => stage.close());

    const deploy = (more: Partial<FlowNode> = {}): Promise<void> => stage.deploy(validate(more), catchAll());

    it('tells in their order which numbers are on WhatsApp', async () => {
      await deploy();
      const [ana, ben] = [stage.newCustomer('Ana'), stage.newCustomer('Ben')];
      const payload = [
        `+${ben.waId}`,
        '+1 631 555 9999',
        'no number',
        `(631) 555-${ana.waId.slice(-4)}`,
        `+${ben.waId}`,
      ];
      const { payload: results, topic, whatsapp } = await check(payload, { own: 1 });
      assert.deepEqual(
        results.map(({ input, status, wa_id }) => [input, status, wa_id]),
        [
          [payload[0], 'valid', ben.waId],
          [payload[1], 'invalid', undefined],
          [payload[2], 'invalid', undefined],
          [payload[3], 'valid', ana.waId],
          [payload[4], 'valid', ben.waId],
        ],
      );
      assert.deepEqual([topic, whatsapp.kind, whatsapp.asked, whatsapp.pending], ['results', 'contacts', 3, 0]);
      assert.equal(results[3]?.completedWith, 'US');
      const [call] = stage.calls();
      assert.deepEqual(JSON.parse(call?.request ?? ''), {
        blocking: 'wait',
        contacts: [`+${ben.waId}`, '+16315559999', `+${ana.waId}`],
        force_check: false,
      });
      await untilStatus(red, 'validate', /^3 of 5 good$/);
    });

    it('takes one number, and text with several', async () => {
      await deploy();
      const { waId } = stage.newCustomer();
      assert.deepEqual(statuses((await check(`+${waId}`)).payload), ['valid']);
      assert.deepEqual(statuses((await check(Number(waId.slice(1)))).payload), ['valid']);
      assert.deepEqual(statuses((await check(`+${waId}\n+1 631 555 9998`)).payload), ['valid', 'invalid']);
    });

    it('puts results beside the rows of a CSV node', async () => {
      await deploy({ column: 'mobile no.' });
      const { waId } = stage.newCustomer();
      const rows = [
        { name: 'Ana', 'mobile no.': `+${waId}`, status: 'customer' },
        { name: 'Nobody', 'mobile no.': '' },
      ];
      const { payload } = await check(rows);
      assert.deepEqual(
        payload.map((row) => [row.name, row['mobile no.'], row.status, row.wa_id]),
        [
          ['Ana', `+${waId}`, 'valid', waId],
          ['Nobody', '', 'invalid', undefined],
        ],
      );
      assert.equal((await fail([{ phone: `+${waId}` }])).code, 'column_missing');
      assert.deepEqual(statuses((await check([{ phone: `+${waId}` }], { column: 'phone' })).payload), ['valid']);
    });

    it('hands late results to the second output, and says which message asked', async () => {
      await deploy({ blocking: 'no_wait' });
      const { waId } = stage.newCustomer();
      const input = `(631) 555-${waId.slice(-4)}`;
      const { payload, whatsapp } = await check([input, '+1 631 555 9997'], { _msgid: 'asked-first' });
      assert.deepEqual([statuses(payload), whatsapp.pending], [['processing', 'processing'], 2]);
      assert.equal(payload[0]?.wa_id, undefined);
      const [late] = await red.waitFor<Results>('late');
      assert.deepEqual([late?.topic, late?._msgid, late?.whatsapp.pending], ['late_results', 'asked-first', 0]);
      assert.deepEqual(
        late?.payload.map(({ input, status, wa_id }) => [input, status, wa_id]),
        [
          [input, 'valid', waId],
          ['+1 631 555 9997', 'invalid', undefined],
        ],
      );
      assert.equal((await red.waitFor<FlowMessage>('events'))[0]?.topic, 'contacts');
      await untilStatus(red, 'validate', /^late: 1 of 2$/);
    });

    it('hands over late results that are the same as the time before', async () => {
      await deploy({ blocking: 'no_wait', forceCheck: true });
      const { waId } = stage.newCustomer();
      for (const _msgid of ['first', 'second', 'third']) {
        await check(`+${waId}`, { _msgid });
        const [late] = await red.waitFor<Results>('late');
        assert.equal(late?._msgid, _msgid);
      }
    });

    it('hands late results to the node as it is after a deployment', async () => {
      await deploy({ blocking: 'no_wait' });
      const { waId } = stage.newCustomer();
      await stage.simulator.world.setWebhook(stage.number.phoneNumberId, `${red.url}/nowhere`);
      await check(`+${waId}`, { _msgid: 'before' });
      await deploy({ blocking: 'no_wait', name: 'renamed' });
      const [late] = await red.waitFor<Results>('late');
      assert.equal(late?._msgid, 'before');
    });

    it('asks once for what it knows', async () => {
      await deploy();
      const numbers = [`+${stage.newCustomer().waId}`, '+1 631 555 9996'];
      assert.equal((await check(numbers)).whatsapp.asked, 2);
      stage.calls();
      const again = await check(numbers);
      assert.deepEqual([statuses(again.payload), again.whatsapp.asked], [['valid', 'invalid'], 0]);
      assert.deepEqual(
        again.payload.map(({ source }) => source),
        ['cache', 'cache'],
      );
      assert.deepEqual(stage.calls(), []);
      assert.equal((await check(numbers, { forceCheck: true })).whatsapp.asked, 2);
      assert.equal(JSON.parse(stage.calls()[0]?.request ?? '').force_check, true);
    });

    it('does not ask about a customer who wrote', async () => {
      await deploy();
      const customer = stage.newCustomer();
      customer.write('hello', stage.number.phoneNumberId);
      await red.waitFor('messages');
      stage.calls();
      const { payload } = await check(`+${customer.waId}`);
      assert.deepEqual(
        payload.map(({ status, wa_id, source }) => [status, wa_id, source]),
        [['valid', customer.waId, 'customer']],
      );
      assert.deepEqual(stage.calls(), []);
    });

    it('asks in batches', async () => {
      await deploy({ batchSize: 2 });
      const numbers = [1, 2, 3, 4, 5].map((index) => `+1 631 555 80${index}0`);
      assert.deepEqual(
        statuses((await check(numbers)).payload),
        Array.from({ length: 5 }, () => 'invalid'),
      );
      const sizes = stage.calls().map(({ request }) => JSON.parse(request).contacts.length);
      assert.deepEqual(sizes, [2, 2, 1]);
    });

    it('keeps to its budget, which no message can raise', async () => {
      await deploy({ advance: 2 });
      const numbers = [1, 2, 3].map((index) => `+1 631 555 81${index}0`);
      const error = await fail(numbers, { advance: 1000 });
      assert.equal(error.code, 'contact_budget_exhausted');
      assert.ok(error.cause?.advice.includes('agreed'));
      assert.deepEqual(stage.calls(), []);
      assert.equal((await check(numbers.slice(1))).whatsapp.asked, 2);
      assert.equal((await fail(numbers)).code, 'contact_budget_exhausted');
    });

    it('warns of a server that calls everything valid, in the log once', async () => {
      await deploy();
      Object.assign(stage.simulator.world.rules, { contactCheck: 'always_valid' });
      const { payload, whatsapp } = await check('+1 631 555 8200');
      assert.deepEqual(statuses(payload), ['valid']);
      const [warning] = whatsapp.warnings as string[];
      assert.match(warning ?? '', /checks nothing any more/);
      assert.equal((await untilStatus(red, 'validate', /^1 of 1 good$/)).fill, 'yellow');
      const logged = () => red.logs('validate').filter(({ level }) => level === 'warn').length;
      assert.equal(logged(), 1);
      await check('+1 631 555 8201');
      assert.equal(logged(), 0);
    });

    it('tells what the server says no to', async () => {
      await deploy();
      stage.simulator.faults.onPremisesError = { code: 1015, times: 1, path: 'contacts' };
      const error = await fail('+1 631 555 8300');
      assert.deepEqual([error.code, error.cause?.retryable], ['rate_limited', true]);
    });

    it('refuses settings of a message that nobody knows', async () => {
      await deploy();
      const CASES: [object, string][] = [
        [{ check: 'guess' }, 'check_unknown'],
        [{ blocking: 'perhaps' }, 'blocking_unknown'],
        [{ column: 7 }, 'column_invalid'],
        [{ forceCheck: 'yes' }, 'force_check_invalid'],
      ];
      for (const [more, code] of CASES) assert.equal((await fail('+1 631 555 8400', more)).code, code);
      assert.equal((await fail('')).code, 'contacts_missing');
      assert.deepEqual(stage.calls(), []);
    });

    it('has defaults for whatever a flow by hand leaves out', async () => {
      const { id, type, account, wires } = validate();
      await stage.deploy({ id, type, account, wires } as FlowNode, catchAll());
      assert.deepEqual(statuses((await check('+1 631 555 8500')).payload), ['processing']);
    });
  });

  describe('on other APIs', () => {
    for (const [name, account] of [
      ['Cloud API', cloudAccount({ country: 'US' })],
      ['simulator', simulatorAccount({ country: 'US' })],
    ] as const) {
      it(`says on the ${name} which API has the check, and the way without it`, async () => {
        await red.deploy([account, validate({ advance: 0 }), catchAll()]);
        const error = await fail(['+1 631 555 1001', '+1 631 555 1002']);
        assert.equal(error.code, 'not_supported');
        assert.match(error.message, /Cloud API.*On-Premises API.*October 2025/);
        assert.match(error.cause?.advice ?? '', /offline.*131026/);
      });

      it(`checks on the ${name} the form of numbers, offline`, async () => {
        await red.deploy([account, validate({ check: 'offline' }), catchAll()]);
        const numbers = ['+1 631 555 1001', '(631) 555-1001', '+49 151 23456789', '+91 12345', 'no number'];
        const { payload, whatsapp } = await check(numbers);
        assert.deepEqual(
          payload.map(({ status, number, country }) => [status, number, country]),
          [
            ['plausible', '+16315551001', 'US'],
            ['plausible', '+16315551001', 'US'],
            ['plausible', '+4915123456789', 'DE'],
            ['invalid', undefined, undefined],
            ['invalid', undefined, undefined],
          ],
        );
        assert.deepEqual([whatsapp.offline, whatsapp.asked], [true, 0]);
        assert.equal(whatsapp.simulated, name === 'simulator' ? true : undefined);
        await untilStatus(red, 'validate', /3 of 5 good$/);
      });
    }

    it('does not guess a country', async () => {
      await red.deploy([cloudAccount(), validate({ check: 'offline' })]);
      const { payload } = await check(['(631) 555-1001']);
      assert.deepEqual(
        payload.map(({ status, reason }) => [status, reason]),
        [['incomplete', 'country_code_missing']],
      );
    });

    it('needs an account', async () => {
      await red.deploy([validate({ account: '' }), catchAll()]);
      red.clear();
      await red.process('validate', { payload: '+1 631 555 1001' });
      assert.equal((await red.waitFor<CaughtMessage>('caught'))[0]?.error.code, 'account_missing');
    });
  });
});
