import assert from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import type { Customer } from '../../src/simulator/world/customer';
import type { FlowNode } from '../harness/flow';
import { freePort } from '../harness/free-port';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { startPlatform, WEBHOOK_PATH } from '../nodes/trust/platform';
import { readReceipts, type Tally, tally } from './support/tally';

const MINUTES = Number(process.env.LONG_MINUTES || 60);
const KILLS = MINUTES >= 10 ? 5 : 2;

/** The first wired nodes write down what they receive, in the moment in which they do. */
const writer = (id: string, key: string, file: string): FlowNode => ({
  id,
  type: 'function',
  libs: [{ var: 'fs', module: 'fs' }],
  func: `fs.appendFileSync(${JSON.stringify(file)}, JSON.stringify({ id: ${key}, redelivered: msg.whatsapp.redelivered }) + '\\n');`,
  outputs: 0,
  wires: [],
});

describe('kills of a real Node-RED under load', function () {
  this.timeout(MINUTES * 60_000);

  it('lose nothing that was acknowledged, and double nothing without the mark', async () => {
    const directory = tempDir('node-red');
    const record = join(directory.path, 'record');
    const port = await freePort();
    const platform = await startPlatform();
    const { simulator, number } = platform;
    const start = (): Promise<NodeRedProcess> =>
      startNodeRed({ userDirectory: directory.path, settings: { uiPort: port } });
    let red = await start();
    try {
      await red.deploy(
        [
          ...platform.nodes,
          {
            id: 'in',
            type: 'whatsapp-webhook-in',
            account: 'account',
            path: WEBHOOK_PATH,
            wires: [['events'], ['events'], ['changes'], []],
          },
          writer('events', 'msg.whatsapp.id', record),
          writer('changes', "'change:' + msg.payload.customer.waId", record),
        ],
        platform.credentials,
      );
      await simulator.world.setWebhook(number.phoneNumberId, `${red.url}${WEBHOOK_PATH}`);
      const customers = Array.from({ length: 50 }, (_, index) => platform.newCustomer({ name: `Customer ${index}` }));
      const written: string[] = [];
      const writeOnce = (): void => void customers.forEach((customer) => void written.push(customer.write('Hello')));
      writeOnce();
      await simulator.idle();

      // Every webhook comes twice, and many of them hold several events.
      simulator.faults.duplicates = 1;
      simulator.faults.batch = { size: 20, waitMs: 20 };
      let isOver = false;
      const load = (async () => {
        while (!isOver) {
          writeOnce();
          await delay(50);
        }
      })();
      const changed: Customer[] = [];
      for (let kill = 0; kill < KILLS; kill += 1) {
        // New phones appear shortly before each kill.
        const next = customers.slice(kill * 10, kill * 10 + 10);
        for (const customer of next) customer.newDevice();
        changed.push(...next);
        await delay(50 + Math.random() * 1_000);
        await red.kill();
        red = await start();
      }
      isOver = true;
      await load;
      // The platform tries each of them until it was answered with 200.
      await simulator.idle();
      const changes = changed.map(({ waId }) => `change:${waId}`);
      const { lost, doubled, received, redelivered } = await handedOver([...written, ...changes], record);
      console.log(
        `      ${JSON.stringify({ kills: KILLS, events: written.length, received, redelivered, lost: lost.length, doubled: doubled.length })}`,
      );
      assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] });
    } finally {
      await red.stop();
      directory.remove();
      await platform.close();
    }
  });
});

/** Node-RED hands over after it has answered: waits until nothing is lost, as long as that can make sense. */
async function handedOver(expected: readonly string[], record: string): Promise<Tally> {
  const count = (): Tally => tally(expected, readReceipts(record));
  await waitUntil(() => count().lost.length === 0, { timeout: 30_000 }).catch(() => undefined);
  return count();
}
