import assert from 'node:assert/strict';
import { currentSimulator } from '../../nodes/shared/simulator-host';
import { MESSAGES, messagesAbout } from '../fixtures/messages';
import { type Message, type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import type { FlowMessage } from './support/flow-message';
import { catchAll, sendNode, simulatorAccount, webhookIn } from './support/parts';
import { control } from './support/simulated';

interface Phone {
  inbox: { content: { type: string } }[];
  written: { id: string; readAt?: string; typingAt?: string }[];
}

describe('every type of message, from the flow to the phone', () => {
  let red: Runtime;
  before(async () => {
    red = await startRuntime();
  });
  after(() => red.stop());

  let customers = 0;
  let phone: string;
  let phoneNumberId: string;
  beforeEach(async () => {
    await red.deploy([simulatorAccount(), webhookIn(), sendNode(), catchAll()]);
    red.clear();
    const account = red.node('account') as unknown as { account?: { settings: { phoneNumberId: string } } };
    phoneNumberId = await waitUntil(() => account.account?.settings.phoneNumberId);
    customers += 1;
    phone = `+163155530${String(customers).padStart(2, '0')}`;
    await control('POST', 'customers', { phone, name: 'Cleo' });
  });

  const look = (): Promise<Phone> => control('GET', `customers/${phone.slice(1)}`);

  const send = async (msg: Message): Promise<FlowMessage> => {
    const before = red.received('accepted').length;
    const { error } = await red.process('send', msg);
    assert.equal(error, undefined);
    return (await red.waitFor<FlowMessage>('accepted', before + 1)).at(-1) ?? assert.fail();
  };

  it('arrives as it was made', async () => {
    const world = currentSimulator()?.world ?? assert.fail();
    const { id } = world.media.add(world.number(phoneNumberId).wabaId, 'business', Buffer.from('x'), 'image/png');
    const all = messagesAbout(id);
    for (const payload of all) await send({ to: phone, payload });
    const { inbox } = await waitUntil(
      async () => {
        const found = await look();
        return found.inbox.length >= all.length ? found : null;
      },
      { what: 'all messages are on the phone' },
    );
    assert.deepEqual(
      inbox.map(({ content }) => content),
      all,
    );
  });

  it('arrives in a group, which no identity guards', async () => {
    const { id } = await control<{ id: string }>('POST', 'groups', { members: [phone], number: phoneNumberId });
    const accepted = await send({ to: id, payload: 'Hi all' });
    assert.deepEqual([accepted.whatsapp.to, accepted.whatsapp.identityHash], [id, null]);
    await waitUntil(async () => (await look()).inbox.length === 1, { what: 'the message is on the phone' });
    await send({ to: id, payload: MESSAGES.pin });
    const statuses = await red.waitFor<FlowMessage>('statuses', 2);
    assert.ok(statuses.every(({ whatsapp }) => whatsapp.groupId === id));
    await red.process('send', { to: id, payload: 'x', policy: 'authenticated' });
    const [failed] = await red.waitFor<FlowMessage>('failed');
    assert.equal(failed?.topic, 'failed');
    assert.match(JSON.stringify(failed?.payload), /group_not_authenticated/);
  });

  it('is seen to have been read, and to be answered', async () => {
    await control('POST', `customers/${phone.slice(1)}/messages`, { text: 'Hello', to: phoneNumberId });
    const [message] = await red.waitFor<FlowMessage>('messages');
    const payload = { status: 'read', typing_indicator: { type: 'text' } };
    const marked = await send({ ...message, payload });
    assert.deepEqual([marked.topic, marked.payload], ['marked_as_read', { success: true }]);
    const [written] = (await look()).written;
    assert.equal(written?.id, message?.whatsapp.id);
    assert.ok(written?.readAt !== undefined && written.typingAt !== undefined);
  });
});
