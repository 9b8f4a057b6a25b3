import { deepEqual, equal } from 'node:assert/strict';
import type { Account } from '../../../src/account';
import { WebhookFigures } from '../../../src/webhook/figures';

const NOTHING_WAITS = { deliveries: 0, events: 0 };
const STORE = {};
const account = (number: string): Account => ({ store: STORE, scope: { number, kind: 'key' } }) as unknown as Account;

describe('the figures of an address', () => {
  it('begin with nothing', () => {
    deepEqual(new WebhookFigures(() => 1_760_000_000_000).report(NOTHING_WAITS), {
      since: '2025-10-09T08:53:20.000Z',
      accepted: { deliveries: 0, events: 0 },
      refused: {},
      lastRefused: {},
      duplicates: 0,
      unclaimed: 0,
      valuesOff: 0,
      waiting: NOTHING_WAITS,
      redelivered: { deliveries: 0, events: 0 },
      setAside: 0,
      acknowledgement: null,
    });
  });

  it('count an event once for a business number, however many accounts have it', () => {
    const figures = new WebhookFigures();
    const own = { events: 3, duplicates: 1 };
    const accounts = new Map([
      [account('1'), own],
      [account('1'), own],
      [account('2'), { events: 2, duplicates: 0 }],
    ]);
    figures.accepted(1);
    figures.processed({ accounts, unclaimed: 4, valuesOff: 2 });
    const { accepted, duplicates, unclaimed, valuesOff } = figures.report(NOTHING_WAITS);
    deepEqual([accepted, duplicates, unclaimed, valuesOff], [{ deliveries: 1, events: 5 }, 1, 4, 2]);
  });

  it('count what is handed over again apart, and only what is for the accounts of the address', () => {
    const figures = new WebhookFigures();
    const own = account('1');
    const accounts = new Map([
      [own, { events: 3, duplicates: 1 }],
      [account('2'), { events: 2, duplicates: 0 }],
    ]);
    figures.redelivered({ accounts, unclaimed: 1, valuesOff: 0 }, [own]);
    figures.redelivered({ accounts, unclaimed: 1, valuesOff: 0 }, [account('3')]);
    const { accepted, redelivered, duplicates } = figures.report(NOTHING_WAITS);
    deepEqual([redelivered, accepted.events, duplicates], [{ deliveries: 1, events: 3 }, 0, 0]);
  });

  it('count refusals by their reason, and remember when each was the last', () => {
    let now = 1_760_000_000_000;
    const figures = new WebhookFigures(() => now);
    for (const reason of ['too_large', 'signature_wrong', 'too_large'] as const) {
      now += 1_000;
      figures.refused(reason);
    }
    const { refused, lastRefused } = figures.report(NOTHING_WAITS);
    deepEqual(refused, { too_large: 2, signature_wrong: 1 });
    deepEqual(lastRefused, { too_large: '2025-10-09T08:53:23.000Z', signature_wrong: '2025-10-09T08:53:22.000Z' });
  });

  it('tell what half and 99 % of the answers did not exceed, and forget old ones', () => {
    const figures = new WebhookFigures();
    figures.accepted(7);
    deepEqual(figures.report(NOTHING_WAITS).acknowledgement, { p50: 7, p99: 7 });
    // Out of order, and none of a thousand remembers the first.
    for (let count = 1_000; count > 0; count -= 1) figures.accepted(count);
    deepEqual(figures.report(NOTHING_WAITS).acknowledgement, { p50: 500, p99: 990 });
    equal(figures.report(NOTHING_WAITS).accepted.deliveries, 1_001);
  });
});
