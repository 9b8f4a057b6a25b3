import assert from 'node:assert/strict';
import { ALL_FIXTURES } from '../fixtures/webhooks/all';
import { IDENTITY_FIXTURES } from '../fixtures/webhooks/identity';
import { type Runtime, startRuntime } from '../harness/runtime';
import { deliver } from './support/deliver';
import { cloudAccount, webhookIn } from './support/parts';
import { replay, toOutputs } from './support/replay';

describe('our own webhooks, through the route of webhook-in', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  for (const { name, body, events } of ALL_FIXTURES) {
    it(name, async () => {
      const { status, events: received } = await replay(red, Buffer.from(JSON.stringify(body)));
      assert.equal(status, 200);
      assert.deepEqual(received, toOutputs(events));
      assert.deepEqual(
        red.logs().filter(({ level }) => level === 'error'),
        [],
      );
    });
  }

  for (const { name, body, hash } of IDENTITY_FIXTURES) {
    if (hash?.kind !== 'key') continue;
    it(`${name}: the hash is known afterwards`, async () => {
      const { messages } = await replay(red, Buffer.from(JSON.stringify(body)));
      assert.equal(messages.at(-1)?.whatsapp.identity?.hash, hash.hash);
    });
  }

  it('all of them one after the other, into one account, nothing lost', async () => {
    await red.deploy([cloudAccount(), webhookIn()]);
    red.clear();
    for (const { body } of ALL_FIXTURES) assert.equal((await deliver(red, body)).status, 200);
    const expected = ALL_FIXTURES.flatMap(({ events }) => toOutputs(events));
    for (const port of ['messages', 'statuses', 'events']) {
      const own = expected.filter((output) => output.startsWith(`${port} `));
      const received = await red.waitFor(port, own.length);
      assert.deepEqual(
        received.map(({ topic }) => `${port} ${String(topic)}`),
        own,
      );
    }
  });
});
