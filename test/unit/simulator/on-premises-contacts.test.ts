import { deepEqual, equal } from 'node:assert/strict';
import { type OnPremisesStage, setOnPremisesStage } from './support/on-premises-stage';
import { cleanUp } from './support/stage';

const ANA = '+1 (631) 555-1001';
const BEN = '+16315551002';
const DAY = 24 * 3_600_000;

/** Two customers, the second of whom is not on WhatsApp. */
async function withCustomers(): Promise<OnPremisesStage> {
  const stage = await setOnPremisesStage({ rules: { loginLifetimeMs: 100 * DAY } });
  stage.simulator.world.addCustomer({ phone: ANA });
  stage.simulator.world.addCustomer({ phone: BEN, onWhatsApp: false });
  return stage;
}

describe('the contact check of the simulated On-Premises API', () => {
  afterEach(cleanUp);

  it('is processed first, and its results follow in a webhook', async () => {
    const { api, clock, simulator, receiver } = await withCustomers();
    const contacts = [ANA, BEN, '+163155588', '+1 631 555 9999'];
    const { status, body } = await api('POST', '/contacts', { contacts });
    equal(status, 200);
    deepEqual(body, {
      contacts: [
        { input: ANA, status: 'processing' },
        { input: BEN, status: 'processing' },
        { input: '+163155588', status: 'failed' },
        { input: '+1 631 555 9999', status: 'processing' },
      ],
      meta: { api_status: 'stable', version: 'v2.41.2' },
    });
    equal(receiver.webhooks.length, 0);
    clock.advance(500);
    await simulator.idle();
    deepEqual(
      receiver.webhooks.map((webhook) => [webhook.body, webhook.signature]),
      [
        [
          {
            contacts: [
              { input: ANA, status: 'valid', wa_id: '16315551001' },
              { input: BEN, status: 'invalid' },
              { input: '+1 631 555 9999', status: 'invalid' },
            ],
          },
          undefined,
        ],
      ],
    );
  });

  it('answers at the end where it is to wait', async () => {
    const { api, clock, receiver, simulator } = await withCustomers();
    const answer = api('POST', '/contacts', { contacts: [ANA, BEN], blocking: 'wait' });
    await new Promise<void>((resolve) => {
      // The call has arrived as soon as it waits for the clock.
      const look = (): unknown => (clock.timers > 0 ? resolve() : setImmediate(look));
      look();
    });
    clock.advance(500);
    deepEqual((await answer).body.contacts, [
      { input: ANA, status: 'valid', wa_id: '16315551001' },
      { input: BEN, status: 'invalid' },
    ]);
    await simulator.idle();
    equal(receiver.webhooks.length, 0);
  });

  it('knows its results for seven days, unless it is forced to look again', async () => {
    const { api, clock, simulator } = await withCustomers();
    const statuses = async (extra = {}): Promise<unknown[]> => {
      const { body } = await api('POST', '/contacts', { contacts: [ANA], ...extra });
      return body.contacts.map(({ status }: { status: unknown }) => status);
    };
    deepEqual(await statuses(), ['processing']);
    clock.advance(500);
    await simulator.idle();
    simulator.world.customer('16315551001').leaveWhatsApp();
    deepEqual(await statuses(), ['valid']);
    clock.advance(7 * DAY - 1);
    deepEqual(await statuses(), ['valid']);
    deepEqual(await statuses({ force_check: true }), ['processing']);
    clock.advance(500);
    await simulator.idle();
    deepEqual(await statuses(), ['invalid']);
    clock.advance(7 * DAY);
    deepEqual(await statuses(), ['processing']);
  });

  it('completes numbers without plus with the country of the business', async () => {
    const { api, control, simulator } = await setOnPremisesStage({}, { displayPhoneNumber: '912212345678' });
    await control('PATCH', '/rules', { contactCheckMs: 0 });
    simulator.world.addCustomer({ phone: '+15162837151' });
    simulator.world.addCustomer({ phone: '+912266447788' });
    const inputs = ['+1 (516) 283-7151', '022 6644 7788', '912266447788', '1 (516) 283-7151'];
    await api('POST', '/contacts', { contacts: inputs });
    await simulator.idle();
    const { body } = await api('POST', '/contacts', { contacts: inputs });
    deepEqual(
      body.contacts.map(({ status }: { status: unknown }) => status),
      ['valid', 'valid', 'valid', 'invalid'],
    );
  });

  it('finds everything valid, as clients since v2.43 do, where that is the rule', async () => {
    const { api, control } = await withCustomers();
    await control('PATCH', '/rules', { contactCheck: 'always_valid' });
    deepEqual((await api('POST', '/contacts', { contacts: [BEN, '+1 631 555 9999', '+1'] })).body, {
      contacts: [
        { input: BEN, status: 'valid', wa_id: '16315551002' },
        { input: '+1 631 555 9999', status: 'valid', wa_id: '16315559999' },
        { input: '+1', status: 'failed' },
      ],
      meta: { api_status: 'stable', version: 'v2.45.1' },
    });
  });

  it('ends with the simulator, whoever still waits', async () => {
    const { api, simulator, receiver } = await withCustomers();
    await api('POST', '/contacts', { contacts: [ANA] });
    await simulator.close();
    await simulator.idle();
    equal(receiver.webhooks.length, 0);
  });

  const refused: [what: string, body: unknown, code: number][] = [
    ['no contacts', {}, 1008],
    ['contacts that are no list', { contacts: ANA }, 1009],
    ['an empty list', { contacts: [] }, 1009],
    ['contacts that are no text', { contacts: [16315551001] }, 1009],
    ['another kind of blocking', { contacts: [ANA], blocking: true }, 1009],
    ['force_check as text', { contacts: [ANA], force_check: 'true' }, 1009],
    ['a parameter that does not exist', { contacts: [ANA], force: true }, 1010],
    ['no JSON', '{', 1009],
  ];
  for (const [what, body, code] of refused) {
    it(`refuses ${what} with ${code}`, async () => {
      const { api } = await withCustomers();
      const answer = await api('POST', '/contacts', body);
      deepEqual([answer.status, answer.body.errors[0].code], [400, code]);
      equal(typeof answer.body.errors[0].details, 'string');
    });
  }
});
