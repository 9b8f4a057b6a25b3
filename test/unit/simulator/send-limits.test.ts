import { deepEqual, equal } from 'node:assert/strict';
import { cleanUp, type Stage, setStage } from './support/stage';

const ANA = '+16505551234';

/** The error code of a text, undefined when it was accepted. */
async function send({ graph }: Stage, to: string): Promise<number | undefined> {
  const message = { messaging_product: 'whatsapp', to, type: 'text', text: { body: 'Hi' } };
  return (await graph('POST', '/messages', message)).body.error?.code;
}

const several = (stage: Stage, count: number, to: (i: number) => string): Promise<(number | undefined)[]> =>
  Promise.all(Array.from({ length: count }, (_, i) => send(stage, to(i))));

const someone = (i: number): string => `+1650556${String(i).padStart(4, '0')}`;
const refused = (codes: (number | undefined)[]): number[] => codes.filter((code) => code !== undefined);

describe('the simulator’s limits of sending', () => {
  afterEach(cleanUp);

  it('refuse what is over 80 in any one second', async () => {
    const stage = await setStage();
    deepEqual(refused(await several(stage, 40, someone)), []);
    stage.clock.advance(600);
    deepEqual(refused(await several(stage, 43, (i) => someone(100 + i))), [130429, 130429, 130429]);
    stage.clock.advance(399);
    equal(await send(stage, someone(200)), 130429);
    stage.clock.advance(1);
    deepEqual(refused(await several(stage, 41, (i) => someone(300 + i))), [130429]);
  });

  it('allow 1,000 where the number has the higher level', async function () {
    // As many calls as that take a busy machine its time.
    this.timeout(60_000);
    const stage = await setStage({}, { throughputLevel: 'HIGH' });
    deepEqual(refused(await several(stage, 1002, someone)), [130429, 130429]);
  });

  it('refuse a 46th message to one customer within six seconds, and everything until the burst is paid for', async () => {
    const stage = await setStage();
    stage.simulator.world.addCustomer({ phone: ANA });
    deepEqual(refused(await several(stage, 46, () => ANA)), [131056]);
    equal(await send(stage, someone(1)), undefined, 'others are not affected');
    stage.clock.advance(45 * 6000 - 1);
    equal(await send(stage, ANA), 131056);
    stage.clock.advance(1);
    equal(await send(stage, ANA), undefined);
  });

  it('let one message in six seconds go on for ever, and make twenty at once cost two minutes', async () => {
    const stage = await setStage();
    for (let i = 0; i < 20; i += 1) {
      equal(await send(stage, ANA), undefined);
      stage.clock.advance(6000);
    }
    deepEqual(refused(await several(stage, 20, () => ANA)), []);
    stage.clock.advance(119_999);
    equal(await send(stage, ANA), 131056);
    stage.clock.advance(1);
    equal(await send(stage, ANA), undefined);
  });

  it('know a customer by number and user ID alike, and can be switched off', async () => {
    const stage = await setStage();
    const customer = stage.simulator.world.addCustomer({ phone: ANA, userId: 'US.13491208655302741918' });
    await several(stage, 45, () => ANA);
    const byUserId = { messaging_product: 'whatsapp', recipient: customer.userId, type: 'text', text: { body: 'x' } };
    equal((await stage.graph('POST', '/messages', byUserId)).body.error?.code, 131056);
    await stage.control('PATCH', '/rules', { limitSending: false });
    equal(await send(stage, ANA), undefined);
  });
});
