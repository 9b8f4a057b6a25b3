import assert from 'node:assert/strict';
import { timestamp } from './platform';
import { type Stage, startStage } from './stage';
import type { EventMessage, Story } from './story';

describe('what reveals a change of identity', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  afterEach(() => {
    stage.simulator.world.rules.mismatchAnswer = 'status';
    stage.simulator.world.rules.stampStatusSentWithHash = false;
  });

  /** What has to happen after every change: nothing private reaches the phone before the acknowledgement, all of it after. */
  async function isHeldUntilAcknowledged(ben: Story, changeId: string | undefined): Promise<void> {
    const before = ben.phone;
    assert.equal(await ben.state(), 'changed');
    const { output, msg } = await ben.tell('Private');
    assert.deepEqual([output, msg.topic], ['held', 'identity_changed']);
    await stage.calm();
    assert.deepEqual(ben.phone, before);
    await ben.acknowledge(changeId);
    await stage.calm();
    assert.equal(await ben.state(), 'trusted');
    const { name, device } = ben.customer;
    assert.equal(ben.phone.at(-1), `Private → ${name}, device ${device}`);
  }

  it('a message', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const former = ben.customer.identityHash;
    ben.customer.newDevice();
    const message = await ben.says('It is me');
    const { identityHash, waId } = ben.customer;
    const [change, ...others] = await ben.changes();
    assert.equal(others.length, 0);
    assert.equal(change?.topic, 'hash_changed');
    assert.deepEqual(
      { previousHash: change?.payload.previousHash, hash: change?.payload.hash },
      { previousHash: former, hash: identityHash },
    );
    assert.equal(change?.payload.customer.waId, waId);
    assert.equal(change?.payload.heldMessages, 0);
    assert.equal(message.whatsapp.identity.state, 'changed');
    assert.equal(message.whatsapp.identity.changeId, change?.payload.changeId);
    const order = stage.red.arrivals().map(({ collector }) => collector);
    assert.ok(order.indexOf('changes') < order.lastIndexOf('messages'), order.join());
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  it('a message of a customer who was never authenticated', async () => {
    const ben = stage.begin();
    await ben.says('Hello');
    ben.customer.newDevice();
    await ben.says('It is me');
    const [change] = await ben.changes();
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  it('a status of a message that was sent without a hash', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    await ben.tell('We are closed tomorrow', { policy: 'whoever' });
    const [change] = await ben.changes();
    assert.equal(change?.topic, 'hash_changed');
    assert.equal(change?.payload.hash, ben.customer.identityHash);
    await stage.calm();
    assert.equal(stage.red.received('changes').length, 1);
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  for (const stampStatusSentWithHash of [false, true]) {
    it(`a refusal by status, hashes ${stampStatusSentWithHash ? 'also' : 'not'} on statuses of messages with one`, async () => {
      stage.simulator.world.rules.stampStatusSentWithHash = stampStatusSentWithHash;
      const ben = stage.begin();
      await ben.becomesTrusted();
      ben.customer.newDevice();
      const { output } = await ben.tell('Refused');
      assert.equal(output, 'accepted');
      const [change] = await ben.changes();
      const [held] = await stage.red.waitFor<{ topic: string; payload: object }>('held');
      assert.equal(change?.topic, 'hash_mismatch');
      assert.equal(change?.payload.hash, null);
      assert.equal(held?.topic, 'identity_changed');
      assert.deepEqual(held?.payload, { type: 'text', text: { body: 'Refused' } });
      await stage.calm();
      assert.deepEqual(ben.phone, []);
      await isHeldUntilAcknowledged(ben, change?.payload.changeId);
      assert.deepEqual(ben.phone, ['Refused → Ben, device 2', 'Private → Ben, device 2']);
      const failed = stage.red.received<{ topic: string }>('statuses').filter(({ topic }) => topic === 'failed');
      assert.equal(failed.length, 1);
    });
  }

  it('a refusal at once', async () => {
    stage.simulator.world.rules.mismatchAnswer = 'http';
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.newDevice();
    const { output, msg, error } = await ben.tell('Refused');
    assert.equal(error, undefined);
    assert.deepEqual([output, msg.topic], ['held', 'identity_changed']);
    const [change] = await ben.changes();
    assert.equal(change?.topic, 'hash_mismatch');
    assert.equal(change?.payload.heldMessages, 1);
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
    assert.deepEqual(ben.phone, ['Refused → Ben, device 2', 'Private → Ben, device 2']);
  });

  const seconds = () => timestamp(2);
  const SPELLINGS: [string, () => object][] = [
    ['a hash as a string', () => ({ system: { identity: 'Rc/eg9Rl0JA=' } })],
    ['a hash in an object', () => ({ system: { identity: { hash: 'Rc/eg9Rl0JA=' } } })],
    [
      'an identity block in seconds',
      () => ({ identity: { acknowledged: 'true', created_timestamp: seconds(), hash: 'Rc/eg9Rl0JA=' } }),
    ],
    [
      'an identity block in milliseconds',
      () => ({
        identity: { acknowledged: true, created_timestamp: Number(seconds()) * 1000, hash: 'Rc/eg9Rl0JA=' },
      }),
    ],
    ['no hash', () => ({})],
  ];
  for (const type of ['user_identity_changed', 'customer_identity_changed']) {
    for (const [form, content] of SPELLINGS) {
      for (const contacts of [false, true]) {
        it(`${type} with ${form}, ${contacts ? 'with' : 'without'} contacts`, async () => {
          const ben = stage.begin();
          await ben.becomesTrusted();
          ben.customer.newDevice();
          const { waId } = ben.customer;
          const { system, ...more }: { system?: object } = content();
          stage.fire({
            ...(contacts ? { contacts: [{ profile: { name: 'Ben' }, wa_id: waId }] } : {}),
            messages: [
              {
                from: waId,
                id: `wamid.${waId}`,
                timestamp: seconds(),
                type: 'system',
                system: { body: 'User identity changed', type, ...system },
                ...more,
              },
            ],
          });
          const [change] = await ben.changes();
          assert.equal(change?.topic, 'identity_changed');
          assert.equal(change?.payload.customer.waId, waId);
          const message = stage.red.received<{ topic: string }>('messages').at(-1);
          assert.equal(message?.topic, 'system');
          await isHeldUntilAcknowledged(ben, change?.payload.changeId);
        });
      }
    }
  }

  it('a system message that names its customer only inside', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { waId } = ben.customer;
    ben.customer.newDevice();
    const system = { type: 'user_identity_changed', user: waId, identity: 'Rc/eg9Rl0JA=' };
    stage.fire({ messages: [{ id: `wamid.${waId}`, timestamp: seconds(), type: 'system', system }] });
    const [change] = await ben.changes();
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  it('a system message about somebody of whom nothing was known', async () => {
    const ben = stage.begin();
    const { waId } = ben.customer;
    const system = { type: 'user_identity_changed', body: 'User identity changed' };
    stage.fire({ messages: [{ from: waId, id: `wamid.${waId}`, timestamp: seconds(), type: 'system', system }] });
    const [change] = await ben.changes();
    assert.equal(change?.topic, 'identity_changed');
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  it('a refusal of a message that we do not know', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { waId } = ben.customer;
    ben.customer.newDevice();
    const errors = [{ code: 137000, title: 'Confirm the correct Recipient Identity Key Hash' }];
    stage.fire({
      statuses: [{ id: `wamid.${waId}`, status: 'failed', timestamp: seconds(), recipient_id: waId, errors }],
    });
    const [change] = await ben.changes();
    assert.equal(change?.topic, 'hash_mismatch');
    await isHeldUntilAcknowledged(ben, change?.payload.changeId);
  });

  it('says how things stand on every message and status', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    await ben.tell('Private');
    await stage.calm();
    const statuses = stage.red.received<EventMessage>('statuses');
    assert.deepEqual(
      statuses.map(({ topic, whatsapp }) => [topic, whatsapp.identity.state, whatsapp.identity.hash]),
      ['sent', 'delivered'].map((topic) => [topic, 'trusted', ben.customer.identityHash]),
    );
    const [message] = stage.red.received<EventMessage>('messages');
    assert.deepEqual(Object.keys(message?.whatsapp.identity ?? {}).sort(), ['changeId', 'hash', 'since', 'state']);
  });

  for (const field of ['history', 'smb_message_echoes', 'message_echoes', 'smb_app_state_sync']) {
    it(`but nothing in the field ${field}`, async () => {
      const ben = stage.begin();
      await ben.becomesTrusted();
      const { waId } = ben.customer;
      const message = (id: string, more: object) => ({
        from: waId,
        id: `wamid.${waId}.${id}`,
        timestamp: seconds(),
        ...more,
      });
      stage.fire(
        {
          contacts: [{ wa_id: waId, identity_key_hash: 'FromThePast=' }],
          messages: [
            message('1', { type: 'text', text: { body: 'Hi' } }),
            message('2', { type: 'system', system: { type: 'user_identity_changed', identity: 'Rc/eg9Rl0JA=' } }),
          ],
        },
        field,
      );
      await stage.calm();
      assert.deepEqual(stage.red.received('changes'), []);
      assert.equal(await ben.state(), 'trusted');
      assert.equal((await ben.tell('Private')).output, 'accepted');
    });
  }
});
