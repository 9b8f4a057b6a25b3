import assert from 'node:assert/strict';
import type { TrustState } from '../../../../src/identity/verdict';
import { ADA, BOB, SCOPE, type UseBench } from './bench';

export function describeCustomers(use: UseBench): void {
  describe('an acknowledgement', () => {
    it('approves what it names, and lasts over a restart', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const { changeId } = await bench.store.look(SCOPE, ADA);
      assert.equal(await bench.store.acknowledge(SCOPE, ADA, { changeId: changeId ?? '' }), 'acknowledged');
      await bench.restart();
      assert.equal(await bench.state(), 'trusted A');
      assert.equal(await bench.store.acknowledge(SCOPE, ADA, { changeId: changeId ?? '' }), 'acknowledged');
    });

    it('of anything but the newest changes nothing', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const { changeId } = await bench.store.look(SCOPE, ADA);
      await bench.receive(bench.message('B'));
      for (const approvable of [{ changeId: changeId ?? '' }, { changeId: '' }, { hash: 'A' }]) {
        assert.equal(await bench.store.acknowledge(SCOPE, ADA, approvable), 'identity_changed_again');
        assert.equal(await bench.store.approvable(SCOPE, ADA, approvable), 'identity_changed_again');
      }
      assert.equal(await bench.state(), 'changed B');
    });

    it('races with evidence: one of the two comes first, and both know it', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const body = bench.message('B');
      const [outcome] = await Promise.all([bench.store.acknowledge(SCOPE, ADA, { hash: 'A' }), bench.receive(body)]);
      assert.ok(outcome === 'acknowledged' || outcome === 'identity_changed_again');
      assert.equal(await bench.state(), 'changed B');
    });

    it('can be asked for before it is given', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const target = await bench.store.approvable(SCOPE, ADA, { newest: true });
      assert.ok(target !== 'identity_changed_again');
      assert.deepEqual([target.hash, target.after > bench.now - 1], ['A', true]);
      assert.equal(await bench.state(), 'seen A');
    });

    it('is taken back by revoking', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      await bench.acknowledge();
      await bench.store.revoke(SCOPE, ADA, 'the boss');
      await bench.restart();
      assert.equal(await bench.state(), 'changed A');
      const details = await bench.store.details(SCOPE, ADA);
      assert.deepEqual(
        details?.audit.slice(-2).map(({ what, source }) => [what, source]),
        [
          ['acknowledged', undefined],
          ['revoked', 'the boss'],
        ],
      );
    });
  });

  it('a hash that the platform named when it was asked is evidence', async () => {
    const bench = use();
    await bench.receive(bench.message('A'));
    await bench.acknowledge();
    assert.deepEqual(await bench.store.reveal(SCOPE, ADA, 'A', bench.now + 0.5), []);
    const reports = await bench.store.reveal(SCOPE, ADA, 'B', bench.now + 1);
    assert.deepEqual(
      reports.map(({ hash }) => hash),
      ['B'],
    );
    assert.equal(await bench.state(), 'changed B');
  });

  describe('what is kept about a customer', () => {
    it('can be looked at', async () => {
      const bench = use();
      assert.equal(await bench.store.details(SCOPE, ADA), undefined);
      await bench.receive(bench.message('A'));
      await bench.acknowledge();
      await bench.receive(bench.message('B'));
      await bench.send('private');
      const details = await bench.store.details(SCOPE, ADA);
      assert.deepEqual(details?.names, ADA);
      assert.equal(details?.identity.state, 'changed');
      assert.equal(details?.heldMessages, 1);
      assert.deepEqual(
        details?.hashes.map(({ hash, current }) => [hash, current]),
        [
          ['A', false],
          ['B', true],
        ],
      );
    });

    it('is listed a page at a time, once each, by state too', async () => {
      const bench = use();
      const numbers = Array.from({ length: 23 }, (_, n) => `49151000000${String(n).padStart(2, '0')}`);
      for (const [n, waId] of numbers.entries()) {
        await bench.receive(bench.message('A', { waId }));
        if (n % 3 === 0) await bench.receive(bench.message('B', { waId }));
      }
      const list = async (limit: number, state?: TrustState): Promise<(string | undefined)[]> => {
        const seen: (string | undefined)[] = [];
        for (let after: string | undefined, pages = 0; pages < 50; pages += 1) {
          const filter = {
            limit,
            ...(state === undefined ? {} : { state }),
            ...(after === undefined ? {} : { after }),
          };
          const { customers, next } = await bench.store.list(SCOPE, filter);
          assert.ok(customers.length <= limit);
          seen.push(...customers.map(({ names }) => names.waId));
          if (next === undefined) return seen;
          after = next;
        }
        throw new Error('The list has no end');
      };
      for (const limit of [1, 5, 23, 100]) assert.deepEqual(await list(limit), numbers);
      assert.deepEqual(
        await list(4, 'changed'),
        numbers.filter((_, n) => n % 3 === 0),
      );
      assert.deepEqual(await list(4, 'trusted'), []);
      assert.deepEqual((await bench.store.list({ ...SCOPE, number: 'other' }, { limit: 5 })).customers, []);
    });

    it('is forgotten altogether: unknown afterwards, never trusted', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      await bench.acknowledge();
      const sent = await bench.leave('private');
      await bench.receive(bench.message('B'));
      await bench.send('held');
      await bench.receive(bench.message('A', BOB));
      assert.equal(await bench.store.forget(SCOPE, ADA), true);
      assert.equal(await bench.store.forget(SCOPE, ADA), false);
      assert.deepEqual(await bench.store.look(SCOPE, ADA), {
        state: 'unknown',
        hash: null,
        since: null,
        changeId: null,
      });
      assert.equal(await bench.store.details(SCOPE, ADA), undefined);
      assert.deepEqual(await bench.heldTexts(), []);
      await bench.restart();
      assert.equal(await bench.state(), 'unknown');
      assert.deepEqual(await bench.interrupted(), [], 'what was being sent is forgotten too');
      const settled = await bench.store.settle(SCOPE, sent.correlationId, { type: 'mismatch' });
      assert.deepEqual(settled, { reports: [], isSuperseded: false });
      await bench.receive(bench.message('A'));
      assert.equal(await bench.state(), 'seen A');
      assert.equal(await bench.state(BOB), 'seen A');
    });
  });
}
