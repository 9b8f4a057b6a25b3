import { deepEqual, equal, notDeepEqual } from 'node:assert/strict';
import { waitUntil } from '../../harness/wait';
import { cleanUp, setStage } from './support/stage';

describe('webhooks that leave late', () => {
  afterEach(cleanUp);

  it('wait as long as the fault says, and whoever waits for the end waits for them', async () => {
    const { simulator, clock, receiver } = await setStage({ faults: { delayMs: 3000 } });
    simulator.world.addCustomer({ phone: '+16505551234' }).write('Late');
    clock.advance(2999);
    equal(simulator.timeline.entries.filter(({ kind }) => kind === 'webhook').length, 0);
    let isIdle = false;
    const idle = simulator.idle().then(() => (isIdle = true));
    equal(isIdle, false);
    clock.advance(1);
    await idle;
    equal(receiver.messages().length, 1);
  });

  it('overtake each other, and all of them come', async () => {
    const { simulator, clock, receiver } = await setStage({ seed: 'disorder', faults: { disorderMs: 1000 } });
    const customer = simulator.world.addCustomer({ phone: '+16505551234' });
    const written = Array.from({ length: 8 }, (_, index) => customer.write(String(index)));
    clock.advance(1000);
    await waitUntil(() => receiver.messages().length === written.length);
    const received = receiver.messages().map(({ message }) => String(message.id));
    notDeepEqual(received, written);
    deepEqual([...received].sort(), [...written].sort());
  });

  it('are given up when the simulator stops', async () => {
    const { simulator, clock } = await setStage({ faults: { delayMs: 3000 } });
    simulator.world.addCustomer({ phone: '+16505551234' }).write('Never');
    await simulator.close();
    equal(clock.timers, 0);
    await simulator.idle();
  });
});
