import assert from 'node:assert/strict';
import type { AccountNode } from '../../../nodes/whatsapp-account';
import { waitUntil } from '../../harness/wait';
import { untilStatus } from '../support/until-status';
import { type Stage, startStage } from './stage';
import type { SendMessage, Story } from './story';

describe('what the guard lets leave', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  const account = () => (stage.red.node('account') as unknown as AccountNode).account;

  async function changed(): Promise<Story> {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('A new phone');
    return ben;
  }

  /** Brings a customer into each state. */
  const STATES: Record<string, () => Promise<Story>> = {
    unknown: async () => stage.begin(),
    seen: async () => {
      const ben = stage.begin();
      await ben.says('Hello');
      return ben;
    },
    trusted: async () => {
      const ben = stage.begin();
      await ben.becomesTrusted();
      return ben;
    },
    changed,
    acknowledged: async () => {
      const ben = stage.begin();
      await ben.ask('revoke');
      await ben.acknowledge();
      return ben;
    },
  };
  const NONE = 'none';
  const HASH = 'the hash';
  const TABLE: Record<string, Record<string, string>> = {
    same: { unknown: NONE, seen: HASH, trusted: HASH, changed: 'identity_changed', acknowledged: NONE },
    authenticated: {
      unknown: 'identity_unknown',
      seen: 'identity_unknown',
      trusted: HASH,
      changed: 'identity_changed',
      acknowledged: NONE,
    },
    whoever: { unknown: NONE, seen: NONE, trusted: NONE, changed: NONE, acknowledged: NONE },
  };
  for (const [policy, decisions] of Object.entries(TABLE)) {
    for (const [state, decision] of Object.entries(decisions)) {
      it(`${policy}, ${state}: ${decision}`, async () => {
        const ben = await STATES[state]?.();
        assert.ok(ben);
        assert.equal(await ben.state(), state);
        const { output, msg } = await ben.tell('Text', { policy });
        await stage.calm();
        const isSent = decision === NONE || decision === HASH;
        assert.equal(output, isSent ? 'accepted' : 'held');
        assert.equal(ben.phone.length, isSent ? 1 : 0);
        assert.equal(msg.whatsapp.policy, policy);
        if (isSent) assert.equal(msg.whatsapp.identityHash, decision === HASH ? ben.customer.identityHash : null);
        else assert.equal(msg.topic, decision);
      });
    }
  }

  it('takes the policy of the node where the message names none, and refuses one that does not exist', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await stage.redeploy((nodes) =>
      nodes.map((node) => (node.id === 'send' ? { ...node, policy: 'authenticated' } : node)),
    );
    assert.equal((await ben.tell('Private')).output, 'held');
    await stage.redeploy();
    const { output, error } = await ben.tell('Private', { policy: 'nobody' });
    assert.deepEqual([output, error?.code], ['failed', 'policy_unknown']);
  });

  it('marks what went to whoever holds the account: in the status and in the trail', async () => {
    const ben = await changed();
    await ben.tell('Please confirm that it is you', { policy: 'whoever' });
    const { shape, fill } = await untilStatus(stage.red, 'send', /^accepted, unguarded$/);
    assert.deepEqual([fill, shape], ['yellow', 'dot']);
    const { audit, state } = await ben.lookUp();
    assert.equal(audit.filter(({ what }) => what === 'sent_unguarded').length, 1);
    await stage.calm();
    assert.equal(state, 'changed');
    assert.deepEqual(ben.phone, ['Please confirm that it is you → Ben, device 2']);
  });

  it('marks it also for somebody of whom nothing was known', async () => {
    const ben = stage.begin();
    await ben.tell('Welcome', { policy: 'whoever' });
    await stage.calm();
    const { audit } = await ben.lookUp();
    assert.equal(audit.filter(({ what }) => what === 'sent_unguarded').length, 1);
  });

  it('lets a notice pass what is held, and nothing else', async () => {
    const ben = await changed();
    await ben.tell('Private');
    await ben.tell('Notice', { policy: 'whoever' });
    await stage.calm();
    assert.deepEqual(ben.phone, ['Notice → Ben, device 2']);
    assert.equal(await ben.state(), 'changed');
  });

  it('holds a message that demands another hash than the current one', async () => {
    const ben = await STATES.trusted?.();
    assert.ok(ben);
    const mismatched = await ben.tell('Private', { identityHash: 'SomeOther12=' });
    assert.deepEqual([mismatched.output, mismatched.msg.topic], ['held', 'identity_mismatch']);
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    // What comes after it waits behind it.
    const behind = await ben.tell('Behind', { identityHash: ben.customer.identityHash });
    assert.deepEqual([behind.output, behind.msg.topic], ['held', 'identity_mismatch']);
  });

  it('sends a message that demands the current hash, and never in spite of a change', async () => {
    const ben = await STATES.trusted?.();
    assert.ok(ben);
    assert.equal((await ben.tell('One', { identityHash: ben.customer.identityHash })).output, 'accepted');
    ben.customer.newDevice();
    await ben.says('A new phone');
    const { output, msg } = await ben.tell('Two', { identityHash: ben.customer.identityHash });
    assert.deepEqual([output, msg.topic], ['held', 'identity_changed']);
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 1']);
  });

  it('takes an empty hash for a mistake, not for none', async () => {
    const ben = await STATES.trusted?.();
    for (const identityHash of ['', null, 7]) {
      const told = await ben?.tell('Private', { identityHash });
      assert.deepEqual([told?.output, told?.error?.code], ['failed', 'identity_hash_invalid']);
    }
  });

  it('cannot be talked out of its hash by what is in the payload', async () => {
    const ben = await STATES.seen?.();
    assert.ok(ben);
    const payload = { type: 'text', text: { body: 'Hi' }, recipient_identity_key_hash: ben.customer.identityHash };
    const { msg } = await ben.tell('', { payload, biz_opaque_callback_data: 'x' });
    assert.equal(msg.whatsapp.identityHash, ben.customer.identityHash);
    const wrong = await ben.tell('', { payload: { ...payload, recipient_identity_key_hash: 'SomeOther12=' } });
    assert.deepEqual([wrong.output, wrong.msg.topic], ['held', 'identity_mismatch']);
  });

  it('queues behind what is held, whatever would let it leave by itself', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await ben.tell('For the authenticated', { policy: 'authenticated' });
    const behind = await ben.tell('For the same', { policy: 'same' });
    assert.deepEqual([behind.output, behind.msg.topic], ['held', 'identity_unknown']);
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(ben.phone, ['For the authenticated → Ben, device 1', 'For the same → Ben, device 1']);
  });

  it('passes each held message by the guard again when it is released', async () => {
    const ben = await changed();
    await ben.tell('One');
    await ben.tell('Two', { identityHash: 'SomeOther12=' });
    await ben.tell('Three');
    const { released, heldMessages, held } = await ben.acknowledge();
    assert.deepEqual([released, heldMessages], [1, 2]);
    assert.equal(held.length, 2);
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 2']);
  });

  it('fails, visibly, when more would be held for a customer than the limit, and drops nothing', async () => {
    const ben = await changed();
    for (let index = 0; index < 100; index++) stage.red.send('send', { to: ben.to, payload: `Message ${index}` });
    await stage.red.waitFor('held', 100);
    const { output, msg, error } = await ben.tell('One too many');
    assert.deepEqual([output, error?.code], ['failed', 'held_too_many']);
    assert.equal(msg.topic, 'failed');
    assert.equal(msg.payload.code, 'held_too_many');
    assert.equal((await ben.lookUp()).heldMessages, 100);
  });

  it('lets what was held leave in its order', async () => {
    const ben = await changed();
    for (let index = 0; index < 40; index++) stage.red.send('send', { to: ben.to, payload: `Message ${index}` });
    await stage.red.waitFor('held', 40);
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(
      ben.phone,
      Array.from({ length: 40 }, (_, index) => `Message ${index} → Ben, device 2`),
    );
  });

  it('fails, visibly, when a message is too large to be held', async () => {
    const ben = await changed();
    const payload = { type: 'hologram', hologram: { light: 'x'.repeat(70_000) } };
    const { output, error } = await ben.tell('', { payload });
    assert.deepEqual([output, error?.code], ['failed', 'held_too_large']);
    assert.equal((await ben.lookUp()).heldMessages, 0);
  });

  it('gives up what was held for a day: it leaves as not delivered', async () => {
    const ben = await changed();
    const { msg } = await ben.tell('Private');
    await account()?.sender.expire(Date.now() + 23 * 3_600_000);
    assert.equal((await ben.lookUp()).heldMessages, 1);
    await account()?.sender.expire(Date.now() + 25 * 3_600_000);
    const failed = await waitUntil(() =>
      stage.red.received<SendMessage>('failed').find(({ _msgid }) => _msgid === msg._msgid),
    );
    assert.deepEqual([failed.topic, failed.payload.code], ['timeout', 'held_expired']);
    assert.equal((await ben.lookUp()).heldMessages, 0);
    assert.ok(stage.red.logs('send').some(({ level, text }) => level === 'error' && /held for 24 hours/.test(text)));
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(ben.phone, []);
  });

  it('holds nothing of what failed for another reason', async () => {
    const ben = await STATES.trusted?.();
    assert.ok(ben);
    ben.customer.leaveWhatsApp();
    await ben.tell('Undeliverable');
    await stage.calm();
    const { state, heldMessages } = await ben.lookUp();
    assert.deepEqual({ state, heldMessages }, { state: 'trusted', heldMessages: 0 });
    assert.deepEqual(stage.red.received('held'), []);
  });
});
