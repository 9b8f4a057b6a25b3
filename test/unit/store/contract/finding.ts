import assert from 'node:assert/strict';
import fc from 'fast-check';
import type { CustomerNames } from '../../../../src/identity/evidence';
import { TRUST_STATES } from '../../../../src/identity/verdict';
import type { CustomerDetails } from '../../../../src/store/customer-details';
import type { CustomerSearch } from '../../../../src/store/customer-search';
import { messaging } from '../../../fixtures/webhooks/fixture';
import { ADA, type Bench, BOB, SCOPE, type UseBench } from './bench';

const idOf = ({ names }: CustomerDetails): string | undefined => names.userId ?? names.waId;

export function describeFinding(use: UseBench): void {
  const find = (search: Partial<CustomerSearch> = {}, scope = SCOPE) =>
    use().store.find(scope, { offset: 0, limit: 100, ...search });
  const idsFound = async (search?: Partial<CustomerSearch>) => (await find(search)).customers.map(idOf);

  describe('a search for customers', () => {
    it('finds nobody where there is nobody, and none of another number', async () => {
      const none = { unknown: 0, seen: 0, trusted: 0, changed: 0, acknowledged: 0 };
      assert.deepEqual(await find(), { customers: [], total: 0, counts: none, waiting: 0 });
      const bench = use();
      await bench.receive(bench.message('A'));
      assert.equal((await find()).total, 1);
      assert.equal((await find({}, { ...SCOPE, number: `${SCOPE.number}0` })).total, 0);
    });

    it('shows those first whose identity changed last, a page at a time, with all figures on each', async () => {
      const bench = use();
      const numbers = Array.from({ length: 23 }, (_, n) => `49151000000${String(n).padStart(2, '0')}`);
      for (const waId of numbers) await bench.receive(bench.message('A', { waId }));
      await bench.receive(bench.message('B', { waId: '4915100000004' }));
      await bench.receive(bench.message('A', { waId: '4915100000007' }));
      const order = ['4915100000004', ...numbers.toReversed().filter((waId) => waId !== '4915100000004')];
      const pages = await Promise.all([0, 10, 20, 30].map((offset) => find({ offset, limit: 10 })));
      assert.deepEqual(
        pages.flatMap(({ customers }) => customers.map(idOf)),
        order,
      );
      for (const { total, counts, waiting } of pages) {
        assert.deepEqual([total, counts.seen, counts.changed, waiting], [23, 22, 1, 0]);
      }
    });

    it('goes by state, and by whether messages are held; the figures are those of all who fit the text', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      await bench.receive(bench.message('A', BOB));
      await bench.receive(bench.message('B', BOB));
      await bench.send('private', { names: BOB });
      await bench.send('private', { names: { waId: '4915100000099' }, policy: 'authenticated' });
      assert.deepEqual(await idsFound({ state: 'changed' }), [BOB.waId]);
      assert.deepEqual(await idsFound({ state: 'trusted' }), []);
      // Nothing is known of the last one but that a message waits.
      assert.deepEqual(await idsFound({ isWaiting: true }), [BOB.waId, '4915100000099']);
      assert.deepEqual(await idsFound({ isWaiting: true, state: 'unknown' }), ['4915100000099']);
      const { total, counts, waiting } = await find({ state: 'seen' });
      assert.deepEqual([total, waiting], [1, 2]);
      assert.deepEqual(counts, { unknown: 1, seen: 1, trusted: 0, changed: 1, acknowledged: 0 });
      assert.deepEqual((await find({ text: '678' })).counts, { ...counts, unknown: 0, changed: 0 });
      const [ada] = (await find({ text: '678' })).customers;
      assert.equal(Date.parse(ada?.lastEvidence ?? ''), Date.parse(ada?.identity.since ?? 'never'));
    });

    it('takes a number as people write it, and part of it, and user IDs', async () => {
      const bench = use();
      const brazilian = '5511987654321';
      await bench.receive(bench.message('A'));
      await bench.receive(bench.message('A', { waId: '551187654321' }));
      await bench.receive(joined('4915100000001', 'US.13491208655302741918', bench));
      for (const text of ['+49 151 12345678', '0151 / 123 456 78', '0049 (0)151-12345678', '5678', ' 4915112345678 ']) {
        assert.deepEqual(await idsFound({ text }), [ADA.waId], text);
      }
      for (const text of ['+55 11 98765-4321', '551187654321', brazilian]) {
        assert.deepEqual(await idsFound({ text }), [brazilian], text);
      }
      for (const text of ['us.1349', '741918', '00000001']) {
        assert.deepEqual(await idsFound({ text }), ['US.13491208655302741918'], text);
      }
      for (const text of ['nobody', '<img src=x onerror=alert(1)>', '999', '%', 'u:', 'w:49']) {
        assert.deepEqual(await idsFound({ text }), [], text);
      }
    });

    it('sees at once what happened since the search before', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      assert.deepEqual(await idsFound({ state: 'seen' }), [ADA.waId]);
      await bench.receive(bench.message('B'));
      assert.deepEqual(await idsFound({ state: 'seen' }), []);
      await bench.send('private');
      assert.equal((await find({ isWaiting: true })).customers[0]?.heldMessages, 1);
      await bench.acknowledge();
      assert.deepEqual(await idsFound({ state: 'trusted' }), [ADA.waId]);
      await bench.store.takeHeld(SCOPE, ADA);
      assert.equal((await find()).waiting, 0);
      await bench.store.forget(SCOPE, ADA);
      assert.equal((await find()).total, 0);
    });

    it('finds the same as the list, whatever happened', async function () {
      this.timeout(60_000);
      const numbers = ['4915100000001', '4915100000002', '5511987654321', '551187654321'];
      const users = ['US.1', 'US.2'];
      const anyone = fc.oneof(
        fc.record({ waId: fc.constantFrom(...numbers) }),
        fc.record({ userId: fc.constantFrom(...users) }),
      );
      const step = fc.oneof(
        fc.record({
          does: fc.constant('writes' as const),
          waId: fc.constantFrom(...numbers),
          hash: fc.constantFrom('A', 'B'),
        }),
        fc.record({
          does: fc.constant('joins' as const),
          waId: fc.constantFrom(...numbers),
          userId: fc.constantFrom(...users),
        }),
        fc.record({ does: fc.constantFrom('acknowledge', 'revoke', 'forget', 'send', 'drop'), names: anyone }),
      );
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 20, size: 'max' }), async (steps) => {
          const bench = use();
          for (const item of steps) {
            if ('names' in item) await act(bench, item.does, item.names);
            else if ('hash' in item) await bench.receive(bench.message(item.hash, { waId: item.waId }));
            else await bench.receive(joined(item.waId, item.userId, bench));
            await assertSameAsList(bench);
          }
        }),
        { numRuns: 10 },
      );
    });

    it('is told of what changes, by whoever changes it', async () => {
      const bench = use();
      let told = 0;
      const end = bench.store.watch(() => {
        told += 1;
      });
      const toldBy = async (work: () => Promise<unknown>): Promise<boolean> => {
        const before = told;
        await work();
        return told > before;
      };
      assert.ok(await toldBy(() => bench.receive(bench.message('A'))));
      assert.ok(await toldBy(() => bench.receive(bench.message('A'))), 'it was seen once more');
      assert.ok(await toldBy(() => bench.receive(bench.message('B'))));
      assert.ok(await toldBy(() => bench.send('private')));
      assert.ok(await toldBy(() => bench.acknowledge()));
      assert.ok(await toldBy(() => bench.store.takeHeld(SCOPE, ADA)));
      assert.ok(await toldBy(() => bench.store.revoke(SCOPE, ADA)));
      assert.ok(await toldBy(() => bench.store.forget(SCOPE, ADA)));
      assert.equal(await toldBy(() => bench.store.look(SCOPE, ADA)), false);
      end();
      assert.equal(await toldBy(() => bench.receive(bench.message('A'))), false);
    });
  });
}

/** A message that came with a number and a user ID. */
function joined(waId: string, userId: string, bench: Bench): object {
  bench.wait(1);
  const at = bench.now;
  return messaging({
    contacts: [{ wa_id: waId, user_id: userId, identity_key_hash: 'A' }],
    messages: [
      {
        from: waId,
        from_user_id: userId,
        id: `wamid.${waId}-${at}`,
        timestamp: String(at),
        type: 'text',
        text: { body: 'hi' },
      },
    ],
  });
}

async function act(bench: Bench, does: string, names: CustomerNames): Promise<void> {
  const { store } = bench;
  if (does === 'acknowledge') await bench.acknowledge(names);
  if (does === 'revoke') await store.revoke(SCOPE, names);
  if (does === 'forget') await store.forget(SCOPE, names);
  if (does === 'send') await bench.send('private', { names, policy: 'authenticated' });
  if (does === 'drop') await store.takeHeld(SCOPE, names);
}

async function assertSameAsList({ store }: Bench): Promise<void> {
  const { customers, total, counts, waiting } = await store.find(SCOPE, { offset: 0, limit: 1_000 });
  const { customers: listed } = await store.list(SCOPE, { limit: 1_000 });
  const byId = (all: CustomerDetails[]) => all.toSorted((a, b) => ((idOf(a) ?? '') < (idOf(b) ?? '') ? -1 : 1));
  assert.deepEqual(byId(customers), byId(listed));
  assert.equal(total, listed.length);
  assert.equal(waiting, listed.filter(({ heldMessages }) => heldMessages > 0).length);
  for (const state of TRUST_STATES) {
    assert.equal(counts[state], listed.filter(({ identity }) => identity.state === state).length, state);
  }
  const since = customers.map(({ identity }) => (identity.since === null ? 0 : Date.parse(identity.since)));
  assert.deepEqual(
    since,
    since.toSorted((a, b) => b - a),
  );
}
