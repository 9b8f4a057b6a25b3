import assert from 'node:assert/strict';
import { waitUntil } from '../harness/wait';
import { phone } from '../nodes/trust/platform';
import { type ProcessStage, startProcessStage } from './process-stage';

/** As many as one customer may get at once, and one for the other. */
const COUNT = 40;

describe('a queue of messages when the process is killed', function () {
  this.timeout(90_000);
  let stage: ProcessStage;
  before(async () => {
    stage = await startProcessStage();
  });
  after(() => stage.close());

  it('is sent by the next process, in order and once; its statuses tell of what was on its way', async () => {
    const ben = stage.newCustomer();
    const other = stage.newCustomer({ name: 'Ana' });
    // What was on its way is known to have been sent, and no more.
    ben.goOffline();
    other.goOffline();
    stage.gate.hold();
    for (let i = 0; i < COUNT; i += 1) await stage.post(ben, String(i));
    // Everything before it is recorded when it leaves: the store works off one step after the other.
    await stage.post(other, 'after them');
    await waitUntil(() => stage.gate.waiting === 2, { timeout: 15_000, what: 'two messages on their way' });
    await stage.kill();
    stage.gate.open();
    await stage.start();
    await waitUntil(() => stage.received('failed').length + stage.received('accepted').length === COUNT + 1, {
      timeout: 60_000,
      what: () => `something comes of ${COUNT + 1}, of ${stage.received('accepted').length} by now`,
    });
    ben.goOnline();
    other.goOnline();
    await stage.simulator.idle();
    assert.deepEqual(stage.received('failed'), []);
    const ids = stage.received('accepted').map(({ whatsapp }) => whatsapp.id);
    assert.equal(new Set(ids).size, COUNT + 1);
    const texts = phone(ben).map((line) => line.split(' ')[0]);
    assert.deepEqual(
      texts,
      Array.from({ length: COUNT }, (_, i) => String(i)),
    );
    assert.equal(phone(other).length, 1);
  });
});
