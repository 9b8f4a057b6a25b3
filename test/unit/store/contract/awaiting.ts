import assert from 'node:assert/strict';
import type { Outgoing } from '../../../../src/store/outgoing';
import type { Resolution } from '../../../../src/store/resolution';
import type { Stage } from '../../../../src/store/stage';
import { eventsOf } from '../../../fixtures/webhooks/events-of';
import { ADA, type Bench, DOUBT, SCOPE, type UseBench } from './bench';

const MINUTES = 60_000;

/** What somebody waits for, for five minutes. */
const awaits = (stage: Stage, limitMs = 5 * MINUTES): Partial<Outgoing> => ({ awaits: { stage, limitMs } });

const lost = (waitMs = MINUTES) => ({ type: 'unknown', patience: { doubt: DOUBT, waitMs } }) as const;

export function describeAwaiting(use: UseBench): void {
  const answer = { messages: [{ id: 'wamid.1' }] };
  const accept = (bench: Bench, correlationId: string) =>
    bench.store.settle(SCOPE, correlationId, { type: 'accepted', wamid: `wamid.${correlationId}`, answer });
  const hear = async (bench: Bench, word: string, correlationId: string, code?: number): Promise<Resolution[]> => {
    const committed = await bench.receive(bench.status(word, { correlationId, ...(code && { code }) }));
    return committed.flatMap(({ resolution }) => resolution ?? []);
  };
  const expire = async (bench: Bench): Promise<[string[], number | undefined]> => {
    const { resolutions, next } = await bench.store.expireAwaited(SCOPE);
    return [resolutions.map(({ outcome }) => outcome.type), next === undefined ? undefined : next / 1000 - bench.now];
  };
  const nothing = [[], undefined];

  describe('an outcome that is waited for', () => {
    it('is told by the status that reaches it, once, with the answer and without the content', async () => {
      const bench = use();
      const { correlationId, messageId, outgoing } = await bench.leave('hi', awaits('delivered'));
      const settled = await accept(bench, correlationId);
      assert.equal(settled.awaitedUntil, (bench.now + 300) * 1000);
      assert.deepEqual(await hear(bench, 'sent', correlationId), []);
      const [told] = await hear(bench, 'delivered', correlationId);
      const wamid = `wamid.${correlationId}`;
      assert.deepEqual(told, {
        messageId,
        outgoing: { ...outgoing, content: { type: 'text' } },
        hash: null,
        wamid,
        answer,
        outcome: { type: 'reached', stage: 'delivered', at: new Date(bench.now * 1000).toISOString() },
      });
      assert.deepEqual(await hear(bench, 'read', correlationId), []);
      assert.deepEqual(await expire(bench), nothing);
    });

    it('is reached by a later stage, which implies it', async () => {
      const bench = use();
      for (const [stage, word] of [
        ['sent', 'delivered'],
        ['delivered', 'read'],
        ['read', 'played'],
      ] as const) {
        const { correlationId } = await bench.leave(stage, awaits(stage));
        await accept(bench, correlationId);
        const [told] = await hear(bench, word, correlationId);
        assert.equal(told?.outcome.type === 'reached' && told.outcome.stage, stage);
      }
    });

    it('is told as failed by a status, with its errors', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('read'));
      await accept(bench, correlationId);
      await hear(bench, 'delivered', correlationId);
      const [told] = await hear(bench, 'failed', correlationId, 131026);
      assert.ok(told?.outcome.type === 'failed');
      assert.deepEqual(
        told.outcome.errors.map(({ code }) => code),
        [131026],
      );
    });

    it('is a timeout when its time is up, also after a restart, and nothing comes after that', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const first = await bench.leave('1', awaits('delivered'));
      await accept(bench, first.correlationId);
      bench.wait(100);
      const second = await bench.leave('2', awaits('delivered'));
      await accept(bench, second.correlationId);
      bench.wait(199);
      assert.deepEqual(await expire(bench), [[], 1]);
      bench.wait(1);
      assert.deepEqual(await expire(bench), [['timeout'], 100]);
      await bench.restart();
      assert.deepEqual(await bench.interrupted(), []);
      assert.deepEqual(await expire(bench), [[], 100]);
      bench.wait(1_000);
      assert.deepEqual(await expire(bench), [['timeout'], undefined]);
      // What was told to be not delivered is never sent again by itself.
      await bench.receive(bench.status('failed', { correlationId: first.correlationId, code: 137000 }));
      assert.deepEqual(await bench.heldTexts(), []);
      assert.equal(await bench.state(), 'changed', 'a refusal is evidence all the same');
    });

    it('is told for each of very many whose time is up together', async () => {
      const bench = use();
      const all = await Promise.all(
        Array.from({ length: 450 }, (_, n) => bench.leave(String(n), awaits('sent', 1000))),
      );
      await Promise.all(all.map(({ correlationId }) => accept(bench, correlationId)));
      bench.wait(1);
      const counts = [];
      for (let next: number | undefined = 0; next !== undefined; ) {
        const [types, after] = await expire(bench);
        counts.push(types.length);
        next = after;
      }
      assert.equal(
        counts.reduce((sum, count) => sum + count, 0),
        450,
      );
    });

    it('is none when the message goes on hold: it leaves anew, and is waited for again', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const { correlationId } = await bench.leave('private', awaits('delivered'));
      await accept(bench, correlationId);
      const committed = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.deepEqual([committed[0]?.held.length, committed[0]?.resolution], [1, undefined]);
      assert.deepEqual(await expire(bench), nothing);
      await bench.acknowledge();
      const again = await bench.release();
      assert.ok(again?.type === 'send');
      await accept(bench, again.correlationId);
      const [told] = await hear(bench, 'delivered', again.correlationId);
      assert.deepEqual([told?.isReleased, told?.messageId], [true, again.messageId]);
    });

    it('is told again, and marked, when the process ends before the delivery is through', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('delivered'));
      await accept(bench, correlationId);
      const body = bench.status('delivered', { correlationId });
      const id = await bench.accept(body);
      const [first] = await bench.store.commit(SCOPE, id, eventsOf(body));
      await bench.restart();
      const [again] = await bench.store.commit(SCOPE, id, eventsOf(body));
      assert.equal(first?.resolution?.outcome.type, 'reached');
      assert.deepEqual(again?.resolution, { ...first?.resolution, isRepeated: true });
      await bench.store.finish(id);
      assert.equal((await bench.receive(body))[0]?.resolution, undefined);
    });

    it('goes on being waited for when its customer is forgotten, and names nobody', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', { ...awaits('delivered'), msgid: 'm1' });
      await accept(bench, correlationId);
      await bench.store.forget(SCOPE, ADA);
      assert.deepEqual(await hear(bench, 'delivered', correlationId), []);
      bench.wait(300);
      const { resolutions } = await bench.store.expireAwaited(SCOPE);
      assert.deepEqual(
        resolutions.map(({ outgoing, outcome }) => [outgoing.msgid, outcome.type]),
        [['m1', 'timeout']],
      );
      const traces = JSON.stringify(resolutions);
      assert.ok(!traces.includes(ADA.waId ?? '') && !traces.includes(correlationId), traces);
    });

    it('of a group is what its first participant makes of it, and one who cannot be reached is no failure', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', { ...awaits('delivered'), names: undefined } as never);
      await accept(bench, correlationId);
      const group = { recipient_type: 'group', recipient_id: 'group', recipient_participant_id: '4915100000001' };
      const one = bench.status('failed', { correlationId, code: 131026, more: group });
      assert.equal((await bench.receive(one))[0]?.resolution, undefined);
      const two = bench.status('delivered', { correlationId, more: group });
      assert.equal((await bench.receive(two))[0]?.resolution?.outcome.type, 'reached');
    });
  });

  describe('a status that overtakes the answer', () => {
    it('is told with the answer', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('delivered'));
      assert.deepEqual(await hear(bench, 'read', correlationId), []);
      assert.deepEqual(await hear(bench, 'sent', correlationId), [], 'in whatever order they come');
      const { resolution, awaitedUntil } = await accept(bench, correlationId);
      assert.deepEqual([resolution?.outcome.type, resolution?.answer, awaitedUntil], ['reached', answer, undefined]);
      assert.deepEqual(await expire(bench), nothing);
    });

    it('is nothing to a message that nobody waits for', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi');
      await hear(bench, 'delivered', correlationId);
      assert.deepEqual(await accept(bench, correlationId), { reports: [], isSuperseded: false });
    });

    it('says more than an answer that says no, or does not come', async () => {
      const bench = use();
      for (const outcome of [lost(), { type: 'refused' }, { type: 'again' }] as const) {
        const { correlationId } = await bench.leave('hi');
        await hear(bench, 'sent', correlationId);
        const { resolution, queuedId } = await bench.store.settle(SCOPE, correlationId, outcome);
        assert.deepEqual([resolution?.outcome.type, resolution?.wamid], ['reached', `wamid.${correlationId}`]);
        assert.equal(queuedId, undefined, 'it left, and does not leave again');
      }
    });

    it('that it failed is certain, too', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi');
      await hear(bench, 'failed', correlationId, 131026);
      const { resolution } = await bench.store.settle(SCOPE, correlationId, lost());
      assert.equal(resolution?.outcome.type, 'failed');
    });
  });

  describe('a message whose answer is lost', () => {
    it('is accepted once a status of it comes, even if nobody waits for more', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi');
      const { awaitedUntil } = await bench.store.settle(SCOPE, correlationId, lost());
      assert.equal(awaitedUntil, (bench.now + 60) * 1000);
      const [told] = await hear(bench, 'sent', correlationId);
      assert.deepEqual([told?.outcome.type, told?.wamid], ['reached', `wamid.${correlationId}`]);
    });

    it('counts as unknown after a while', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('accepted', 10_000));
      await bench.store.settle(SCOPE, correlationId, lost());
      bench.wait(9);
      assert.deepEqual(await expire(bench), [[], 1]);
      bench.wait(1);
      const { resolutions } = await bench.store.expireAwaited(SCOPE);
      assert.deepEqual(
        resolutions.map(({ outcome }) => outcome),
        [{ type: 'unknown', doubt: DOUBT }],
      );
      assert.deepEqual(await hear(bench, 'delivered', correlationId), []);
    });

    it('has the whole of its time once a status has shown that it left', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('read'));
      const { awaitedUntil } = await bench.store.settle(SCOPE, correlationId, lost());
      assert.equal(awaitedUntil, (bench.now + 60) * 1000);
      await hear(bench, 'sent', correlationId);
      assert.deepEqual(await expire(bench), [[], 299]);
      bench.wait(299);
      assert.deepEqual(await expire(bench), [['timeout'], undefined]);
    });

    it('goes on hold if a status tells that the hash is outdated', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const { correlationId } = await bench.leave('private');
      await bench.store.settle(SCOPE, correlationId, lost());
      await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.deepEqual([await bench.heldTexts(), await expire(bench)], [['private'], nothing]);
    });
  });

  describe('a message whose sending the end of the process interrupted', () => {
    it('has its result by the status that came before the end, or comes soon after', async () => {
      const bench = use();
      const [before, after, never] = [
        await bench.leave('before'),
        await bench.leave('after', awaits('sent')),
        await bench.leave('never'),
      ];
      await hear(bench, 'delivered', before.correlationId);
      await bench.restart();
      const told = await bench.interrupted(MINUTES);
      assert.deepEqual(
        told.map(({ messageId, outcome }) => [messageId, outcome.type]),
        [[before.messageId, 'reached']],
      );
      assert.deepEqual(await bench.interrupted(MINUTES), []);
      const [late] = await hear(bench, 'sent', after.correlationId);
      assert.deepEqual([late?.messageId, late?.outcome.type], [after.messageId, 'reached']);
      bench.wait(60);
      const { resolutions } = await bench.store.expireAwaited(SCOPE);
      assert.deepEqual(
        resolutions.map(({ messageId, outcome }) => [messageId, outcome.type]),
        [[never.messageId, 'unknown']],
      );
    });

    it('has it also by a status that comes before anybody looks', async () => {
      const bench = use();
      const { correlationId } = await bench.leave('hi', awaits('delivered'));
      await bench.restart();
      assert.deepEqual(await hear(bench, 'delivered', correlationId), []);
      const [told] = await bench.interrupted(MINUTES);
      assert.equal(told?.outcome.type, 'reached');
    });
  });
}
