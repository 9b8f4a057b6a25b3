import assert from 'node:assert/strict';
import { timestamp } from './platform';
import { type Stage, startStage } from './stage';

describe('customers by number and ID', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  const lookUp = async (to: string) => {
    const { msg, error } = await stage.red.process('ack', { operation: 'lookUp', to });
    assert.equal(error, undefined);
    const answers = await stage.red.waitFor<{ _msgid: string; payload: { state: string; related: string[] } }>(
      'result',
    );
    const answer = answers.find(({ _msgid }) => _msgid === msg._msgid) ?? answers.at(-1);
    assert.ok(answer);
    return answer.payload;
  };

  it('knows a user with a username and no phone number', async () => {
    const ada = stage.begin({ name: 'Ada', username: 'ada', hidesNumber: true });
    const hello = await ada.says('Hello');
    const { userId } = ada.customer;
    assert.deepEqual(hello.whatsapp.customer, { id: userId, userId, username: 'ada', name: 'Ada' });
    await ada.acknowledge();
    await ada.tell('Private');
    ada.customer.newDevice();
    await ada.tell('More');
    const [change] = await ada.changes();
    assert.equal(change?.payload.customer.userId, userId);
    await stage.red.waitFor('held');
    await ada.acknowledge(change?.payload.changeId);
    await stage.calm();
    assert.deepEqual(ada.phone, ['Private → Ada, device 1', 'More → Ada, device 2']);
  });

  it('knows the same user by the number too, once one comes with the ID', async () => {
    const ada = stage.begin({ name: 'Ada', username: 'ada', hidesNumber: true });
    await ada.becomesTrusted();
    const { userId, waId, identityHash } = ada.customer;
    stage.fire({
      contacts: [{ wa_id: waId, user_id: userId, identity_key_hash: identityHash, profile: { name: 'Ada' } }],
      messages: [
        {
          from: waId,
          from_user_id: userId,
          id: `wamid.${waId}`,
          timestamp: timestamp(1),
          type: 'text',
          text: { body: 'Call me' },
        },
      ],
    });
    await stage.calm();
    const { output, msg } = await ada.tell('Private', { to: `+${waId}`, policy: 'authenticated' });
    assert.deepEqual([output, msg.whatsapp.identityHash], ['accepted', identityHash]);
    ada.customer.newDevice();
    await ada.says('A new phone');
    // Changed under one name is changed under the other.
    assert.equal((await ada.tell('By number', { to: `+${waId}` })).output, 'held');
    assert.equal((await ada.tell('By ID', { to: userId })).output, 'held');
    assert.equal((await ada.lookUp()).heldMessages, 2);
    await ada.acknowledge();
    await stage.calm();
    assert.deepEqual(ada.phone, ['Private → Ada, device 1', 'By number → Ada, device 2', 'By ID → Ada, device 2']);
  });

  it('takes the worse state where two known customers turn out to be one', async () => {
    const ada = stage.begin({ name: 'Ada', username: 'ada', hidesNumber: true });
    await ada.becomesTrusted();
    const { userId, waId, identityHash } = ada.customer;
    // Somebody else was seen at that number before.
    stage.fire({
      contacts: [{ wa_id: waId, identity_key_hash: 'Stranger123=', profile: { name: 'X' } }],
      messages: [{ from: waId, id: `wamid.a.${waId}`, timestamp: timestamp(-60), type: 'text', text: { body: 'Hi' } }],
    });
    stage.fire({
      contacts: [{ wa_id: waId, user_id: userId, identity_key_hash: identityHash, profile: { name: 'Ada' } }],
      messages: [
        {
          from: waId,
          from_user_id: userId,
          id: `wamid.b.${waId}`,
          timestamp: timestamp(1),
          type: 'text',
          text: { body: 'Hi' },
        },
      ],
    });
    await stage.calm();
    assert.equal(await ada.state(), 'changed');
    assert.equal((await ada.tell('By ID')).output, 'held');
    assert.equal((await ada.tell('By number', { to: `+${waId}` })).output, 'held');
    await stage.calm();
    assert.deepEqual(ada.phone, []);
  });

  it('starts whoever gets a recycled number at changed, inheriting nothing', async () => {
    const ben = stage.begin({ userId: true });
    await ben.becomesTrusted();
    const { waId, userId: former = '' } = ben.customer;
    ben.customer.newDevice();
    await ben.tell('For Ben only');
    await ben.changes();
    await stage.red.waitFor('held');
    ben.customer.simSwap({ name: 'Carol', userId: true });
    const hello = await ben.says('New here');
    assert.equal(hello.whatsapp.identity.state, 'changed');
    assert.equal((await ben.tell('Balance', { to: `+${waId}` })).output, 'held');
    await stage.calm();
    assert.deepEqual(ben.phone, []);
    // Carol is authenticated as herself: what is for Ben stays with Ben.
    const { userId } = ben.customer;
    const entry = await ben.acknowledge(undefined, { to: userId });
    assert.equal(entry.state, 'trusted');
    await stage.calm();
    assert.deepEqual(ben.phone, ['Balance → Carol, device 3']);
    const rest = await ben.ask('lookUp', { to: former });
    assert.equal(rest.payload.state, 'changed');
    assert.equal(rest.payload.heldMessages, 1);
  });

  it("keeps a customer changed whose number was somebody else's, also when that one is forgotten", async () => {
    const ben = stage.begin({ userId: true });
    await ben.becomesTrusted();
    const { waId, userId: former } = ben.customer;
    ben.customer.simSwap({ name: 'Carol', userId: true });
    await ben.says('New here');
    assert.equal(await ben.state(), 'changed');
    await ben.ask('forget', { to: former });
    assert.equal(await ben.state(), 'changed');
    assert.equal((await ben.tell('Balance', { to: `+${waId}` })).output, 'held');
  });

  const OTHER_FORMS = [
    { country: 'Brazil', phone: '+5511987650001', waId: '551187650001' },
    { country: 'Mexico', phone: '+525512340001', waId: '5215512340001' },
    { country: 'Argentina', phone: '+5491123450001', waId: '541123450001' },
  ];
  for (const { country, phone, waId } of OTHER_FORMS) {
    it(`holds what is addressed to a changed customer in the other form of the number: ${country}`, async () => {
      const rui = stage.begin({ name: 'Rui', phone, waId });
      await rui.becomesTrusted();
      rui.customer.newDevice();
      await rui.says('A new phone');
      assert.equal((await rui.tell('One', { to: phone })).output, 'held');
      assert.equal((await rui.tell('Two', { to: `+${waId}` })).output, 'held');
      await stage.calm();
      assert.deepEqual(rui.phone, []);
      await rui.acknowledge(undefined, { to: phone });
      await stage.calm();
      assert.deepEqual(rui.phone, ['One → Rui, device 2', 'Two → Rui, device 2']);
    });
  }

  it('holds what is addressed in a form that only the platform knows to be the same', async () => {
    const eve = stage.begin({ name: 'Eve', phone: '+390000000001', waId: '39999000001' });
    // The answer to a message tells: this number is that wa_id.
    await eve.tell('Welcome', { to: '+390000000001' });
    await stage.calm();
    await eve.says('Hello');
    await eve.acknowledge();
    eve.customer.newDevice();
    await eve.says('A new phone');
    assert.equal(await eve.state(), 'changed');
    assert.equal((await eve.tell('One', { to: '+390000000001' })).output, 'held');
    assert.equal((await eve.tell('Two', { to: '+39999000001' })).output, 'held');
    await eve.acknowledge();
    await stage.calm();
    assert.deepEqual(eve.phone, ['Welcome → Eve, device 1', 'One → Eve, device 2', 'Two → Eve, device 2']);
  });

  it('changes both sides of a number change, and never re-addresses what is held', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const former = ben.customer.waId;
    ben.customer.goOffline();
    const present = '+16315558001';
    ben.customer.changeNumber(present);
    await stage.red.waitFor('changes', 2);
    const changes = await ben.changes(2);
    assert.deepEqual(
      changes.map(({ topic, payload }) => [topic, payload.customer.waId]),
      [
        ['number_changed', former],
        ['number_changed', present.slice(1)],
      ],
    );
    const system = stage.red.received<{ topic: string }>('messages').at(-1);
    assert.equal(system?.topic, 'system');
    assert.deepEqual((await lookUp(`+${former}`)).related, [present.slice(1)]);
    assert.deepEqual((await lookUp(present)).related, [former]);
    assert.equal((await ben.tell('To the old number', { to: `+${former}` })).output, 'held');
    assert.equal((await ben.tell('To the new number', { to: present })).output, 'held');
    ben.customer.goOnline();
    await ben.acknowledge(changes[1]?.payload.changeId, { to: present });
    await stage.calm();
    assert.deepEqual(ben.phone, ['To the new number → Ben, device 1']);
    assert.equal((await ben.ask('lookUp', { to: `+${former}` })).payload.heldMessages, 1);
  });

  for (const type of ['user_changed_number', 'customer_changed_number', 'user_changed_user_id']) {
    it(`takes ${type} for a change, whatever members it has`, async () => {
      const ben = stage.begin({ userId: true });
      await ben.becomesTrusted();
      const { waId, userId } = ben.customer;
      const renewed = { wa_id: waId, user_id: `${userId}9` };
      stage.fire({
        messages: [
          {
            from: waId,
            from_user_id: userId,
            id: `wamid.${waId}`,
            timestamp: timestamp(1),
            type: 'system',
            system: { body: 'User Ben changed', type, ...renewed },
          },
        ],
      });
      const changes = await ben.changes(2);
      const topic = type === 'user_changed_user_id' ? 'user_id_changed' : 'number_changed';
      assert.deepEqual(
        changes.map((change) => change.topic),
        [topic, topic],
      );
      assert.equal((await ben.tell('To the old ID', { to: userId })).output, 'held');
      assert.equal((await ben.tell('To the new ID', { to: renewed.user_id })).output, 'held');
      assert.equal((await ben.tell('To the number')).output, 'held');
      await stage.calm();
      assert.deepEqual(ben.phone, []);
    });
  }

  it('takes the field user_id_update for a change of both IDs', async () => {
    const ben = stage.begin({ userId: true });
    await ben.becomesTrusted();
    const { userId = '' } = ben.customer;
    const current = `${userId}7`;
    stage.fire(
      { user_id_update: [{ detail: 'changed', user_id: { previous: userId, current }, timestamp: timestamp(1) }] },
      'user_id_update',
    );
    const changes = await ben.changes(2);
    assert.deepEqual(
      changes.map(({ topic, payload }) => [topic, payload.customer.userId]),
      [
        ['user_id_changed', userId],
        ['user_id_changed', current],
      ],
    );
    assert.equal((await ben.tell('One', { to: userId })).output, 'held');
    assert.equal((await ben.tell('Two', { to: current })).output, 'held');
    const event = (await stage.red.waitFor<{ topic: string }>('events')).at(-1);
    assert.equal(event?.topic, 'user_id_update');
  });

  const GROUP = 'Y2FwaV9ncm91cDox';
  const group = `${GROUP}NzA1NTU1MDEzOToxMjA`;

  it('gives evidence from a group to the participant, never to the group', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    const { waId } = ben.customer;
    ben.customer.newDevice();
    stage.fire({
      contacts: [{ wa_id: waId, identity_key_hash: ben.customer.identityHash, profile: { name: 'Ben' } }],
      messages: [
        {
          from: waId,
          group_id: group,
          id: `wamid.${waId}`,
          timestamp: timestamp(2),
          type: 'text',
          text: { body: 'Hi all' },
        },
      ],
    });
    const [change] = await ben.changes();
    assert.equal(change?.payload.customer.waId, waId);
    const message = stage.red
      .received<{ whatsapp: { groupId: string; identity: { state: string } } }>('messages')
      .at(-1);
    assert.deepEqual([message?.whatsapp.groupId, message?.whatsapp.identity.state], [group, 'changed']);
    assert.equal((await ben.tell('Private')).output, 'held');
    await ben.acknowledge(change?.payload.changeId);
    await stage.calm();
    assert.deepEqual(ben.phone, ['Private → Ben, device 2']);
  });

  for (const member of ['recipient_participant_id', 'participant_recipient_id']) {
    it(`gives the hash of a group's status to ${member}`, async () => {
      const ben = stage.begin();
      await ben.becomesTrusted();
      const { waId } = ben.customer;
      stage.fire({
        statuses: [
          {
            id: `wamid.${waId}`,
            status: 'delivered',
            timestamp: timestamp(2),
            recipient_type: 'group',
            recipient_id: group,
            [member]: waId,
            recipient_identity_key_hash: 'GroupMember=',
          },
        ],
      });
      const [change] = await ben.changes();
      assert.equal(change?.payload.customer.waId, waId);
      assert.equal(change?.payload.hash, 'GroupMember=');
      assert.equal(await ben.state(), 'changed');
      const { payload } = await ben.ask('list', { limit: 500 });
      assert.ok(!JSON.stringify(payload).includes(GROUP));
    });
  }

  it('refuses to send to a group what is for authenticated customers only', async () => {
    const ben = stage.begin();
    const { output, error } = await ben.tell('Private', { to: group, policy: 'authenticated' });
    assert.equal(output, 'failed');
    assert.equal(error?.code, 'group_not_authenticated');
    const calls = () => stage.simulator.timeline.entries.filter(({ kind }) => kind === 'call').length;
    const before = calls();
    // Any other message leaves, without a hash. That the simulator knows no groups shows that it did.
    const refused = await ben.tell('For all', { to: group });
    assert.equal(refused.output, 'failed');
    assert.equal(calls(), before + 1);
    const call = stage.simulator.timeline.entries.findLast(({ kind }) => kind === 'call');
    assert.ok(call?.kind === 'call' && !call.request.includes('identity_key_hash') && call.request.includes('"group"'));
  });
});
