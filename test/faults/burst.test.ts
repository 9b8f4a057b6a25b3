import { deepEqual, equal, ok } from 'node:assert/strict';
import { Account } from '../../src/account';
import { createCloudPlatform } from '../../src/platform/cloud/client';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import { createKeyedStore } from '../../src/store/keyed-store';
import { createMemoryEngine } from '../../src/store/memory-engine';
import type { Store } from '../../src/store/store';

const COUNT = 10_000;
const RATE = 1000;
/** Two messages for each, one right after the other. */
const CUSTOMERS = COUNT / 2;

/** The most that any second saw, wherever it began. */
function busiestSecond(times: readonly number[]): number {
  let first = 0;
  let most = 0;
  times.forEach((time, index) => {
    while ((times[first] ?? time) <= time - 1000) first += 1;
    most = Math.max(most, index - first + 1);
  });
  return most;
}

describe('a burst of ten thousand messages', function () {
  this.timeout(120_000);
  let simulator: Simulator;
  let store: Store;
  before(async () => {
    simulator = createSimulator({ timelineLimit: 3 * COUNT });
    await simulator.start();
    store = createKeyedStore(createMemoryEngine());
  });
  after(async () => {
    await store.close();
    await simulator.close();
  });

  it('leaves at the permitted rate, in order, and nothing of it is refused', async () => {
    const { phoneNumberId, wabaId, accessToken } = simulator.world.addNumber({ throughputLevel: 'HIGH' });
    const platform = createCloudPlatform({
      api: 'simulator',
      baseUrl: simulator.url,
      version: 'v25.0',
      phoneNumberId,
      accessToken,
    });
    const settings = { id: 'account', name: '', country: '', appSecret: '', verifyToken: '', phoneNumberId, wabaId };
    const account = new Account(
      { ...settings, api: 'cloud', messagesPerSecond: RATE },
      platform,
      store,
      () => undefined,
    );
    for (let i = 0; i < CUSTOMERS; i += 1) simulator.world.addCustomer({ phone: `+1631${5_560_000 + i}`, name: 'Ben' });
    const results = await Promise.all(
      Array.from({ length: COUNT }, (_, i) => {
        const waId = `1631${5_560_000 + Math.floor(i / 2)}`;
        const content = { type: 'text', text: { body: String(i) } };
        return account.sender.send({
          nodeId: 'send',
          names: { waId },
          address: { to: `+${waId}` },
          content,
          policy: 'same',
        });
      }),
    );
    platform.close();
    equal(results.filter(({ type }) => type === 'accepted').length, COUNT);
    const calls = simulator.timeline.entries.filter((entry) => entry.kind === 'call');
    equal(calls.length, COUNT);
    deepEqual(
      calls.filter(({ status }) => status !== 200),
      [],
    );
    const times = calls.map(({ at }) => Date.parse(at));
    ok(busiestSecond(times) <= RATE, `${busiestSecond(times)} in one second`);
    const seconds = ((times.at(-1) ?? 0) - (times[0] ?? 0)) / 1000;
    ok(COUNT / seconds > 0.3 * RATE, `${COUNT} in ${seconds} s`);
    for (const { inbox } of simulator.world.customers) {
      const order = inbox.map(({ content }) => Number((content.text as { body: string }).body));
      deepEqual(
        order,
        [...order].sort((a, b) => a - b),
      );
    }
  });
});
