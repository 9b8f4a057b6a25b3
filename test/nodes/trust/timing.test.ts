import assert from 'node:assert/strict';
import { waitUntil } from '../../harness/wait';
import { timestamp } from './platform';
import { type Stage, startStage } from './stage';
import type { EventMessage, SendMessage, Story } from './story';

describe('what comes early, late, twice or in between', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());
  afterEach(() => stage.gate.open());

  const changedAgain = { code: 'identity_changed_again' };

  /** A message as the platform might have sent it: with this hash, so many seconds from now. */
  const fireMessage = ({ customer: { waId } }: Story, hash: string, inSeconds: number): void =>
    stage.fire({
      contacts: [{ profile: { name: 'Ben' }, wa_id: waId, identity_key_hash: hash }],
      messages: [
        {
          from: waId,
          id: `wamid.${waId}.${hash}.${inSeconds}`,
          timestamp: timestamp(inSeconds),
          type: 'text',
          text: { body: 'Hi' },
        },
      ],
    });

  it('holds a message that was in flight when the identity changed', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    assert.equal((await ben.tell('One')).output, 'accepted');
    assert.equal((await ben.tell('Two')).output, 'accepted');
    await stage.calm();
    ben.customer.newDevice();
    ben.customer.goOnline();
    const held = await stage.red.waitFor<{ topic: string; payload: { text: { body: string } } }>('held', 2);
    assert.deepEqual(
      held.map(({ payload }) => payload.text.body),
      ['One', 'Two'],
    );
    assert.equal((await ben.tell('Three')).output, 'held');
    const [change] = await ben.changes();
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    assert.equal(stage.red.received('changes').length, 1);
    await ben.acknowledge(change?.payload.changeId);
    await stage.calm();
    // The first goes without a hash and reveals the new one; the others follow with it.
    const hashes = stage.red
      .received<SendMessage>('accepted')
      .filter(({ whatsapp }) => whatsapp.released)
      .map(({ whatsapp }) => whatsapp.identityHash);
    const { identityHash } = ben.customer;
    assert.deepEqual(hashes, [null, identityHash, identityHash]);
    assert.deepEqual(ben.phone, ['One → Ben, device 2', 'Two → Ben, device 2', 'Three → Ben, device 2']);
  });

  it('lets nothing leave before what is in flight, once it was refused', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    await ben.tell('One');
    await stage.calm();
    ben.customer.newDevice();
    ben.customer.goOnline();
    await stage.red.waitFor('held');
    // The new hash is known by now, and acknowledged: still nothing overtakes.
    await ben.says('It is me');
    const entry = await ben.acknowledge();
    await ben.tell('Two');
    assert.equal(entry.released, 1);
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 2', 'Two → Ben, device 2']);
  });

  it('takes a refusal that arrives before the answer to its message', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    stage.gate.hold();
    const sending = stage.red.process('send', { to: ben.to, payload: 'Early' });
    const [held] = await stage.red.waitFor<{ topic: string }>('held');
    assert.equal(held?.topic, 'identity_changed');
    await waitUntil(() => stage.gate.waiting === 1);
    stage.gate.open();
    assert.equal((await sending).error, undefined);
    await stage.calm();
    // It left held, and nothing else.
    assert.deepEqual(stage.red.received('accepted'), []);
    assert.deepEqual(stage.red.received('failed'), []);
    assert.equal(stage.red.received('held').length, 1);
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(ben.phone, ['Early → Ben, device 2']);
  });

  it('releases a message refused before its answer, though the answer is still to come', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    stage.gate.hold();
    const sending = stage.red.process('send', { to: ben.to, payload: 'Early' });
    await stage.red.waitFor('held');
    await ben.says('It is me');
    const acknowledging = ben.acknowledge();
    await waitUntil(() => stage.gate.waiting === 2);
    stage.gate.open();
    await Promise.all([sending, acknowledging]);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Early → Ben, device 2']);
    assert.equal(stage.red.received('accepted').length, 1);
    assert.equal((await ben.lookUp()).heldMessages, 0);
  });

  it('takes a status that arrives before the answer to its message', async () => {
    const ben = stage.begin();
    stage.gate.hold();
    const sending = stage.red.process('send', { to: ben.to, payload: 'Welcome' });
    await stage.red.waitFor('statuses', 2);
    assert.equal(await ben.state(), 'seen');
    stage.gate.open();
    await sending;
    await stage.calm();
    const [accepted, ...others] = stage.red.received<{ topic: string }>('accepted');
    assert.equal(accepted?.topic, 'accepted');
    assert.deepEqual(others, []);
    assert.equal(await ben.state(), 'seen');
  });

  it('approves the second of two changes, and not the first', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('A new phone');
    await ben.tell('Statement');
    ben.customer.newDevice();
    await ben.says('And another one');
    const [first, second] = await ben.changes(2);
    assert.equal(second?.payload.previousHash, first?.payload.hash);
    assert.equal(second?.payload.heldMessages, 1);
    await assert.rejects(ben.acknowledge(first?.payload.changeId), changedAgain);
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    await ben.acknowledge(second?.payload.changeId);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Statement → Ben, device 3']);
  });

  it('refuses an acknowledgement when the identity changed between the e-mail and the click', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.tell('Statement');
    const [mailed] = await ben.changes();
    // The notice that asks him to look into his mail reveals the hash that the change is about.
    await ben.tell('Please confirm that it is you', { policy: 'whoever' });
    await stage.calm();
    assert.equal((await ben.lookUp()).hash, ben.customer.identityHash);
    ben.customer.simSwap({ name: 'Mallory' });
    await ben.says('Hi');
    const before = await ben.lookUp();
    await assert.rejects(ben.acknowledge(mailed?.payload.changeId), changedAgain);
    assert.deepEqual(await ben.lookUp(), before);
    assert.equal(before.state, 'changed');
    assert.equal(before.heldMessages, 1);
    assert.equal((await ben.tell('Balance')).output, 'held');
    await stage.calm();
    assert.deepEqual(ben.phone, ['Please confirm that it is you → Ben, device 2']);
  });

  it('refuses it also when nothing but a refusal tells of the second change', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('A new phone');
    const [mailed] = await ben.changes();
    await ben.acknowledge(mailed?.payload.changeId);
    ben.customer.simSwap({ name: 'Mallory' });
    await ben.tell('Statement');
    await ben.changes(2);
    await assert.rejects(ben.acknowledge(mailed?.payload.changeId), changedAgain);
    assert.equal(await ben.state(), 'changed');
    await stage.calm();
    assert.deepEqual(ben.phone, []);
  });

  it('completes a change whose hash was not known, and its change ID stays good', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.tell('Statement');
    const [change] = await ben.changes();
    assert.equal(change?.payload.hash, null);
    await ben.says('It is me');
    await stage.calm();
    assert.equal(stage.red.received('changes').length, 1);
    const entry = await ben.acknowledge(change?.payload.changeId);
    assert.deepEqual([entry.state, entry.hash], ['trusted', ben.customer.identityHash]);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Statement → Ben, device 2']);
  });

  it('lets a delayed webhook with the former hash change nothing after the acknowledgement', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const former = ben.customer.identityHash;
    fireMessage(ben, 'SecondHash1=', 10);
    const [change] = await ben.changes();
    await ben.acknowledge(change?.payload.changeId);
    fireMessage(ben, former, 5);
    await stage.calm();
    const { state, hash } = await ben.lookUp();
    assert.deepEqual({ state, hash }, { state: 'trusted', hash: 'SecondHash1=' });
    assert.equal(stage.red.received('changes').length, 1);
  });

  it('lets a delayed refusal of a message from before the change bring back only that message', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    await ben.tell('Sent before');
    await stage.calm();
    ben.customer.newDevice();
    const { waId, identityHash } = ben.customer;
    fireMessage(ben, identityHash, 3);
    const [change] = await ben.changes();
    await ben.acknowledge(change?.payload.changeId);
    ben.customer.goOnline();
    await stage.red.waitFor('held');
    await stage.calm();
    // The refusal is stale, and what it refused goes out again, to the identity that was approved.
    assert.equal(await ben.state(), 'trusted');
    assert.equal(stage.red.received('changes').length, 1);
    assert.deepEqual(ben.phone, ['Sent before → Ben, device 2'], waId);
  });

  it('takes the former hash on a late status of a message from before the change for stale', async () => {
    stage.simulator.world.rules.stampStatusAt = 'sending';
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    await ben.tell('We are closed tomorrow', { policy: 'whoever' });
    await stage.calm();
    ben.customer.newDevice();
    fireMessage(ben, ben.customer.identityHash, 3);
    const [change] = await ben.changes();
    await ben.acknowledge(change?.payload.changeId);
    ben.customer.goOnline();
    await stage.calm();
    stage.simulator.world.rules.stampStatusAt = 'delivery';
    const delivered = stage.red.received<EventMessage>('statuses').at(-1);
    assert.equal(delivered?.topic, 'delivered');
    const { recipient_identity_key_hash: stamped } = delivered.payload as { recipient_identity_key_hash: string };
    assert.equal(stamped, change?.payload.previousHash);
    assert.equal(await ben.state(), 'trusted');
    assert.equal(stage.red.received('changes').length, 1);
  });

  it('is changed by duplicates of a webhook once only', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    stage.simulator.faults.duplicates = 2;
    await ben.says('It is me');
    stage.simulator.faults.duplicates = 0;
    await stage.calm();
    assert.equal(stage.red.received('changes').length, 1);
    assert.equal(stage.red.received('messages').filter(({ payload }) => payload === 'It is me').length, 1);
    await ben.acknowledge();
    fireMessage(ben, ben.customer.identityHash, 4);
    fireMessage(ben, ben.customer.identityHash, 4);
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
  });

  it('takes a former hash that is seen later for one more change (A, B, A)', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { identityHash } = ben.customer;
    fireMessage(ben, 'SecondHash2=', 2);
    const [away] = await ben.changes();
    assert.equal(away?.payload.hash, 'SecondHash2=');
    await ben.tell('Statement');
    fireMessage(ben, identityHash, 4);
    const [, back] = await ben.changes(2);
    assert.equal(back?.payload.hash, identityHash);
    assert.equal(await ben.state(), 'changed');
    await assert.rejects(ben.acknowledge(away?.payload.changeId), changedAgain);
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    await ben.acknowledge(back?.payload.changeId);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Statement → Ben, device 1']);
  });

  it('keeps what cannot be put in order at changed: two hashes within one second', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    fireMessage(ben, 'FirstHash3=', 3);
    fireMessage(ben, 'SecondHash3=', 3);
    await stage.calm();
    const { state, hash } = await ben.lookUp();
    assert.deepEqual({ state, hash }, { state: 'changed', hash: null });
    assert.equal((await ben.tell('Statement')).output, 'held');
    // The last report stands for whatever the identity is: without it nothing could be acknowledged.
    const [first, second] = await ben.changes(2);
    await assert.rejects(ben.acknowledge(first?.payload.changeId), changedAgain);
    await ben.acknowledge(second?.payload.changeId);
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
    assert.deepEqual(ben.phone, ['Statement → Ben, device 1']);
  });

  it('sends one message without a hash while acknowledged, and the rest once its status has revealed the hash', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.tell('One');
    const [change] = await ben.changes();
    await stage.red.waitFor('held');
    await ben.tell('Two');
    // Webhooks are late: they wait for one another.
    stage.simulator.faults.batch = { size: 3, waitMs: 60_000 };
    const { released } = await ben.acknowledge(change?.payload.changeId);
    assert.equal(released, 1);
    const waiting = await ben.tell('Three');
    assert.deepEqual([waiting.output, waiting.msg.topic], ['held', 'identity_changed']);
    assert.deepEqual(ben.phone, ['One → Ben, device 2']);
    assert.equal(await ben.state(), 'acknowledged');
    stage.simulator.faults.batch = null;
    // What comes after them takes the waiting webhooks along.
    stage.fire({});
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 2', 'Two → Ben, device 2', 'Three → Ben, device 2']);
    assert.equal(await ben.state(), 'trusted');
    assert.equal(stage.red.received('changes').length, 1);
  });

  it('stays acknowledged until something is sent, and holds everything when a stranger writes first', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    const { waId } = ben.customer;
    const system = { type: 'user_identity_changed', body: 'User identity changed' };
    stage.fire({
      messages: [{ from: waId, id: `wamid.${waId}`, timestamp: timestamp(1), type: 'system', system }],
    });
    const [change] = await ben.changes();
    const entry = await ben.acknowledge(change?.payload.changeId);
    assert.deepEqual([entry.state, entry.hash], ['acknowledged', null]);
    // Within the same second as what was approved: nobody can tell which came first.
    ben.customer.simSwap({ name: 'Mallory' });
    fireMessage(ben, ben.customer.identityHash, 1);
    const [, again] = await ben.changes(2);
    assert.equal(again?.payload.hash, ben.customer.identityHash);
    assert.equal(await ben.state(), 'changed');
    assert.equal((await ben.tell('Balance')).output, 'held');
    await assert.rejects(ben.acknowledge(change?.payload.changeId), changedAgain);
    await stage.calm();
    assert.deepEqual(ben.phone, []);
  });

  it('holds the rest when a stranger writes before the status of the one message', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.tell('One');
    const [change] = await ben.changes();
    await stage.red.waitFor('held');
    await ben.tell('Two');
    // The answer and the statuses wait, and the stranger's message is there first.
    stage.simulator.faults.batch = { size: 100, waitMs: 60_000 };
    const { state } = await ben.acknowledge(change?.payload.changeId);
    assert.equal(state, 'acknowledged');
    ben.customer.simSwap({ name: 'Mallory' });
    const { identityHash } = ben.customer;
    stage.simulator.faults.batch = null;
    fireMessage(ben, identityHash, 6);
    await stage.calm();
    assert.equal(await ben.state(), 'changed');
    assert.deepEqual(ben.phone, ['One → Ben, device 2']);
    assert.equal((await ben.lookUp()).heldMessages, 1);
  });
});
