import assert from 'node:assert/strict';
import { messaging } from '../../../fixtures/webhooks/fixture';
import { ADA, BOB, SCOPE, type UseBench } from './bench';

export function describeEvidence(use: UseBench): void {
  describe('evidence', () => {
    it('of messages and statuses makes what is known of a customer', async () => {
      const bench = use();
      const [first] = await bench.receive(bench.message('A'));
      assert.deepEqual([first?.identity?.state, first?.identity?.hash, first?.reports], ['seen', 'A', []]);
      const [second] = await bench.receive(bench.status('delivered', { correlationId: 'not-ours', hash: 'B' }));
      assert.deepEqual([second?.identity?.state, second?.identity?.hash], ['changed', 'B']);
      const [report] = second?.reports ?? [];
      assert.deepEqual([report?.previousHash, report?.hash, report?.heldMessages], ['A', 'B', 0]);
      assert.equal(report?.changeId, second?.identity?.changeId);
      assert.deepEqual(report?.identity, second?.identity);
    });

    it('is there after a restart, and is no news then', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      await bench.receive(bench.message('B'));
      const before = await bench.store.look(SCOPE, ADA);
      await bench.restart();
      assert.deepEqual(await bench.store.look(SCOPE, ADA), before);
      assert.deepEqual((await bench.receive(bench.message('B')))[0]?.reports, []);
    });

    it('belongs to one business number', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      assert.equal((await bench.store.look({ ...SCOPE, number: 'other' }, ADA)).state, 'unknown');
    });

    it('tells of messages that wait', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      await bench.receive(bench.message('B'));
      await bench.send('private');
      const [third] = await bench.receive(bench.message('C'));
      assert.deepEqual([third?.heldMessages, third?.mayRelease, third?.reports[0]?.heldMessages], [1, false, 1]);
      await bench.acknowledge();
      const [fourth] = await bench.receive(bench.message('C'));
      assert.deepEqual([fourth?.heldMessages, fourth?.mayRelease], [1, true]);
    });

    it('of a number change makes both sides changed', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      bench.wait(1);
      const system = { type: 'user_changed_number', wa_id: BOB.waId };
      const message = { from: ADA.waId, id: 'wamid.change', timestamp: String(bench.now), type: 'system', system };
      const [committed] = await bench.receive(messaging({ messages: [message] }));
      assert.deepEqual(
        committed?.reports.map(({ names, related }) => [names.waId, related?.waId]),
        [
          [ADA.waId, BOB.waId],
          [BOB.waId, ADA.waId],
        ],
      );
      assert.deepEqual([await bench.state(ADA), await bench.state(BOB)], ['changed', 'changed']);
    });

    it('is nothing in events without a customer', async () => {
      const bench = use();
      const [committed] = await bench.receive(messaging({ event: 'DISABLED_UPDATE' }, 'account_update'));
      assert.equal(committed?.identity, undefined);
      assert.deepEqual([committed?.heldMessages, committed?.mayRelease], [0, false]);
    });
  });

  describe('the one message that leaves to learn the hash', () => {
    const approve = async (bench: ReturnType<UseBench>): Promise<void> => {
      await bench.receive(bench.message('A'));
      await bench.receive(bench.systemMessage());
      assert.equal(await bench.acknowledge(), 'acknowledged');
      assert.equal(await bench.state(), 'acknowledged');
    };

    it('goes without a hash, the rest wait for its status, which reveals the hash', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      assert.equal(probe.hash, null);
      assert.equal((await bench.send('second')).type, 'held');
      await bench.accepted(probe.correlationId);
      const [sent] = await bench.receive(bench.status('sent', { correlationId: probe.correlationId }));
      assert.deepEqual([sent?.mayRelease, sent?.isCheckOff, sent?.identity?.state], [true, false, 'acknowledged']);
      assert.equal(await bench.release(), undefined, 'not yet');
      const [delivered] = await bench.receive(
        bench.status('delivered', { correlationId: probe.correlationId, hash: 'B' }),
      );
      assert.deepEqual(
        [delivered?.identity?.state, delivered?.identity?.hash, delivered?.reports],
        ['trusted', 'B', []],
      );
      const released = await bench.release();
      assert.ok(released?.type === 'send');
      assert.equal(released.hash, 'B');
    });

    it('is answered by a status that comes before the POST’s answer', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      await bench.receive(bench.status('sent', { correlationId: probe.correlationId, hash: 'B' }));
      await bench.accepted(probe.correlationId);
      assert.equal(await bench.state(), 'trusted B');
    });

    it('is one of several that are sent at once', async () => {
      const bench = use();
      await approve(bench);
      const all = await Promise.all(['1', '2', '3', '4'].map((text) => bench.send(text)));
      assert.equal(all.filter(({ type }) => type === 'send').length, 1);
    });

    it('adopts nothing once a stranger wrote first', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      await bench.receive(bench.message('C'));
      assert.equal(await bench.state(), 'changed C');
      await bench.receive(bench.status('delivered', { correlationId: probe.correlationId, hash: 'C' }));
      assert.equal(await bench.state(), 'changed C');
    });

    it('that arrives without a hash says that the check seems to be off, and the next one tries again', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      const [delivered] = await bench.receive(bench.status('delivered', { correlationId: probe.correlationId }));
      assert.deepEqual([delivered?.isCheckOff, delivered?.identity?.state], [true, 'acknowledged']);
      assert.equal((await bench.leave('second')).hash, null);
      assert.equal((await bench.send('third')).type, 'held');
    });

    it('that fails lets the next one try', async () => {
      const bench = use();
      await approve(bench);
      const first = await bench.leave('first');
      const [failed] = await bench.receive(
        bench.status('failed', { correlationId: first.correlationId, code: 131026 }),
      );
      assert.deepEqual([failed?.isCheckOff, failed?.identity?.state], [false, 'acknowledged']);
      const second = await bench.leave('second');
      await bench.store.settle(SCOPE, second.correlationId, { type: 'refused' });
      assert.equal((await bench.leave('third')).hash, null);
    });

    it('with an unknown outcome is waited for: it may have left', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      await bench.store.settle(SCOPE, probe.correlationId, { type: 'unknown' });
      assert.equal((await bench.send('second')).type, 'held');
      await bench.receive(bench.status('delivered', { correlationId: probe.correlationId, hash: 'B' }));
      assert.equal(await bench.state(), 'trusted B');
    });

    it('is no answer to a later approval', async () => {
      const bench = use();
      await approve(bench);
      const probe = await bench.leave('first');
      await bench.store.forget(SCOPE, ADA);
      await bench.receive(bench.systemMessage());
      await bench.acknowledge();
      await bench.receive(bench.status('delivered', { correlationId: probe.correlationId, hash: 'B' }));
      assert.match(await bench.state(), /^changed/);
    });
  });
}
