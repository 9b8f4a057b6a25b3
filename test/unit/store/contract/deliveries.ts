import assert from 'node:assert/strict';
import { eventsOf } from '../../../fixtures/webhooks/events-of';
import { ADA, SCOPE, type UseBench } from './bench';

export function describeDeliveries(use: UseBench): void {
  describe('deliveries', () => {
    it('are there after the end of the process, oldest first, byte by byte', async () => {
      const bench = use();
      const bodies = ['{"first":"ä€\\n 😀"}', '{"second":\n2}', '{"third":3}'];
      for (const body of bodies)
        await bench.store.accept({ body: Buffer.from(body), receivedAt: 17, accounts: ['a', 'b'] });
      assert.deepEqual(await bench.store.unfinished(), [], 'this process still works on them');
      await bench.restart();
      const unfinished = await bench.store.unfinished();
      assert.deepEqual(
        unfinished.map(({ delivery }) => ({ ...delivery, body: delivery.body.toString() })),
        bodies.map((body) => ({ body, receivedAt: 17, accounts: ['a', 'b'] })),
      );
      assert.equal(new Set(unfinished.map(({ id }) => id)).size, 3);
    });

    it('stay in order though the clock is set back, also from one process to the next', async () => {
      const bench = use();
      for (const body of ['{"n":1}', '{"n":2}', '{"n":3}']) {
        await bench.store.accept({ body: Buffer.from(body), receivedAt: 0, accounts: [] });
        bench.wait(-3600);
        if (body !== '{"n":1}') await bench.restart();
      }
      await bench.restart();
      const unfinished = await bench.store.unfinished();
      assert.deepEqual(
        unfinished.map(({ delivery }) => delivery.body.toString()),
        ['{"n":1}', '{"n":2}', '{"n":3}'],
      );
    });

    it('are gone once they are finished', async () => {
      const bench = use();
      const [first, second] = [await bench.accept({ n: 1 }), await bench.accept({ n: 2 })];
      bench.store.finish(first);
      await bench.restart();
      assert.deepEqual(
        (await bench.store.unfinished()).map(({ id }) => id),
        [second],
      );
      bench.store.finish(second);
      await bench.restart();
      assert.deepEqual(await bench.store.unfinished(), []);
    });

    it('that are replayed are no duplicates of themselves, and bring about the same again', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const sent = await bench.leave('private');
      const body = bench.status('failed', { correlationId: sent.correlationId, code: 137000 });
      const id = await bench.accept(body);
      const before = await bench.store.commit(SCOPE, id, eventsOf(body));
      await bench.restart();
      const [unfinished] = await bench.store.unfinished();
      assert.equal(unfinished?.id, id);
      const after = await bench.store.commit(SCOPE, id, eventsOf(body));
      assert.deepEqual(after, before);
      assert.equal(after[0]?.isDuplicate, false);
      assert.deepEqual([after[0]?.reports.length, after[0]?.held.length], [1, 1]);
      assert.deepEqual(await bench.heldTexts(), ['private'], 'and not twice');
    });

    it('bring nothing about any more once they are finished', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const body = bench.message('B');
      const [first] = await bench.receive(body);
      const [second] = await bench.receive(body);
      assert.deepEqual([first?.reports.length, second?.reports.length], [1, 0]);
    });
  });

  describe('duplicates', () => {
    it('are known by the delivery that came first', async () => {
      const bench = use();
      const body = bench.message();
      assert.deepEqual((await bench.receive(body)).map(isDuplicate), [false]);
      assert.deepEqual((await bench.receive(body)).map(isDuplicate), [true]);
      await bench.restart();
      bench.wait(7 * 86_400);
      assert.deepEqual((await bench.receive(body)).map(isDuplicate), [true], 'the platform tries for seven days');
    });

    it('are known within one delivery', async () => {
      const bench = use();
      const [event] = eventsOf(bench.message());
      assert.ok(event !== undefined);
      const id = await bench.accept({});
      assert.deepEqual((await bench.store.commit(SCOPE, id, [event, event])).map(isDuplicate), [false, true]);
      assert.deepEqual((await bench.store.commit(SCOPE, id, [event, event])).map(isDuplicate), [false, true]);
    });

    it('that come at once are handed over once', async () => {
      const bench = use();
      const body = bench.message();
      const all = await Promise.all(Array.from({ length: 20 }, () => bench.receive(body)));
      assert.equal(all.flat().filter((committed) => !committed.isDuplicate).length, 1);
    });

    it('are told per business number', async () => {
      const bench = use();
      const body = bench.message();
      await bench.receive(body);
      const [other] = await bench.receive(body, { ...SCOPE, number: 'other' });
      assert.equal(other?.isDuplicate, false);
    });

    it('count as evidence all the same', async () => {
      const bench = use();
      const seen = bench.message('A');
      await bench.receive(seen);
      await bench.store.forget(SCOPE, ADA);
      assert.equal(await bench.state(), 'unknown');
      await bench.receive(seen);
      assert.equal(await bench.state(), 'seen A');
    });
  });
}

const isDuplicate = (committed: { isDuplicate: boolean }): boolean => committed.isDuplicate;
