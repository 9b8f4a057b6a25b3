import assert from 'node:assert/strict';
import { HOLD_LIMITS } from '../../../../src/store/outgoing';
import { messaging } from '../../../fixtures/webhooks/fixture';
import { ADA, BOB, DOUBT, POLICIES, SCOPE, textOf, type UseBench } from './bench';

export function describeSending(use: UseBench): void {
  describe('sending', () => {
    it('attaches the current hash, and none to a customer nobody knows', async () => {
      const bench = use();
      assert.equal((await bench.leave('hello')).hash, null);
      await bench.receive(bench.message('A'));
      assert.equal((await bench.leave('hello')).hash, 'A');
      await bench.acknowledge();
      assert.equal((await bench.leave('hello', { policy: 'authenticated' })).hash, 'A');
    });

    it('names every message by an ID of its own', async () => {
      const bench = use();
      const all = await Promise.all(Array.from({ length: 50 }, (_, n) => bench.leave(String(n))));
      assert.equal(new Set(all.map(({ correlationId }) => correlationId)).size, 50);
    });

    it('holds by the policy of the node, and tells why', async () => {
      const bench = use();
      assert.equal(await reasonOf(bench.send('1', { policy: 'authenticated' })), 'identity_unknown');
      await bench.receive(bench.message('A', BOB));
      await bench.receive(bench.message('B', BOB));
      assert.equal(await reasonOf(bench.send('2', { names: BOB })), 'identity_changed');
      assert.equal(await reasonOf(bench.send('3', { names: { waId: '1' }, requiredHash: 'X' })), 'identity_mismatch');
      assert.equal((await bench.leave('4', { names: BOB, policy: 'whoever' })).hash, null);
    });

    it('holds for a changed customer in whatever spelling the number comes', async () => {
      const bench = use();
      await bench.receive(bench.message('A', { waId: '5511987654321' }));
      await bench.receive(bench.systemMessage({ waId: '5511987654321' }));
      assert.equal(await reasonOf(bench.send('hi', { names: { waId: '551187654321' } })), 'identity_changed');
    });

    it('holds for a changed customer whom the platform knows by another wa_id', async () => {
      const bench = use();
      const sent = await bench.leave('hi', { names: { waId: '4915199999999' } });
      const outcome = { type: 'accepted', wamid: 'wamid.1', waId: '4915100000001' } as const;
      await bench.store.settle(SCOPE, sent.correlationId, outcome);
      await bench.receive(bench.systemMessage({ waId: '4915100000001' }));
      assert.equal(await reasonOf(bench.send('hi', { names: { waId: '4915199999999' } })), 'identity_changed');
    });

    it('holds what is for a user whose number somebody else has by now, even if both are trusted', async () => {
      const bench = use();
      const ada = { ...ADA, userId: 'DE.ada' };
      const eve = { ...ADA, userId: 'DE.eve' };
      for (const [names, hash] of [
        [ada, 'A'],
        [eve, 'E'],
      ] as const) {
        bench.wait(1);
        const contact = { wa_id: names.waId, user_id: names.userId, identity_key_hash: hash };
        const message = { from: names.waId, from_user_id: names.userId, id: `wamid.${hash}`, type: 'text' };
        await bench.receive(
          messaging({ contacts: [contact], messages: [{ ...message, timestamp: String(bench.now) }] }),
        );
      }
      for (const { userId } of [eve, ada]) await bench.acknowledge({ userId });
      assert.equal((await bench.leave('to Eve', { names: eve })).hash, 'E');
      assert.equal(await reasonOf(bench.send('to Ada', { names: ada })), 'identity_changed');
      assert.equal(await bench.release(ada), undefined);
      assert.equal((await bench.leave('to Eve', { names: eve })).hash, 'E', 'she does not wait for Ada');
    });

    it('sends to groups without a hash, and hears of their statuses', async () => {
      const bench = use();
      for (const policy of POLICIES.filter((known) => known !== 'authenticated')) {
        const sent = await bench.send('hi', { names: undefined, policy } as never);
        assert.ok(sent.type === 'send');
        assert.equal(sent.hash, null);
        const status = { id: 'wamid.g', timestamp: String(bench.now), recipient_id: 'grp', recipient_type: 'group' };
        for (const word of ['sent', 'delivered', 'failed']) {
          const errors = word === 'failed' ? { errors: [{ code: 137000, title: 'no' }] } : {};
          const own = { biz_opaque_callback_data: sent.correlationId, status: word, ...errors };
          const [committed] = await bench.receive(messaging({ statuses: [{ ...status, ...own }] }));
          assert.deepEqual([committed?.reports, committed?.held], [[], []]);
        }
        await bench.store.settle(SCOPE, sent.correlationId, { type: 'mismatch' });
      }
      await assert.rejects(bench.send('hi', { names: undefined, policy: 'authenticated' } as never), {
        code: 'group_not_authenticated',
      });
    });
  });

  describe('a refusal because of the hash', () => {
    const sendTo = async (bench: ReturnType<UseBench>) => {
      await bench.receive(bench.message('A'));
      return bench.leave('private');
    };

    it('in the POST’s answer puts the message on hold and reports the change', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      const settled = await bench.store.settle(SCOPE, correlationId, { type: 'mismatch' });
      assert.equal(settled.isSuperseded, false);
      assert.equal(settled.held?.reason, 'identity_changed');
      assert.deepEqual(
        settled.reports.map(({ reason, hash, previousHash, heldMessages }) => [
          reason,
          previousHash,
          hash,
          heldMessages,
        ]),
        [['hash_mismatch', 'A', null, 1]],
      );
      assert.equal(await bench.state(), 'changed');
      assert.deepEqual(await bench.heldTexts(), ['private']);
    });

    it('by a status before the POST’s answer puts it on hold once, whatever the answer says', async () => {
      for (const answer of ['accepted', 'mismatch', 'unknown'] as const) {
        const bench = use();
        await bench.store.forget(SCOPE, ADA);
        const { correlationId } = await sendTo(bench);
        const [failed] = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
        assert.deepEqual([failed?.held.length, failed?.reports.length], [1, 1]);
        const outcome = answer === 'accepted' ? { type: answer, wamid: 'wamid.1' } : { type: answer };
        const settled = await bench.store.settle(SCOPE, correlationId, outcome);
        assert.deepEqual(settled, { reports: [], isSuperseded: true });
        assert.deepEqual(await bench.heldTexts(), ['private']);
      }
    });

    it('by a status long after the answer does the same', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      await bench.accepted(correlationId);
      bench.wait(3600);
      const [failed] = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.deepEqual(
        failed?.held.map(({ outgoing }) => textOf(outgoing)),
        ['private'],
      );
      assert.deepEqual(await bench.heldTexts(), ['private']);
    });

    it('is found by the wamid where our own ID did not come back', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      await bench.accepted(correlationId);
      bench.wait(1);
      const errors = [{ code: 137000, title: 'no' }];
      const status = { id: `wamid.${correlationId}`, status: 'failed', timestamp: String(bench.now), errors };
      const [failed] = await bench.receive(messaging({ statuses: [{ ...status, recipient_id: ADA.waId }] }));
      assert.equal(failed?.held.length, 1);
    });

    it('told by the answer and then by a status is one refusal, also after an approval', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      const settled = await bench.store.settle(SCOPE, correlationId, { type: 'mismatch' });
      await bench.receive(bench.message('B'));
      await bench.store.acknowledge(SCOPE, ADA, { changeId: settled.reports[0]?.changeId ?? '' });
      assert.equal(await bench.state(), 'trusted B');
      const [failed] = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.deepEqual([failed?.reports, failed?.held], [[], []]);
      assert.equal(await bench.state(), 'trusted B');
    });

    it('of several messages in flight keeps all of them, in the order in which they were sent', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const sent = [await bench.leave('1'), await bench.leave('2'), await bench.leave('3')];
      for (const { correlationId } of sent.toReversed()) {
        await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      }
      assert.deepEqual(await bench.heldTexts(), ['1', '2', '3']);
    });

    it('by an older message is stale once another hash is approved', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      await bench.accepted(correlationId);
      await bench.receive(bench.message('B'));
      await bench.acknowledge();
      const [failed] = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.deepEqual([failed?.reports, failed?.identity?.state], [[], 'trusted']);
      assert.deepEqual(await bench.heldTexts(), ['private'], 'and the message waits to be sent again');
    });

    it('holds nothing that arrived or failed otherwise before', async () => {
      for (const word of ['delivered', 'read', 'failed']) {
        const bench = use();
        await bench.store.forget(SCOPE, ADA);
        const { correlationId } = await sendTo(bench);
        await bench.accepted(correlationId);
        const code = word === 'failed' ? { code: 131026 } : {};
        await bench.receive(bench.status(word, { correlationId, ...code }));
        await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
        assert.deepEqual(await bench.heldTexts(), []);
      }
    });

    it('in what was synchronised from elsewhere is none', async () => {
      const bench = use();
      const { correlationId } = await sendTo(bench);
      const refusal = bench.status('failed', { correlationId, code: 137000 }) as { entry: { changes: object[] }[] };
      const [entry] = refusal.entry;
      const changes = entry?.changes.map((change) => ({ ...change, field: 'history' }));
      const [committed] = await bench.receive({ ...refusal, entry: [{ ...entry, changes }] });
      assert.deepEqual([committed?.held, committed?.reports], [[], []]);
      assert.equal(await bench.state(), 'seen A');
    });
  });

  describe('the end of the process', () => {
    it('between recording and answer leaves an unknown outcome, told once', async () => {
      const bench = use();
      const [first, second] = [await bench.leave('interrupted'), await bench.leave('answered')];
      await bench.accepted(second.correlationId);
      assert.deepEqual(await bench.interrupted(), [], 'this process still works on it');
      await bench.restart();
      const [told, ...more] = await bench.interrupted();
      const outgoing = { ...first.outgoing, content: { type: 'text' } };
      assert.deepEqual([told?.messageId, told?.outgoing, more], [first.messageId, outgoing, []]);
      assert.deepEqual(told?.outcome, { type: 'unknown', doubt: DOUBT });
      assert.deepEqual(await bench.interrupted(), []);
      await bench.restart();
      assert.deepEqual(await bench.interrupted(), []);
    });

    it('leaves nothing unknown that a status has told of', async () => {
      const bench = use();
      const [delivered, refused] = [await bench.leave('delivered'), await bench.leave('refused')];
      await bench.receive(bench.status('delivered', { correlationId: delivered.correlationId }));
      await bench.receive(bench.status('failed', { correlationId: refused.correlationId, code: 137000 }));
      await bench.restart();
      const told = await bench.interrupted();
      assert.deepEqual(
        told.map(({ messageId, wamid, outcome }) => [messageId, wamid, outcome.type]),
        [[delivered.messageId, `wamid.${delivered.correlationId}`, 'reached']],
      );
      assert.deepEqual(await bench.heldTexts(), ['refused']);
    });

    it('while a held message is released leaves it with an unknown outcome, never held again', async () => {
      const bench = use();
      await bench.send('private', { policy: 'authenticated' });
      await bench.receive(bench.message('A'));
      await bench.acknowledge();
      assert.equal((await bench.release())?.type, 'send');
      await bench.restart();
      assert.deepEqual(await bench.heldTexts(), []);
      const told = await bench.interrupted();
      assert.deepEqual(
        told.map(({ isReleased, outcome }) => [isReleased, outcome.type]),
        [[true, 'unknown']],
      );
    });

    it('keeps what statuses are about: a refusal after it still holds', async () => {
      const bench = use();
      await bench.receive(bench.message('A'));
      const { correlationId } = await bench.leave('private');
      await bench.accepted(correlationId);
      await bench.restart();
      const [failed] = await bench.receive(bench.status('failed', { correlationId, code: 137000 }));
      assert.equal(failed?.held.length, 1);
      assert.deepEqual(HOLD_LIMITS.age, 86_400_000);
    });
  });
}

async function reasonOf(admission: ReturnType<ReturnType<UseBench>['send']>): Promise<string | undefined> {
  const settled = await admission;
  return settled.type === 'held' ? settled.held.reason : undefined;
}
