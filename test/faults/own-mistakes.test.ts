import assert from 'node:assert/strict';
import { createKeyedStore } from '../../src/store/keyed-store';
import type { Store } from '../../src/store/store';
import { parseWebhook } from '../../src/webhook/parse';
import { toWebhook } from '../long/support/deliveries';
import { createFaultyDisk, type FaultyDisk } from '../long/support/faulty-engine';
import { type OpenIntake, openIntake } from '../long/support/open-intake';
import type { Receipt } from '../long/support/tally';

const POISON = 'poison';

describe('a delivery that our own code fails at', () => {
  let disk: FaultyDisk;
  let receipts: Receipt[];
  let errors: unknown[];
  let tries: number;
  beforeEach(() => {
    tries = 0;
    disk = createFaultyDisk();
    receipts = [];
    errors = [];
  });

  const open = (store: Store): OpenIntake =>
    openIntake(store, {
      onReceipt: (receipt) => void receipts.push(receipt),
      onError: (error) => void errors.push(error),
    });

  function poisoned(store: Store): Store {
    const commit: Store['commit'] = async (scope, id, events) => {
      if (events.some((event) => event.id === POISON)) {
        tries += 1;
        throw new TypeError('A mistake of ours');
      }
      return store.commit(scope, id, events);
    };
    return { ...store, commit };
  }

  async function take({ intake, account }: OpenIntake, ...ids: string[]): Promise<void> {
    const { body } = toWebhook(ids.map((id) => ({ id, waId: '16315551001', hash: 'Ana=', at: 1_000 })));
    const webhook = parseWebhook(body);
    assert.ok(webhook.ok);
    await intake.accept(body, webhook.body, [account]);
  }

  it('is told, stops neither the others nor the process, and is not lost', async () => {
    const store = createKeyedStore(disk.open());
    const opened = open(poisoned(store));
    // Those before it wait for the disk when it fails.
    disk.fate = () => new Promise((resolve) => setImmediate(resolve, 'done'));
    // Node-RED would end at one of these.
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    await Promise.all(['m1', 'm2', POISON, 'm3'].map((id) => take(opened, id)));
    await opened.intake.settled();
    process.off('unhandledRejection', note);
    assert.deepEqual(unhandled, []);
    assert.deepEqual(
      receipts.map(({ id }) => id),
      ['m1', 'm2', 'm3'],
    );
    assert.equal(errors.length, 1);
    assert.match(String(errors[0]), /set aside.*A mistake of ours/);
    assert.equal((errors[0] as { code?: unknown }).code, 'delivery_set_aside');
    assert.equal(tries, 3);

    const [aside, ...others] = await store.aside.list();
    assert.deepEqual(others, []);
    assert.match(aside?.body ?? '', new RegExp(POISON));
    assert.deepEqual(await store.unfinished(), [], 'nobody works on it any more');
    await store.aside.retry(aside?.id ?? '');
    await assert.rejects(store.aside.retry(aside?.id ?? ''), { code: 'not_set_aside' });
    const again = open(store);
    await again.redeliver();
    assert.deepEqual(receipts.slice(3), [{ id: POISON, redelivered: true }]);
    assert.deepEqual(await store.aside.list(), []);
  });

  it('is left to the next deployment, like all others, when the disk fails until the flow is gone', async () => {
    const store = createKeyedStore(disk.open());
    const former = open(store);
    await take(former, 'm1');
    disk.fate = () => 'fails';
    await take(former, 'm2').then(
      () => assert.fail('It cannot be recorded'),
      () => undefined,
    );
    await former.close();
    disk.fate = () => 'done';
    await assert.rejects(take(former, 'm3'), { code: 'not_served' });
    const next = open(store);
    await next.redeliver();
    assert.deepEqual(receipts, [{ id: 'm1', redelivered: true }]);
    await take(next, 'm2');
    await next.intake.settled();
    assert.deepEqual(receipts.slice(1), [{ id: 'm2', redelivered: false }]);
  });

  it('is never one that came when the last one was just through', async () => {
    // The second is recorded so many steps after the first was committed: one of them is the worst moment.
    for (let steps = 0; steps < 80; steps += 1) {
      const store = createKeyedStore(disk.open());
      let isCommitted = (): void => undefined;
      const committed = new Promise<void>((resolve) => {
        isCommitted = resolve;
      });
      let accepted = 0;
      const opened = open({
        ...store,
        accept: async (delivery) => {
          accepted += 1;
          const isSecond = accepted === 2;
          const id = await store.accept(delivery);
          if (isSecond) await committed;
          for (let step = 0; isSecond && step < steps; step += 1) await undefined;
          return id;
        },
        commit: async (...parameters) => {
          const result = await store.commit(...parameters);
          isCommitted();
          return result;
        },
      });
      await Promise.all([take(opened, `a${steps}`), take(opened, `b${steps}`)]);
      await opened.intake.settled();
      assert.equal(receipts.length, 2 * (steps + 1), `${steps} steps`);
    }
  });
});
