import { deepEqual, equal } from 'node:assert/strict';
import { CustomerTime } from '../../../src/simulator/world/customer-time';
import { manualClock } from './support/manual-clock';
import { cleanUp, setStage } from './support/stage';

const PHONE = '+16505551234';

describe('the time of a simulated customer', () => {
  afterEach(cleanUp);

  it('is that of the clock, as long as no device is set up', () => {
    const clock = manualClock(5_200);
    const time = new CustomerTime(clock);
    equal(time.now(), 5_200);
    clock.advance(100);
    equal(time.now(), 5_300);
  });

  it('goes on to the next second while a device is set up, and never back', () => {
    const clock = manualClock(5_200);
    const time = new CustomerTime(clock);
    time.now();
    time.setUpDevice();
    equal(time.now(), 6_000);
    time.setUpDevice();
    equal(time.now(), 7_000);
    clock.advance(1_900);
    equal(time.now(), 7_100);
  });

  it('is not put off by devices between which nothing was told', () => {
    const clock = manualClock(5_200);
    const time = new CustomerTime(clock);
    time.now();
    for (let device = 2; device < 10; device++) time.setUpDevice();
    equal(time.now(), 6_000);
  });

  it('puts every webhook after a change of device, or of person, into a later second than all before', async () => {
    const { simulator, receiver, send } = await setStage({}, { identityCheck: true });
    const customer = simulator.world.addCustomer({ phone: PHONE, name: 'Ana' });
    const timestamps = (): number[] =>
      [...receiver.messages().map(({ message }) => message), ...receiver.statuses()].map(({ timestamp }) =>
        Number(timestamp),
      );
    const changes = [() => customer.newDevice(), () => customer.simSwap({ name: 'Mallory' })];
    for (const change of changes) {
      customer.write('Hello');
      await send(PHONE, 'To whoever holds the account');
      customer.read();
      await simulator.idle();
      const before = timestamps();
      change();
      await send(PHONE, 'Private', { recipient_identity_key_hash: 'AAAAAAAAAAA=' });
      customer.write('It is me');
      await send(PHONE, 'To whoever holds the account');
      await simulator.idle();
      const after = timestamps()
        .slice(0)
        .filter((at) => at > Math.max(...before));
      // A refusal, a message, and two statuses.
      equal(after.length, 4);
    }
  });

  it('leaves other customers alone', async () => {
    const { simulator, receiver } = await setStage();
    const customer = simulator.world.addCustomer({ phone: PHONE });
    const other = simulator.world.addCustomer({ phone: '+16505550000' });
    customer.write('Hello');
    customer.newDevice();
    customer.write('Hello again');
    other.write('Hello');
    await simulator.idle();
    const [first, second, third] = receiver.messages().map(({ message }) => Number(message.timestamp));
    deepEqual([second, third], [Number(first) + 1, first]);
  });
});
