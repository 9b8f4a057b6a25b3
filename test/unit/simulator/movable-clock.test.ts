import { deepEqual, equal } from 'node:assert/strict';
import { movable } from '../../../src/simulator/movable-clock';
import { manualClock } from './support/manual-clock';
import { cleanUp, setStage } from './support/stage';

describe('a clock that can be moved on', () => {
  afterEach(cleanUp);

  it('lets what was due meanwhile happen at once, in its order, and keeps what is not', () => {
    const inner = manualClock();
    const clock = movable(inner);
    const before = clock.now();
    const happened: string[] = [];
    clock.setTimeout(() => happened.push('later'), 3000);
    clock.setTimeout(() => happened.push('second'), 200);
    const cancel = clock.setTimeout(() => happened.push('never'), 150);
    clock.setTimeout(() => {
      happened.push('first');
      cancel();
    }, 100);
    clock.moveOn(1000);
    deepEqual(happened, ['first', 'second']);
    equal(clock.now() - before, 1000);
    clock.moveOn(1999);
    deepEqual(happened, ['first', 'second']);
    clock.moveOn(1);
    deepEqual(happened, ['first', 'second', 'later']);
    equal(clock.offset, 3000);
  });

  it('is moved over the control API, and webhooks tell the new time', async () => {
    const { simulator, control, receiver } = await setStage();
    const customer = simulator.world.addCustomer({ phone: '+16505551234' });
    customer.write('Before');
    equal((await control('POST', '/clock', { forwardMs: 86_400_000 })).status, 200);
    customer.write('After');
    await simulator.idle();
    const [before, after] = receiver.messages().map(({ message }) => Number(message.timestamp));
    equal(Number(after) - Number(before), 86_400);
    for (const forwardMs of [-1, 0.5, '1', undefined]) {
      equal((await control('POST', '/clock', { forwardMs })).status, 400, String(forwardMs));
    }
  });
});
