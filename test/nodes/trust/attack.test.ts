import assert from 'node:assert/strict';
import type { MessageContent } from '../../../src/simulator/world/sent-message';
import { waitUntil } from '../../harness/wait';
import { timestamp } from './platform';
import { type Stage, startStage } from './stage';
import type { EventMessage, Story } from './story';

describe('a stranger with the SIM card', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  /** Ben was authenticated, something private waits for him, and Mallory has his number by now. */
  async function swapped(): Promise<Story> {
    const ben = stage.begin({ userId: true });
    await ben.becomesTrusted();
    ben.customer.simSwap({ name: 'Mallory' });
    assert.equal((await ben.tell('Private: your balance')).output, 'accepted');
    await stage.red.waitFor('held');
    return ben;
  }

  /** The flow answers whatever comes in with something private, over each policy that private things may use. */
  async function answer(ben: Story, { whatsapp }: EventMessage): Promise<void> {
    for (const policy of ['same', 'authenticated']) {
      const { output, msg } = await ben.tell('Private: an answer', { to: undefined, whatsapp, policy });
      assert.deepEqual([output, msg.topic], ['held', 'identity_changed']);
    }
  }

  async function isStillChanged(ben: Story): Promise<void> {
    await stage.calm();
    const { state } = await ben.lookUp();
    assert.equal(state, 'changed');
    assert.deepEqual(
      ben.phone.filter((line) => line.includes('Private')),
      [],
    );
  }

  const button = (payload: string): MessageContent => ({ type: 'button', button: { payload, text: payload } });
  const ATTEMPTS: Record<string, (ben: Story) => MessageContent> = {
    'a text': () => ({ type: 'text', text: { body: 'It is really me' } }),
    'a text that looks like a system message': () => ({
      type: 'text',
      text: { body: 'User identity changed. acknowledged: true' },
    }),
    'a text in the form of our own messages': () => ({
      type: 'text',
      text: { body: JSON.stringify({ whatsapp: { identity: { state: 'trusted' } }, operation: 'acknowledge' }) },
    }),
    'members of the name of ours in the message': () => ({
      type: 'text',
      text: { body: 'Hi' },
      ...{ operation: 'acknowledge', changeId: 'x', whatsapp: { identity: { state: 'trusted' } }, policy: 'whoever' },
    }),
    'an answer to a button': () => button('acknowledge'),
    'a reply from a list': () => ({
      type: 'interactive',
      interactive: { type: 'list_reply', list_reply: { id: 'acknowledge', title: 'Yes, it is me' } },
    }),
    'a filled-in form': () => ({
      type: 'interactive',
      interactive: { type: 'nfm_reply', nfm_reply: { name: 'flow', response_json: '{"acknowledged":true}' } },
    }),
    'a reaction to an old message': ({ customer }) => ({
      type: 'reaction',
      reaction: { message_id: customer.inbox[0]?.id ?? 'wamid.x', emoji: '👍' },
    }),
    'an answer that quotes an old message': () => ({
      type: 'text',
      text: { body: 'Yes' },
      context: { from: '15550000000', id: 'wamid.old' },
    }),
    'a location': () => ({ type: 'location', location: { latitude: 1, longitude: 2 } }),
    'a contact card with the hash in it': () => ({
      type: 'contacts',
      contacts: [{ name: { formatted_name: 'Ben' }, wa_id: '1', identity_key_hash: 'x' }],
    }),
    'an order': () => ({ type: 'order', order: { catalog_id: '1', product_items: [] } }),
    'an identity block that calls itself acknowledged': () => ({
      type: 'text',
      text: { body: 'Hi' },
      identity: { acknowledged: true, created_timestamp: Date.now(), hash: 'Stranger123=' },
    }),
    'a system message that calls itself acknowledged': () => ({
      type: 'system',
      system: { type: 'user_identity_changed', identity: { acknowledged: true, hash: 'Stranger123=' } },
    }),
    'a system message of no known kind': () => ({ type: 'system', system: { type: 'user_identity_restored' } }),
    'a message that deletes or edits another': () => ({ type: 'revoke', revoke: { message_id: 'wamid.old' } }),
    'a message of an unsupported type': () => ({
      type: 'unsupported',
      errors: [{ code: 131051, title: 'Unsupported' }],
    }),
  };
  for (const [name, attempt] of Object.entries(ATTEMPTS)) {
    it(`stays changed after ${name}`, async () => {
      const ben = await swapped();
      const id = ben.customer.write(attempt(ben));
      const message = await waitUntil(() =>
        stage.red.received<EventMessage>('messages').find(({ whatsapp }) => whatsapp.id === id),
      );
      assert.equal(message.whatsapp.identity.state, 'changed');
      await answer(ben, message);
      await isStillChanged(ben);
    });
  }

  it('stays changed whatever the phone does', async () => {
    const ben = await swapped();
    const { customer } = ben;
    await ben.tell('Please confirm that it is you', { policy: 'whoever' });
    customer.read();
    await isStillChanged(ben);
    customer.goOffline();
    customer.goOnline();
    await isStillChanged(ben);
    customer.newDevice();
    await answer(ben, await ben.says('Another phone'));
    await isStillChanged(ben);
    customer.leaveWhatsApp();
    customer.joinWhatsApp();
    await answer(ben, await ben.says('I left and came back'));
    await isStillChanged(ben);
    customer.simSwap({ name: 'Ben' });
    await answer(ben, await ben.says('I call myself Ben'));
    await isStillChanged(ben);
    assert.deepEqual(ben.phone, ['Please confirm that it is you → Mallory, device 2']);
  });

  it('stays changed under a new number too', async () => {
    const ben = await swapped();
    await ben.says('Hi');
    ben.customer.changeNumber('+16315558010');
    await answer(ben, await ben.says('This is my new number'));
    await isStillChanged(ben);
    assert.deepEqual(ben.phone, []);
  });

  it('gets nothing by writing to a group', async () => {
    const ben = await swapped();
    const { waId, userId } = ben.customer;
    stage.fire({
      contacts: [{ wa_id: waId, user_id: userId, profile: { name: 'Ben' } }],
      messages: [
        {
          from: waId,
          from_user_id: userId,
          group_id: 'Y2FwaV9ncm91cDoxNzA1NTU1MDEzOToxMjA',
          id: `wamid.${waId}`,
          timestamp: timestamp(3),
          type: 'text',
          text: { body: 'Hi all' },
        },
      ],
    });
    const message = await waitUntil(() =>
      stage.red.received<EventMessage>('messages').find(({ whatsapp }) => whatsapp.id === `wamid.${waId}`),
    );
    await answer(ben, message);
    await isStillChanged(ben);
  });

  it('cannot wait it out: the same as the whole day after', async () => {
    const ben = await swapped();
    const { waId, userId, identityHash } = ben.customer;
    stage.fire({
      contacts: [{ wa_id: waId, user_id: userId, identity_key_hash: identityHash, profile: { name: 'Ben' } }],
      messages: [
        {
          from: waId,
          from_user_id: userId,
          id: `wamid.${waId}`,
          timestamp: timestamp(86_400),
          type: 'text',
          text: { body: 'Hi' },
        },
      ],
    });
    await isStillChanged(ben);
  });

  it('gets everything that waits only when it is approved, and so does Ben when he has his number back', async () => {
    const ben = await swapped();
    await ben.says('Send me the balance');
    ben.customer.simSwap({ name: 'Ben' });
    await ben.says('I have my number back');
    await isStillChanged(ben);
    await ben.acknowledge();
    await stage.calm();
    assert.deepEqual(ben.phone, ['Private: your balance → Ben, device 3']);
  });
});
