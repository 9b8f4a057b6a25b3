import assert from 'node:assert/strict';
import { runKills } from './support/kill-run';

const MINUTES = Number(process.env.LONG_MINUTES || 60);
/** A share of the long runs' time; the least is what a run of ten minutes must reach. */
const SHARE = 0.3;
const LEAST_KILLS = MINUTES >= 10 ? 50 : 5;

describe('kills of receiver and store under load', function () {
  this.timeout(MINUTES * 60_000);

  it('lose nothing that was acknowledged, and double nothing without the mark', async () => {
    const end = Date.now() + SHARE * MINUTES * 60_000;
    const figures = await runKills((kills) => kills >= LEAST_KILLS && Date.now() > end);
    const { lost, doubled, wrongStates, answers, ...counts } = figures;
    console.log(`      ${JSON.stringify({ ...counts, answers, lost: lost.length, doubled: doubled.length })}`);
    assert.deepEqual({ lost, doubled, wrongStates }, { lost: [], doubled: [], wrongStates: [] });
    // Otherwise no kill would have met anything under way.
    assert.ok(figures.failed > figures.kills);
  });
});
