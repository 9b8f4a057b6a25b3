import assert from 'node:assert/strict';
import { ALL_FIXTURES } from '../fixtures/webhooks/all';
import type { IdentityFixture } from '../fixtures/webhooks/identity';
import { type Runtime, startRuntime } from '../harness/runtime';
import { deliver } from './support/deliver';
import { cloudAccount, webhookIn } from './support/parts';
import { prepareReplays, type Replayed, toOutputs } from './support/replay';

describe('our own webhooks, through the route of webhook-in', () => {
  let red: Runtime;
  let replay: (index: number) => Promise<Replayed>;
  before(async () => {
    red = await startRuntime();
    const webhooks = ALL_FIXTURES.map(({ body }) => Buffer.from(JSON.stringify(body)));
    replay = await prepareReplays(red, webhooks);
  });
  after(() => red.stop());

  for (const [index, fixture] of ALL_FIXTURES.entries()) {
    it(fixture.name, async () => {
      const { status, events, messages, errors } = await replay(index);
      assert.equal(status, 200);
      assert.deepEqual(events, toOutputs(fixture.events));
      assert.deepEqual(errors, []);
      const { hash } = fixture as IdentityFixture;
      if (hash?.kind === 'key') assert.equal(messages.at(-1)?.whatsapp.identity?.hash, hash.hash);
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
