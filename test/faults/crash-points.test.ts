import assert from 'node:assert/strict';
import { createKeyedStore } from '../../src/store/keyed-store';
import { HOLD_LIMITS, type Outgoing } from '../../src/store/outgoing';
import type { Scope, SendOutcome, Store } from '../../src/store/store';
import { parseWebhook } from '../../src/webhook/parse';
import { NUMBER, toStatusWebhook, toWebhook, type Webhook } from '../long/support/deliveries';
import { createFaultyDisk, type Fate, type FaultyDisk } from '../long/support/faulty-engine';
import { openIntake } from '../long/support/open-intake';
import { type Receipt, tally } from '../long/support/tally';

const SCOPE: Scope = { number: NUMBER, kind: 'key' };
const ANA = { waId: '16315551001' };
const BEN = { waId: '16315551002' };
const WAMID = 'wamid.ours';
const OUTGOING: Outgoing = {
  nodeId: 'send',
  names: ANA,
  address: { to: ANA.waId },
  content: { type: 'text', text: { body: 'Private' } },
  policy: 'authenticated',
};
const PATIENCE = {
  doubt: { code: 'unknown_outcome', message: 'No.', cause: { retryable: false, advice: '' } },
  waitMs: 0,
};
const ENDS: readonly Fate[] = ['endsBefore', 'endsAfter'];

const ana = (id: string, device: number, at: number) => ({ id, ...ANA, hash: `Ana${device}=`, at });
const ben = (id: string, at: number) => ({ id, ...BEN, hash: 'Ben=', at });

/** What the platform delivers: a change, the refusal of the message that was under way, and both once more. */
const WEBHOOKS: readonly Webhook[] = [
  toWebhook([ben('m1', 2_000), ana('m2', 2, 2_001), ben('m3', 2_002)]),
  toStatusWebhook({ id: WAMID, waId: ANA.waId, at: 2_003, code: 137000 }),
  toWebhook([ana('m2', 2, 2_001), ana('m4', 2, 2_004)]),
];
const EVENTS = ['m1', 'm2', 'm3', 'm4', WAMID, `change:${ANA.waId}`];

/** Ana is trusted, and a message to her is under way. */
async function begin(disk: FaultyDisk): Promise<void> {
  const store = createKeyedStore(disk.open());
  const { intake, account, close } = openIntake(store, { onReceipt: () => undefined });
  await take(toWebhook([ana('m0', 1, 1_000)]));
  await intake.settled();
  await store.acknowledge(SCOPE, ANA, { newest: true });
  const admission = await store.admit(SCOPE, OUTGOING, HOLD_LIMITS);
  assert.equal(admission.type, 'send');
  await settle(store, admission, { type: 'accepted', wamid: WAMID });
  await close();

  async function take({ body }: Webhook): Promise<void> {
    const webhook = parseWebhook(body);
    assert.ok(webhook.ok);
    await intake.accept(body, webhook.body, [account]);
  }
}

async function settle(store: Store, admission: { type: string }, outcome: SendOutcome): Promise<void> {
  assert.ok('correlationId' in admission && typeof admission.correlationId === 'string');
  await store.settle(SCOPE, admission.correlationId, outcome);
}

/** How many messages are held, as the store counts them, and as they are. */
async function heldOf(disk: FaultyDisk): Promise<{ counted: number; held: number }> {
  const engine = disk.open();
  const queues = await engine.range('held/', 'held0', 100);
  const held = queues.reduce((sum, [, json]) => sum + (JSON.parse(json) as unknown[]).length, 0);
  return { counted: Number(engine.get(`heldCount/${NUMBER}`) ?? 0), held };
}

const keysOf = async (disk: FaultyDisk, prefix: string): Promise<string[]> =>
  (await disk.open().range(prefix, `${prefix}\uffff`, 100)).map(([key]) => key);

describe('the end of the process between any two steps', () => {
  /** One life after the other, until everything was answered and handed over. Gives how many writes it took. */
  async function deliverAll(
    fateOf: (write: number) => Fate,
    atOnce: boolean,
  ): Promise<{ writes: number; lives: number }> {
    const disk = createFaultyDisk();
    await begin(disk);
    const before = disk.writes;
    disk.fate = (_, write) => fateOf(write - before);
    const receipts: Receipt[] = [];
    const announced: unknown[] = [];
    const waiting = new Set(WEBHOOKS);
    let lives = 0;
    for (let isOver = false; !isOver; lives += 1) {
      const store = createKeyedStore(disk.open());
      const { intake, account, redeliver } = openIntake(store, { onReceipt: (receipt) => void receipts.push(receipt) });
      account.sender.register('send', (result) => void announced.push(result));
      const deliver = async (webhook: Webhook): Promise<void> => {
        const parsed = parseWebhook(webhook.body);
        assert.ok(parsed.ok);
        await intake.accept(webhook.body, parsed.body, [account]);
        waiting.delete(webhook);
      };
      const work = async (): Promise<boolean> => {
        const redelivered = redeliver();
        if (!atOnce) await redelivered;
        if (atOnce) await Promise.all([...waiting].map(deliver));
        for (const webhook of [...waiting]) {
          await deliver(webhook);
          await intake.settled();
        }
        await redelivered;
        await intake.settled();
        await store.close();
        return true;
      };
      isOver = await Promise.race([work(), disk.ended.then(() => false)]);
    }
    const what = `${JSON.stringify(receipts)} in ${lives} lives`;
    const { lost, doubled } = tally(EVENTS, receipts);
    assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] }, what);
    assert.deepEqual(await heldOf(disk), { counted: 1, held: 1 }, what);
    assert.ok(announced.length >= 1, 'the held message left its node');
    assert.deepEqual(await disk.open().log.ids(), []);
    assert.deepEqual(await keysOf(disk, 'consequences/'), []);
    const { state } = await createKeyedStore(disk.open()).look(SCOPE, ANA);
    assert.equal(state, 'changed');
    return { writes: disk.writes - before, lives };
  }

  for (const atOnce of [false, true]) {
    it(`of taking in deliveries ${atOnce ? 'at once' : 'one by one'} leaves nothing half recorded`, async () => {
      const { writes } = await deliverAll(() => 'done', atOnce);
      assert.ok(writes >= 3);
      for (const end of ENDS) {
        for (let last = 1; last <= writes; last += 1) {
          assert.equal((await deliverAll((write) => (write === last ? end : 'done'), atOnce)).lives, 2);
          // Ends again while it is making up for the first end.
          await deliverAll((write) => (write >= last && write <= last + 2 ? end : 'done'), atOnce);
        }
      }
    });
  }

  it('of sending leaves every message in one place', async () => {
    const run = async (fateOf: (write: number) => Fate): Promise<number> => {
      const disk = createFaultyDisk();
      await begin(disk);
      const before = disk.writes;
      disk.fate = (_, write) => fateOf(write - before);
      const store = createKeyedStore(disk.open());
      let step = 'begun';
      const work = async (): Promise<void> => {
        const first = await store.admit(SCOPE, OUTGOING, HOLD_LIMITS);
        step = 'admitted';
        await settle(store, first, { type: 'mismatch' });
        step = 'held';
        await store.acknowledge(SCOPE, ANA, { newest: true });
        const released = await store.releaseNext(SCOPE, ANA, () => true);
        assert.ok(released !== undefined);
        step = 'released';
        await settle(store, released, { type: 'accepted', wamid: 'wamid.second' });
        step = 'sent';
        await store.settled();
        step = 'recorded';
      };
      await Promise.race([work(), disk.ended]);
      const writes = disk.writes - before;
      disk.fate = () => 'done';
      const next = createKeyedStore(disk.open());
      const interrupted = await next.interrupted(SCOPE, PATIENCE);
      const held = await next.heldOf(SCOPE, ANA);
      const places = interrupted.length + held.length;
      // What a crash interrupts may have been recorded, and may not: but nothing before it is undone.
      const possible: Record<string, readonly number[]> = {
        begun: [0, 1],
        admitted: [1],
        held: [1],
        released: [0, 1],
        // The answer is written down a moment after it came.
        sent: [0, 1],
        recorded: [0],
      };
      assert.ok(possible[step]?.includes(places), `${step}: ${places}`);
      assert.deepEqual(await heldOf(disk), { counted: held.length, held: held.length });
      assert.deepEqual(await next.interrupted(SCOPE, PATIENCE), [], 'told once');
      return writes;
    };
    const writes = await run(() => 'done');
    assert.equal(writes, 5);
    for (const end of ENDS) {
      for (let last = 1; last <= writes; last += 1) await run((write) => (write === last ? end : 'done'));
    }
  });

  it('is no end: a disk that fails at any write, for a while, costs nothing', async () => {
    const { writes } = await deliverAll(() => 'done', false);
    for (let first = 1; first <= writes; first += 1) {
      const disk = createFaultyDisk();
      await begin(disk);
      const before = disk.writes;
      disk.fate = (_, write) => (write - before === first ? 'fails' : 'done');
      const receipts: Receipt[] = [];
      const errors: unknown[] = [];
      const opened = openIntake(createKeyedStore(disk.open()), {
        onReceipt: (receipt) => void receipts.push(receipt),
        onError: (error) => void errors.push(error),
      });
      for (const { body } of WEBHOOKS) {
        const parsed = parseWebhook(body);
        assert.ok(parsed.ok);
        const webhook = parsed.body;
        const attempt = (): Promise<boolean> =>
          opened.intake.accept(body, webhook, [opened.account]).then(
            () => true,
            () => false,
          );
        // As the platform does.
        while (!(await attempt())) assert.ok(errors.length > 0);
        await opened.intake.settled();
      }
      assert.deepEqual(
        receipts.filter(({ redelivered }) => redelivered),
        [],
      );
      const { lost, doubled } = tally(EVENTS, receipts);
      assert.deepEqual({ lost, doubled }, { lost: [], doubled: [] });
      assert.deepEqual(await heldOf(disk), { counted: 1, held: 1 });
      await opened.close();
    }
  });
});
