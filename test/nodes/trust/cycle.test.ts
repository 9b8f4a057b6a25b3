import assert from 'node:assert/strict';
import { type Stage, startStage } from './stage';

describe('the cycle of trust', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  it('learns the hash of whom it writes to first, and attaches it from then on', async () => {
    const ben = stage.begin();
    assert.equal(await ben.state(), 'unknown');
    const first = await ben.tell('Welcome');
    assert.equal(first.output, 'accepted');
    assert.equal(first.msg.topic, 'accepted');
    assert.equal(first.msg.whatsapp.identityHash, null);
    await stage.calm();
    assert.equal(await ben.state(), 'seen');
    const second = await ben.tell('How are you?');
    assert.equal(second.msg.whatsapp.identityHash, ben.customer.identityHash);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Welcome → Ben, device 1', 'How are you? → Ben, device 1']);
    assert.deepEqual(stage.red.received('changes'), []);
  });

  it('knows whoever writes first, and says so on the message', async () => {
    const ben = stage.begin();
    const hello = await ben.says('Hello');
    const { identityHash, waId } = ben.customer;
    assert.deepEqual(hello.whatsapp.customer, { id: waId, phone: `+${waId}`, waId, name: 'Ben' });
    const { state, hash, changeId } = hello.whatsapp.identity;
    assert.deepEqual({ state, hash }, { state: 'seen', hash: identityHash });
    assert.equal(typeof changeId, 'string');
    const answer = await ben.tell('Hello Ben', { to: undefined, whatsapp: hello.whatsapp });
    assert.equal(answer.msg.whatsapp.identityHash, identityHash);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Hello Ben → Ben, device 1']);
  });

  it('never takes a hash that was merely seen for an authenticated person', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    await ben.tell('Hello Ben');
    await ben.says('Thanks');
    await stage.calm();
    assert.equal(await ben.state(), 'seen');
    const secret = await ben.tell('Your balance', { policy: 'authenticated' });
    assert.equal(secret.output, 'held');
    assert.equal(secret.msg.topic, 'identity_unknown');
    await stage.calm();
    assert.deepEqual(ben.phone, ['Hello Ben → Ben, device 1']);
  });

  it('trusts a customer who was authenticated, and releases what waited for that', async () => {
    const ben = stage.begin();
    const hello = await ben.says('Hello');
    await ben.tell('Your balance', { policy: 'authenticated' });
    // The change ID may come with the message that the flow carried through.
    const { payload } = await ben.ask('acknowledge', { whatsapp: hello.whatsapp, by: 'clerk 7' });
    assert.equal(payload.state, 'trusted');
    assert.equal(payload.hash, ben.customer.identityHash);
    assert.equal(payload.released, 1);
    assert.equal(payload.heldMessages, 0);
    assert.deepEqual(payload.audit.at(-1), {
      ...payload.audit.at(-1),
      what: 'acknowledged',
      hash: ben.customer.identityHash,
      source: 'clerk 7',
    });
    const [released] = await stage.red.waitFor<{ whatsapp: object }>('accepted');
    assert.deepEqual(released?.whatsapp, {
      ...released?.whatsapp,
      released: true,
      identityHash: ben.customer.identityHash,
    });
    await stage.calm();
    assert.deepEqual(ben.phone, ['Your balance → Ben, device 1']);
    assert.equal((await ben.says('Thanks')).whatsapp.identity.state, 'trusted');
  });

  it('holds what is sent after a change, and delivers it, in order, after re-authentication', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.says('I have a new phone');
    const [change] = await ben.changes();
    assert.equal(change?.topic, 'hash_changed');
    for (const text of ['One', 'Two', 'Three']) {
      const { output, msg } = await ben.tell(text);
      assert.equal(output, 'held');
      assert.equal(msg.topic, 'identity_changed');
      assert.deepEqual(msg.payload, { type: 'text', text: { body: text } });
    }
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    const entry = await ben.acknowledge(change?.payload.changeId);
    assert.equal(entry.state, 'trusted');
    assert.equal(entry.released, 3);
    await stage.calm();
    assert.deepEqual(ben.phone, ['One → Ben, device 2', 'Two → Ben, device 2', 'Three → Ben, device 2']);
    assert.equal(await ben.state(), 'trusted');
  });

  it('goes through the whole cycle again and again', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const expected: string[] = [];
    for (const device of [2, 3, 4]) {
      ben.customer.newDevice();
      const text = `Statement ${device}`;
      await ben.tell(text);
      const changes = await ben.changes(device - 1);
      await ben.acknowledge(changes.at(-1)?.payload.changeId);
      await stage.calm();
      expected.push(`${text} → Ben, device ${device}`);
      assert.deepEqual(ben.phone, expected);
      assert.equal(await ben.state(), 'trusted');
    }
  });
});
