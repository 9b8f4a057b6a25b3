import { deepEqual, equal, match } from 'node:assert/strict';
import { cleanUp, type Stage, setStage } from './support/stage';

const ANA = '+16315553601';
const BEN = '+16315553602';

async function setGroup(members = [ANA, BEN]): Promise<Stage & { id: string }> {
  const stage = await setStage({}, { identityCheck: true });
  for (const phone of [ANA, BEN]) stage.simulator.world.addCustomer({ phone });
  const { status, body } = await stage.control('POST', '/groups', { members, subject: 'Friends' });
  deepEqual([status, body.subject, body.members], [201, 'Friends', members]);
  return { ...stage, id: body.id };
}

describe('groups of the simulator', () => {
  afterEach(cleanUp);

  const toGroup = (to: string, more: object = {}) => ({
    ...{ messaging_product: 'whatsapp', recipient_type: 'group', to, type: 'text', text: { body: 'Hi all' } },
    ...more,
  });

  it('receive a message, which is sent once and delivered to each, without hashes', async () => {
    const { simulator, graph, receiver, id } = await setGroup();
    match(id, /^[\w-]{20,}$/);
    const hash = { recipient_identity_key_hash: 'outdated', biz_opaque_callback_data: 'ours' };
    const { status, body } = await graph('POST', '/messages', toGroup(id, hash));
    deepEqual([status, body.contacts], [200, [{ input: id, wa_id: id }]]);
    await simulator.idle();
    for (const { inbox } of simulator.world.customers)
      deepEqual(
        inbox.map(({ content }) => content),
        [{ type: 'text', text: { body: 'Hi all' } }],
      );
    const common = { id: body.messages[0].id, timestamp: '1767225600', recipient_id: id, recipient_type: 'group' };
    deepEqual(
      receiver.statuses().map(({ pricing: _, ...rest }) => rest),
      [
        { ...common, status: 'sent', biz_opaque_callback_data: 'ours' },
        ...['16315553601', '16315553602'].map((participant) => ({
          ...common,
          status: 'delivered',
          recipient_participant_id: participant,
          biz_opaque_callback_data: 'ours',
        })),
      ],
    );
  });

  it('are written into by their members alone', async () => {
    const { simulator, control, receiver, id } = await setGroup([ANA]);
    const answer = await control('POST', `/customers/${ANA}/messages`, { text: 'Hello', group: id });
    await simulator.idle();
    const message = receiver.messages()[0]?.message;
    deepEqual(message, {
      type: 'text',
      text: { body: 'Hello' },
      group_id: id,
      from: '16315553601',
      id: answer.body.id,
      timestamp: '1767225600',
    });
    const stranger = await control('POST', `/customers/${BEN}/messages`, { text: 'Hello', group: id });
    deepEqual([stranger.status, stranger.body.error.code], [404, 'group_not_found']);
  });

  it('are refused where they are unknown, empty, of another number, or cannot have such a message', async () => {
    const { simulator, graph, control, id } = await setGroup();
    const code = async (body: object) => (await graph('POST', '/messages', body)).body.error?.code;
    equal(await code(toGroup('nobody')), 131041);
    equal(await code(toGroup(id, { type: 'reaction', reaction: { message_id: 'wamid.1', emoji: '' } })), 131051);
    equal(await code(toGroup(id, { type: 'pin', pin: { type: 'pin', message_id: 'wamid.1' } })), undefined);
    const own = simulator.world.numbers[0]?.phoneNumberId;
    const empty = await control('POST', '/groups', { members: [], number: own });
    equal(await code(toGroup(empty.body.id)), 131020);
    const { phoneNumberId } = simulator.world.addNumber();
    const foreign = await control('POST', '/groups', { members: [ANA], number: phoneNumberId });
    equal(await code(toGroup(foreign.body.id)), 131041);
    equal((await control('POST', '/groups', {})).status, 400);
    equal((await control('POST', '/groups', { members: ['+4915100000000'], number: own })).status, 404);
  });
});
