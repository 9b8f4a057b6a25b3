import { equal } from 'node:assert/strict';
import fc from 'fast-check';
import { PairPace } from '../../../../src/messages/pace/pair-pace';
import { SendLimits } from '../../../../src/simulator/world/send-limits';

describe('the pace of messages to one customer', () => {
  it('lets 45 leave at once, and then nothing until each has had six seconds', () => {
    const pace = new PairPace();
    for (let i = 0; i < 45; i += 1) {
      equal(pace.delayOf('ana', 1000), 0);
      pace.take('ana', 1000);
    }
    equal(pace.delayOf('ana', 1000), 271_000);
    equal(pace.delayOf('ben', 1000), 0);
    equal(pace.delayOf('ana', 271_999), 1);
    equal(pace.delayOf('ana', 272_000), 0);
  });

  it('forgets what did not leave', () => {
    const pace = new PairPace();
    for (let i = 0; i < 45; i += 1) pace.take('ana', 0);
    pace.giveBack('ana');
    equal(pace.delayOf('ana', 0), 0);
    equal(pace.delayOf('ana', 6000), 259_000);
  });

  it('never lets more leave than a platform takes that counts strictly, wherever messages are held up on the way', () => {
    const steps = fc.array(
      fc.record({ pause: fc.integer({ min: 0, max: 9000 }), way: fc.integer({ min: 0, max: 999 }) }),
    );
    fc.assert(
      fc.property(steps, (messages) => {
        let now = 1_760_000_000_000;
        let arrival = now;
        const pace = new PairPace();
        const limits = new SendLimits({ now: () => arrival, setTimeout: () => () => undefined });
        for (const { pause, way } of messages) {
          now = Math.max(now + pause, arrival);
          now += pace.delayOf('ana', now);
          pace.take('ana', now);
          arrival = now + way;
          equal(limits.take('HIGH', 'ana'), undefined);
        }
      }),
    );
  });
});
