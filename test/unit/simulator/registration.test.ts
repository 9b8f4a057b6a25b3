import { deepEqual, equal, match } from 'node:assert/strict';
import type { NumberOptions } from '../../../src/simulator/world/business-number';
import { type Answer, cleanUp, type Stage, setStage } from './support/stage';

const PIN = '212834';
const PHONE = '+16505551234';
const TEXT = { messaging_product: 'whatsapp', to: PHONE, type: 'text', text: { body: 'Hi' } };
const SECOND = 1000;
const HOUR = 3600 * SECOND;

const unregistered = (options: NumberOptions = {}): Promise<Stage> =>
  setStage({ seed: 'registration' }, { registered: false, ...options });

const register = ({ graph }: Stage, pin: unknown = PIN, extra = {}): Promise<Answer> =>
  graph('POST', '/register', { messaging_product: 'whatsapp', pin, ...extra });

describe('the registration of a simulated number', () => {
  afterEach(cleanUp);

  it('is what sending and receiving need', async () => {
    const stage = await unregistered();
    const { graph, simulator, receiver } = stage;
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const refused = await graph('POST', '/messages', TEXT);
    deepEqual([refused.status, refused.body.error.code], [400, 133010]);
    equal((await graph('GET', '')).body.platform_type, 'NOT_APPLICABLE');
    let code: unknown;
    try {
      customer.write('Hello');
    } catch (error) {
      ({ code } = error as { code: unknown });
    }
    equal(code, 'number_not_registered');
    deepEqual(await register(stage, PIN, { data_localization_region: 'CH' }), { status: 200, body: { success: true } });
    equal((await graph('GET', '')).body.platform_type, 'CLOUD_API');
    equal((await graph('POST', '/messages', TEXT)).status, 200);
    customer.write('Hello');
    await simulator.idle();
    equal(receiver.messages().length, 1);
  });

  it('needs a verified number', async () => {
    const stage = await unregistered({ verified: false });
    const { body } = await register(stage);
    equal(body.error.code, 133006);
    equal(stage.number.registration.hasPin, false);
  });

  it('keeps the PIN, and compares it from then on', async () => {
    const stage = await setStage();
    equal((await register(stage)).status, 200);
    const wrong = await register(stage, '000000');
    deepEqual([wrong.status, wrong.body.error.code], [400, 133005]);
    equal(stage.number.registration.isRegistered, true);
    stage.clock.advance(5 * SECOND);
    equal((await register(stage)).status, 200);
  });

  it('refuses guesses that follow too fast, and then that are too many', async () => {
    const stage = await unregistered({ pin: PIN });
    for (let guess = 1; guess <= 5; guess++) {
      equal((await register(stage, '000000')).body.error.code, 133005);
      if (guess === 1) {
        const fast = (await register(stage)).body.error;
        deepEqual([fast.code, fast.error_data.details], [133009, 'Try again in 5 seconds.']);
      }
      if (guess < 5) stage.clock.advance(5 * SECOND);
    }
    stage.clock.advance(5 * SECOND);
    const { error } = (await register(stage)).body;
    equal(error.code, 133008);
    match(error.error_data.details, /in 3595 seconds/);
    stage.clock.advance(HOUR);
    equal((await register(stage)).status, 200);
  });

  it('waits five minutes after a deregistration, which keeps the PIN', async () => {
    const stage = await setStage({}, { pin: PIN });
    deepEqual(await stage.graph('POST', '/deregister'), { status: 200, body: { success: true } });
    equal((await stage.graph('POST', '/messages', TEXT)).body.error.code, 133010);
    equal((await stage.graph('POST', '/deregister')).body.error.code, 133010);
    equal((await register(stage)).body.error.code, 133015);
    stage.clock.advance(300 * SECOND);
    equal((await register(stage, '000000')).body.error.code, 133005);
    stage.clock.advance(5 * SECOND);
    equal((await register(stage)).status, 200);
  });

  it('can be tried ten times in 72 hours, deregistrations included', async () => {
    const stage = await setStage();
    for (let attempt = 1; attempt <= 9; attempt++) equal((await register(stage)).status, 200);
    equal((await stage.graph('POST', '/deregister')).status, 200);
    stage.clock.advance(HOUR);
    for (const answer of [await register(stage), await stage.graph('POST', '/deregister')]) {
      deepEqual([answer.status, answer.body.error.code], [400, 133016]);
    }
    stage.clock.advance(72 * HOUR - 1);
    equal((await register(stage)).body.error.code, 133016);
    stage.clock.advance(1);
    equal((await register(stage)).status, 200);
  });

  it('takes a PIN that is set without knowing the one before, and tells of it', async () => {
    const stage = await unregistered({ pin: '999999' });
    const { graph, simulator, receiver, number } = stage;
    deepEqual(await graph('POST', '', { pin: PIN }), { status: 200, body: { success: true } });
    equal((await register(stage)).status, 200);
    await simulator.idle();
    deepEqual(
      receiver.webhooks.map(({ body }) => body.entry),
      [
        [
          {
            id: number.wabaId,
            time: 1_767_225_600,
            changes: [{ value: { display_phone_number: '15550051310', event: 'PIN_CHANGED' }, field: 'security' }],
          },
        ],
      ],
    );
    const { body } = await stage.control('GET', '/timeline');
    equal(JSON.stringify(body).includes(PIN), false);
  });

  const refused: [what: string, path: string, parameters: Record<string, unknown>][] = [
    ['no PIN', '/register', { messaging_product: 'whatsapp' }],
    ['a PIN of five digits', '/register', { messaging_product: 'whatsapp', pin: '12345' }],
    ['a PIN that is a number', '/register', { messaging_product: 'whatsapp', pin: 123456 }],
    ['no messaging_product', '/register', { pin: PIN }],
    ['a region that is none', '/register', { messaging_product: 'whatsapp', pin: PIN, data_localization_region: 'x' }],
    ['letters as two-step PIN', '', { pin: 'abcdef' }],
    ['nothing to set', '', {}],
  ];
  for (const [what, path, parameters] of refused) {
    it(`refuses ${what}`, async () => {
      const { graph, number } = await unregistered();
      const answer = await graph('POST', path, parameters);
      deepEqual([answer.status, answer.body.error.code], [400, 100]);
      deepEqual([number.registration.isRegistered, number.registration.hasPin], [false, false]);
    });
  }

  it('is not for numbers of the On-Premises API, which Graph shows all the same', async () => {
    const stage = await setStage({}, { api: 'on-premises' });
    equal((await register(stage)).body.error.code, 100);
    equal((await stage.graph('POST', '/deregister')).body.error.code, 100);
    equal((await stage.graph('POST', '/messages', TEXT)).body.error.code, 133010);
    equal((await stage.graph('GET', '?fields=platform_type')).body.platform_type, 'ON_PREMISE');
  });
});
