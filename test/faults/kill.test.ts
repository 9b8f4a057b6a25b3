import assert from 'node:assert/strict';
import { runKills } from '../long/support/kill-run';

/** A few of them; `npm run test:long` does as many as fit. */
describe('kills under load', function () {
  this.timeout(60_000);

  it('lose nothing that was acknowledged, and double nothing without the mark', async () => {
    const { lost, doubled, wrongStates, kills, received } = await runKills((count) => count === 4);
    assert.deepEqual({ lost, doubled, wrongStates, kills }, { lost: [], doubled: [], wrongStates: [], kills: 4 });
    assert.ok(received > 100);
  });
});
