import assert from 'node:assert/strict';
import { HOLD_LIMITS } from '../../../../src/store/outgoing';
import { messaging } from '../../../fixtures/webhooks/fixture';
import { ADA, BOB, SCOPE, textOf, type UseBench } from './bench';

export function describeHolding(use: UseBench): void {
  const holding = async (...texts: string[]): Promise<ReturnType<UseBench>> => {
    const bench = use();
    await bench.receive(bench.message('A'));
    await bench.receive(bench.message('B'));
    for (const text of texts) await bench.send(text);
    return bench;
  };

  describe('held messages', () => {
    it('are there after a restart, whole and in order', async () => {
      const bench = await holding('1', '2', '3');
      const before = await bench.store.heldOf(SCOPE, ADA);
      assert.deepEqual(
        before.map(({ outgoing }) => textOf(outgoing)),
        ['1', '2', '3'],
      );
      await bench.restart();
      assert.deepEqual(await bench.store.heldOf(SCOPE, ADA), before);
    });

    it('leave one by one, in order, with the hash that is current then', async () => {
      const bench = await holding('1', '2');
      assert.equal(await bench.release(), undefined, 'nobody approved yet');
      await bench.acknowledge();
      for (const text of ['1', '2']) {
        const released = await bench.release();
        assert.ok(released?.type === 'send');
        assert.deepEqual([textOf(released.outgoing), released.hash], [text, 'B']);
      }
      assert.equal(await bench.release(), undefined);
      assert.deepEqual(await bench.heldTexts(), []);
    });

    it('pass the guard again, each for itself', async () => {
      const bench = await holding('1', '2');
      await bench.acknowledge();
      assert.equal((await bench.release())?.type, 'send');
      await bench.receive(bench.message('C'));
      assert.equal(await bench.release(), undefined);
      assert.deepEqual(await bench.heldTexts(), ['2']);
    });

    it('are released once, however many ask', async () => {
      const bench = await holding('1', '2', '3');
      await bench.acknowledge();
      const all = await Promise.all(Array.from({ length: 10 }, () => bench.release()));
      const texts = all.flatMap((admission) => (admission?.type === 'send' ? [textOf(admission.outgoing)] : []));
      assert.deepEqual(texts, ['1', '2', '3']);
    });

    it('stay while their node is gone', async () => {
      const bench = await holding('1');
      await bench.acknowledge();
      assert.equal(await bench.release(ADA, () => false), undefined);
      assert.deepEqual(await bench.heldTexts(), ['1']);
    });

    it('come before what is sent later, which waits behind them', async () => {
      const bench = await holding('1');
      await bench.acknowledge();
      assert.equal((await bench.send('2')).type, 'held');
      assert.equal((await bench.release())?.type, 'send');
      assert.equal((await bench.release())?.type, 'send');
      assert.equal((await bench.send('3')).type, 'send');
    });

    it('that are refused again go back to their place', async () => {
      const bench = await holding('1', '2');
      await bench.acknowledge();
      const released = await bench.release();
      assert.ok(released?.type === 'send');
      await bench.store.settle(SCOPE, released.correlationId, { type: 'mismatch' });
      assert.deepEqual(await bench.heldTexts(), ['1', '2']);
    });

    it('do not wait for each other between customers', async () => {
      const bench = await holding('1');
      assert.equal((await bench.send('to Bob', { names: BOB })).type, 'send');
    });

    it('belong to the customer under every name', async () => {
      const bench = await holding('1');
      const user = { userId: 'DE.ada' };
      await bench.send('2', { names: user, policy: 'authenticated', address: { recipient: user.userId } });
      bench.wait(1);
      const contact = { wa_id: ADA.waId, user_id: user.userId };
      const message = { from: ADA.waId, from_user_id: user.userId, id: 'wamid.pair', type: 'text' };
      await bench.receive(messaging({ contacts: [contact], messages: [{ ...message, timestamp: String(bench.now) }] }));
      assert.deepEqual(await bench.heldTexts(ADA), ['1', '2']);
      assert.deepEqual(await bench.heldTexts(user), ['1', '2']);
    });

    it('can be taken out, all of a customer', async () => {
      const bench = await holding('1', '2');
      await bench.send('to Bob', { names: BOB, policy: 'authenticated' });
      assert.deepEqual(
        (await bench.store.takeHeld(SCOPE, ADA)).map(({ outgoing }) => textOf(outgoing)),
        ['1', '2'],
      );
      assert.deepEqual(await bench.store.takeHeld(SCOPE, ADA), []);
      assert.deepEqual(await bench.heldTexts(BOB), ['to Bob']);
    });

    it('are given up by age, the old ones alone', async () => {
      const bench = await holding('old');
      bench.wait(100);
      await bench.send('new');
      await bench.send('of Bob', { names: BOB, policy: 'authenticated' });
      const expired = await bench.store.expireHeld(SCOPE, (bench.now - 50) * 1000);
      assert.deepEqual(
        expired.map(({ outgoing }) => textOf(outgoing)),
        ['old'],
      );
      assert.deepEqual(await bench.store.expireHeld(SCOPE, (bench.now - 50) * 1000), []);
      assert.deepEqual(await bench.heldTexts(), ['new']);
    });

    it('tell who waits', async () => {
      const bench = await holding('1');
      assert.deepEqual(await bench.store.waiting(SCOPE), [ADA]);
      await bench.store.takeHeld(SCOPE, ADA);
      assert.deepEqual(await bench.store.waiting(SCOPE), []);
    });

    it('belong to one business number', async () => {
      const bench = await holding('1');
      const other = { ...SCOPE, number: 'other' };
      assert.deepEqual(await bench.store.heldOf(other, ADA), []);
      assert.deepEqual(await bench.store.waiting(other), []);
      assert.deepEqual(await bench.store.takeHeld(other, ADA), []);
      assert.deepEqual(await bench.store.expireHeld(other, Number.MAX_SAFE_INTEGER), []);
    });
  });

  describe('the limits of holding', () => {
    it('are told as errors, and nothing is dropped to make room', async () => {
      const bench = await holding('1', '2');
      const perCustomer = { ...HOLD_LIMITS, perCustomer: 2 };
      await assert.rejects(bench.send('3', {}, perCustomer), { name: 'InputError', code: 'held_too_many' });
      await assert.rejects(bench.send('x'.repeat(5000), {}, { ...HOLD_LIMITS, bytes: 4000 }), {
        name: 'InputError',
        code: 'held_too_large',
      });
      const perNumber = { ...HOLD_LIMITS, perNumber: 2 };
      const toBob = { names: BOB, policy: 'authenticated' } as const;
      await assert.rejects(bench.send('3', toBob, perNumber), { code: 'held_too_many' });
      assert.deepEqual(await bench.heldTexts(), ['1', '2']);
      await bench.store.takeHeld(SCOPE, ADA);
      assert.equal((await bench.send('3', {}, perCustomer)).type, 'held');
      assert.equal((await bench.send('4', toBob, perNumber)).type, 'held');
    });

    it('do not count what leaves', async () => {
      const bench = await holding();
      const none = { perCustomer: 0, perNumber: 0, bytes: 0, age: 0 };
      assert.equal((await bench.send('notice', { policy: 'whoever' }, none)).type, 'send');
    });

    it('do not lose a message that the platform refuses', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const none = { perCustomer: 0, perNumber: 0, bytes: 0, age: 0 };
      const sent = await bench.send('private', {}, none);
      assert.ok(sent.type === 'send');
      await bench.store.settle(SCOPE, sent.correlationId, { type: 'mismatch' });
      assert.deepEqual(await bench.heldTexts(), ['private']);
    });

    it('count right after a restart', async () => {
      const bench = await holding('1', '2');
      await bench.restart();
      const toBob = { names: BOB, policy: 'authenticated' } as const;
      await assert.rejects(bench.send('3', toBob, { ...HOLD_LIMITS, perNumber: 2 }), { code: 'held_too_many' });
    });
  });
}
