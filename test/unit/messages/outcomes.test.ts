import { deepEqual, equal, ok } from 'node:assert/strict';
import type { SendResult } from '../../../src/messages/send-result';
import type { Outgoing } from '../../../src/store/outgoing';
import type { Stage } from '../../../src/store/stage';
import { waitUntil } from '../../harness/wait';
import { type Call, Desk, describeResult } from './support/desk';

const awaits = (stage: Stage, limitMs = 60_000): Partial<Outgoing> => ({ awaits: { stage, limitMs } });

describe('outcomes of messages', () => {
  let desk: Desk;
  beforeEach(() => {
    desk = new Desk();
  });
  afterEach(() => desk.close());

  const arrived = async (count = 1): Promise<Call> => {
    await waitUntil(() => desk.calls.length === count);
    const call = desk.calls.at(-1);
    ok(call);
    return call;
  };
  /** The answer is recorded, and what comes of it is waited for. */
  const awaited = async (count = 1): Promise<void> => {
    await waitUntil(() => desk.account.sender.awaited === count);
  };
  const heard = async (): Promise<string[]> => {
    await waitUntil(() => desk.heard.length > 0);
    return desk.heard.map(describeResult);
  };

  it('are told when a status brings them, in the hands of whoever sent the message', async () => {
    const sent = desk.send('hi', awaits('delivered'));
    const call = await arrived();
    call.accept();
    await awaited();
    await desk.status('sent', call);
    await desk.status('delivered', call);
    const result = await sent;
    ok(result.type === 'accepted');
    deepEqual([result.stage, result.receipt.raw], ['delivered', { messages: [{ id: call.wamid }] }]);
    deepEqual([desk.heard, desk.account.sender.awaited], [[], 0]);
  });

  it('do not keep the next message to the customer waiting', async () => {
    const [first, second] = [desk.send('one', awaits('read')), desk.send('two')];
    (await arrived()).accept();
    (await arrived(2)).accept();
    equal(describeResult(await second), 'accepted');
    const [one] = desk.calls;
    ok(one);
    await desk.status('read', one);
    equal(describeResult(await first), 'read');
  });

  it('are a timeout when none comes in time', async () => {
    const sent = desk.send('hi', awaits('read', 40));
    (await arrived()).accept();
    const result = await sent;
    ok(result.type === 'failed');
    deepEqual([result.error.code, result.wamid, result.error.retryable], ['outcome_timeout', 'wamid.1', false]);
    ok(result.error.message.includes('not read within 0.04 seconds'), result.error.message);
  });

  it('keep to the earliest time limit, whatever was sent first', async () => {
    const order: string[] = [];
    const send = (text: string, limitMs: number) =>
      desk.send(text, awaits('read', limitMs)).then(() => void order.push(text));
    const all = [send('one', 200), send('two', 20)];
    (await arrived(1)).accept();
    (await arrived(2)).accept();
    await Promise.all(all);
    deepEqual(order, ['two', 'one']);
  });

  it('are told as failed with what the status says', async () => {
    const sent = desk.send('hi', awaits('delivered'));
    const call = await arrived();
    call.accept();
    await awaited();
    await desk.status('failed', call, 131026);
    const result = await sent;
    ok(result.type === 'failed');
    equal(result.error.cause.platformCode, 131026);
  });

  it('are on hold for whoever sent the message when its hash is outdated', async () => {
    const sent = desk.send('hi', awaits('delivered'));
    const call = await arrived();
    call.accept();
    await awaited();
    await desk.status('failed', call, 137000);
    deepEqual([describeResult(await sent), desk.heard], ['held identity_changed', []]);
  });

  it('go to the node when it was deployed again, and to nobody twice', async () => {
    const sent = desk.send('hi', awaits('delivered'));
    const call = await arrived();
    call.accept();
    await awaited();
    desk.redeploy();
    equal(describeResult(await sent), 'postponed');
    await desk.status('delivered', call);
    deepEqual(await heard(), ['delivered']);
  });

  it('survive the end of the process: a status that comes, and a time limit that ran out', async () => {
    const limitMs = 400;
    void desk.send('one', awaits('delivered'));
    const one = await arrived(1);
    one.accept();
    void desk.send('two', awaits('delivered', limitMs));
    (await arrived(2)).accept();
    await awaited(2);
    const until = Date.now() + limitMs;
    await desk.restart();
    await waitUntil(() => Date.now() > until);
    deepEqual(desk.heard, [], 'nobody was told by the process that has ended');
    await desk.account.sender.recover();
    deepEqual(desk.heard.map(describeResult), ['failed outcome_timeout']);
    await desk.status('delivered', one);
    deepEqual(desk.heard.map(describeResult), ['failed outcome_timeout', 'delivered']);
  });

  describe('of a message whose answer is lost', () => {
    it('are unknown at once where no webhook can tell', async () => {
      await desk.close();
      desk = new Desk({ isServed: false });
      const sent = desk.send('hi', awaits('delivered'));
      (await arrived()).lose();
      equal(describeResult(await sent), 'failed unknown_outcome');
    });

    it('are told by its statuses, as if it had been answered', async () => {
      const all = [desk.send('hi'), desk.send('you', awaits('delivered'))];
      const first = await arrived(1);
      first.lose();
      const second = await arrived(2);
      second.lose();
      await awaited(2);
      await desk.status('sent', first);
      await desk.status('sent', second);
      await desk.status('delivered', second);
      deepEqual((await Promise.all(all)).map(describeResult), ['accepted', 'delivered']);
      const [result] = (await Promise.all(all)) as [SendResult & { type: 'accepted' }];
      deepEqual(result.receipt.raw, { messaging_product: 'whatsapp', messages: [{ id: first.wamid }] });
    });

    it('are unknown when none comes in time', async () => {
      const sent = desk.send('hi', awaits('accepted', 30));
      (await arrived()).lose();
      equal(describeResult(await sent), 'failed unknown_outcome');
    });

    it('are told by a status that came before', async () => {
      const sent = desk.send('hi');
      const call = await arrived();
      await desk.status('delivered', call);
      call.lose();
      equal(describeResult(await sent), 'accepted');
    });

    it('are told when the process ended before the answer', async () => {
      void desk.send('hi');
      const call = await arrived();
      await desk.restart();
      await desk.account.sender.recover();
      deepEqual(desk.heard, []);
      await desk.status('delivered', call);
      deepEqual(await heard(), ['accepted']);
    });
  });
});
