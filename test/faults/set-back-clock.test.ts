import assert from 'node:assert/strict';
import { createKeyedStore } from '../../src/store/keyed-store';
import { HOLD_LIMITS, type Outgoing } from '../../src/store/outgoing';
import type { Scope } from '../../src/store/store';
import { parseWebhook } from '../../src/webhook/parse';
import { NUMBER, toWebhook, type Webhook } from '../long/support/deliveries';
import { createFaultyDisk } from '../long/support/faulty-engine';
import { type OpenIntake, openIntake } from '../long/support/open-intake';
import type { Receipt } from '../long/support/tally';

const SCOPE: Scope = { number: NUMBER, kind: 'key' };
const HOUR = 3_600_000;
const DAY = 24 * HOUR;
/** Here everything that is kept by its age begins a new chapter: the ages of duplicates, sends and bodies divide it. */
const BOUNDARY = 8 * 31 * DAY * 80;
const ANA = { waId: '16315551001' };

const webhookOf = (id: string): Webhook => toWebhook([{ id, ...ANA, hash: 'Ana=', at: 1_000 }]);

describe('a clock that is set back', () => {
  let now: number;
  let disk: ReturnType<typeof createFaultyDisk>;
  let receipts: Receipt[];
  beforeEach(() => {
    now = BOUNDARY + HOUR;
    disk = createFaultyDisk();
    receipts = [];
  });

  const openStore = () => createKeyedStore(disk.open(), { now: () => now });
  const open = (store = openStore()): OpenIntake =>
    openIntake(store, { onReceipt: (receipt) => void receipts.push(receipt) });

  async function take({ intake, account }: OpenIntake, { body }: Webhook): Promise<void> {
    const webhook = parseWebhook(body);
    assert.ok(webhook.ok);
    await intake.accept(body, webhook.body, [account]);
    await intake.settled();
  }

  for (const [name, back] of [
    ['an hour', HOUR + 1],
    ['ten days', 10 * DAY],
    ['a month', 30 * DAY],
  ] as const) {
    it(`by ${name} brings nothing a second time, in the same process or the next`, async () => {
      const store = openStore();
      const first = open(store);
      await take(first, webhookOf('m1'));
      now -= back;
      await take(first, webhookOf('m1'));
      await take(first, webhookOf('m2'));
      await store.close();
      const second = open();
      await second.redeliver();
      for (const id of ['m1', 'm2']) await take(second, webhookOf(id));
      now += back;
      for (const id of ['m1', 'm2']) await take(second, webhookOf(id));
      assert.deepEqual(receipts, [
        { id: 'm1', redelivered: false },
        { id: 'm2', redelivered: false },
      ]);
    });
  }

  it('and stands still, or jumps about: no delivery takes the place of another, and none comes before an older one', async () => {
    const ids: string[] = [];
    const bodies: string[] = [];
    for (const at of [now, now, now - HOUR, now - DAY, now + DAY, now]) {
      now = at;
      // Each in a process of its own, which ends before it has handed anything over.
      const store = openStore();
      for (const part of ['a', 'b']) {
        bodies.push(`${ids.length}${part}`);
        ids.push(
          await store.accept({ body: Buffer.from(bodies.at(-1) ?? ''), receivedAt: now, accounts: ['account'] }),
        );
      }
    }
    assert.equal(new Set(ids).size, ids.length);
    const left = await openStore().unfinished();
    assert.deepEqual(
      left.map(({ delivery }) => delivery.body.toString()),
      bodies,
    );
  });

  it('keeps held messages in the order in which they were sent', async () => {
    await take(open(), webhookOf('m1'));
    const outgoing = (body: string): Outgoing => ({
      nodeId: 'send',
      names: ANA,
      address: { to: ANA.waId },
      content: { type: 'text', text: { body } },
      policy: 'authenticated',
    });
    for (const text of ['One', 'Two', 'Three']) {
      await openStore().admit(SCOPE, outgoing(text), HOLD_LIMITS);
      now -= HOUR;
    }
    const held = await openStore().heldOf(SCOPE, ANA);
    assert.deepEqual(
      held.map(({ outgoing: { content } }) => content.text),
      ['One', 'Two', 'Three'].map((body) => ({ body })),
    );
  });

  it('was years ahead: afterwards things age by the right one again', async () => {
    const intake = open();
    now += 40 * 365 * DAY;
    await take(intake, webhookOf('future'));
    now -= 40 * 365 * DAY;
    await take(intake, webhookOf('m1'));
    // The platform tries for seven days; what is older than twice eight is not kept.
    now += 7 * DAY;
    await take(intake, webhookOf('m1'));
    now += 16 * DAY;
    await take(intake, webhookOf('m1'));
    assert.deepEqual(
      receipts.map(({ id }) => id),
      ['future', 'm1', 'm1'],
    );
  });
});
