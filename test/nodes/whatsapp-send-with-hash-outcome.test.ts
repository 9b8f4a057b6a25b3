import assert from 'node:assert/strict';
import type { WhatsAppError } from '../../src/platform/errors';
import type { Message } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { untilStatus } from './support/until-status';
import { type Stage, startStage } from './trust/stage';
import type { SendMessage, Story } from './trust/story';

const FIVE_MINUTES = 300;

interface Outcome extends SendMessage {
  order?: number;
  payload: Message & { code?: string; messages?: { id: string }[] };
}

describe('the outcome that whatsapp-send-with-hash waits for', () => {
  let stage: Stage;
  before(async () => {
    stage = await startStage();
  });
  after(() => stage.close());

  const send = (story: Story, more: Message = {}): void =>
    stage.red.send('send', { to: story.to, payload: 'Hi', order: 7, _msgid: 'own', timeLimit: FIVE_MINUTES, ...more });
  const leaves = async (output: string): Promise<Outcome> => {
    const [msg] = await stage.red.waitFor<Outcome>(output);
    assert.ok(msg);
    return msg;
  };
  const nothing = (): string[] => stage.red.arrivals().map(({ collector }) => collector);

  it('is the one that the message names, with the platform’s answer and the flow’s own message', async () => {
    const ben = stage.begin();
    for (const outcome of ['sent', 'delivered']) {
      stage.red.clear();
      send(ben, { outcome });
      const msg = await leaves('accepted');
      assert.deepEqual([msg.topic, msg.order, msg._msgid, msg.outcome], [outcome, 7, 'own', outcome]);
      assert.deepEqual(msg.payload.messages, [{ id: msg.whatsapp.id }]);
      assert.ok(Date.parse(String(msg.whatsapp.timestamp)) > 0);
      await untilStatus(stage.red, 'send', new RegExp(`^${outcome}$`));
    }
  });

  it('is the one that the node is set to, when it comes about: the message stays in the node until then', async () => {
    await stage.redeploy((nodes) => nodes.map((node) => (node.id === 'send' ? { ...node, outcome: 'read' } : node)));
    const ben = stage.begin();
    let isDone = false;
    const done = stage.red.process('send', { to: ben.to, payload: 'Hi' }).then(() => {
      isDone = true;
    });
    await waitUntil(() => stage.red.received<{ topic: string } & Message>('statuses').some(isTopic('delivered')));
    await stage.calm();
    assert.deepEqual([isDone, stage.red.received('accepted')], [false, []]);
    ben.customer.read();
    assert.equal((await leaves('accepted')).topic, 'read');
    await done;
    await stage.redeploy();
  });

  it('is a timeout on the third output when it does not come in time, and nothing leaves after that', async () => {
    const ben = stage.begin();
    ben.customer.goOffline();
    const { error } = await stage.red.process('send', {
      to: ben.to,
      payload: 'Hi',
      order: 7,
      outcome: 'delivered',
      timeLimit: 0.3,
    });
    assert.equal((error as WhatsAppError).code, 'outcome_timeout');
    const msg = await leaves('failed');
    assert.deepEqual([msg.topic, msg.payload.code, msg.order], ['timeout', 'outcome_timeout', 7]);
    const isOurs = ({ whatsapp }: SendMessage): boolean => whatsapp.id === msg.whatsapp.id;
    assert.ok(stage.red.received<SendMessage>('statuses').some(isOurs), 'it names the message');
    ben.customer.goOnline();
    await waitUntil(() => ben.phone.length === 1);
    await stage.calm();
    assert.deepEqual([stage.red.received('accepted'), stage.red.received('failed').length], [[], 1]);
  });

  it('is a failure as soon as a status says so', async () => {
    const ben = stage.begin();
    ben.customer.goOffline();
    send(ben, { outcome: 'delivered' });
    const [sent] = await stage.red.waitFor<SendMessage>('statuses');
    const errors = [{ code: 131026, title: 'Message undeliverable' }];
    const status = {
      id: sent?.whatsapp.id,
      status: 'failed',
      timestamp: '1760000000',
      recipient_id: ben.customer.waId,
    };
    stage.fire({ statuses: [{ ...status, errors }] });
    const msg = await leaves('failed');
    assert.deepEqual(
      [msg.topic, msg.payload.code, msg.payload.platformCode],
      ['failed', 'recipient_unreachable', 131026],
    );
    assert.deepEqual([msg.order, msg.whatsapp.id], [7, sent?.whatsapp.id]);
  });

  it('comes by the new node when that is deployed meanwhile', async () => {
    const ben = stage.begin();
    ben.customer.goOffline();
    send(ben, { outcome: 'delivered' });
    await stage.red.waitFor('statuses');
    await stage.redeploy();
    assert.deepEqual(
      nothing().filter((collector) => collector !== 'statuses'),
      [],
    );
    ben.customer.goOnline();
    const msg = await leaves('accepted');
    assert.deepEqual([msg.topic, msg._msgid, msg.order], ['delivered', 'own', undefined]);
    assert.deepEqual(msg.payload.messages, [{ id: msg.whatsapp.id }]);
    await stage.calm();
    assert.equal(stage.red.received('accepted').length, 1);
  });

  it('is held when the identity changed meanwhile, and waited for anew after the release', async () => {
    const ben = stage.begin();
    await ben.becomesTrusted();
    ben.customer.goOffline();
    send(ben, { outcome: 'delivered' });
    await stage.red.waitFor('statuses');
    ben.customer.newDevice();
    ben.customer.goOnline();
    const held = await leaves('held');
    assert.deepEqual([held.topic, held.order], ['identity_changed', 7]);
    await ben.acknowledge();
    const msg = await leaves('accepted');
    assert.deepEqual([msg.topic, msg.whatsapp.released, msg._msgid], ['delivered', true, 'own']);
    assert.equal(stage.red.received('failed').length, 0);
  });

  it('is told by the statuses when the answer is lost, also where nobody waits for more', async () => {
    for (const [outcome, topic] of [
      ['accepted', 'accepted'],
      ['delivered', 'delivered'],
    ] as const) {
      const ben = stage.begin();
      stage.gate.hold();
      send(ben, { outcome, timeout: 0.2 });
      const msg = await leaves('accepted');
      assert.deepEqual([msg.topic, msg.order, ben.phone.length], [topic, 7, 1]);
      assert.deepEqual(msg.payload.messages, [{ id: msg.whatsapp.id }]);
      stage.gate.open();
      await stage.calm();
      assert.equal(stage.red.received('failed').length, 0);
    }
  });

  it('is refused where it is none, and so is a time limit', async () => {
    const ben = stage.begin();
    for (const [more, code] of [
      [{ outcome: 'arrived' }, 'outcome_invalid'],
      [{ outcome: 'read', timeLimit: 0 }, 'time_limit_invalid'],
      [{ timeLimit: 86_401 }, 'time_limit_invalid'],
    ] as const) {
      const { error } = await stage.red.process('send', { to: ben.to, payload: 'Hi', ...more });
      assert.equal((error as WhatsAppError).code, code);
    }
    assert.deepEqual(ben.phone, []);
  });
});

const isTopic =
  (topic: string) =>
  (msg: { topic: string }): boolean =>
    msg.topic === topic;
