import assert from 'node:assert/strict';
import { connect } from 'node:net';
import { createKeyedStore } from '../../src/store/keyed-store';
import { waitUntil } from '../harness/wait';
import { toWebhook, type Webhook } from '../long/support/deliveries';
import { createFaultyDisk, type FaultyDisk } from '../long/support/faulty-engine';
import { RetryingSender } from '../long/support/retrying-sender';
import { type ServedIntake, serveIntake } from '../long/support/serve-intake';
import { type Receipt, tally } from '../long/support/tally';

const idOf = (index: number): string => `m${String(index).padStart(3, '0')}`;
const webhookOf = (...indices: number[]): Webhook =>
  toWebhook(indices.map((index) => ({ id: idOf(index), waId: '16315551001', hash: 'Ana=', at: 1_000 + index })));

describe('webhooks over a bad connection, or to a bad disk', () => {
  let disk: FaultyDisk;
  let receipts: Receipt[];
  let served: ServedIntake;
  let sender: RetryingSender;
  beforeEach(async () => {
    disk = createFaultyDisk();
    receipts = [];
    const store = createKeyedStore(disk.open());
    served = await serveIntake({ store, onReceipt: (receipt) => void receipts.push(receipt) });
    sender = new RetryingSender(() => served.port);
  });
  afterEach(async () => {
    sender.close();
    await served.close();
  });

  async function expectEachOnce(): Promise<void> {
    await served.intake.settled();
    const { lost, doubled, redelivered } = tally(sender.acknowledged, receipts);
    assert.deepEqual({ lost, doubled, redelivered }, { lost: [], doubled: [], redelivered: 0 });
  }

  it('are answered when the disk has them, and not before', async () => {
    const gates: (() => void)[] = [];
    disk.fate = () => new Promise((resolve) => gates.push(() => resolve('done')));
    const deliveries = Array.from({ length: 40 }, (_, index) => sender.attempt(webhookOf(index)));
    await waitUntil(() => gates.length === 1);
    await assert.rejects(waitUntil(() => sender.figures.acknowledged > 0, { timeout: 100 }));
    assert.deepEqual([sender.figures.answers, receipts], [{}, []]);
    disk.fate = () => 'done';
    gates[0]?.();
    await Promise.all(deliveries);
    assert.deepEqual(sender.figures.answers, { 200: 40 });
    await expectEachOnce();
    assert.equal(receipts.length, 40);
  });

  it('come in the order in which they were answered', async () => {
    disk.fate = () => new Promise((resolve) => setImmediate(resolve, 'done'));
    for (let index = 0; index < 100; index += 1) await sender.deliver(webhookOf(index));
    await expectEachOnce();
    assert.deepEqual(
      receipts.map(({ id }) => id),
      Array.from({ length: 100 }, (_, index) => idOf(index)),
    );
  });

  it('are refused with 503 while the disk fails, and come once when it works again', async () => {
    disk.fate = () => 'fails';
    const first = Array.from({ length: 10 }, (_, index) => sender.deliver(webhookOf(index)));
    await waitUntil(() => (sender.figures.answers[503] ?? 0) >= 20);
    assert.deepEqual(Object.keys(sender.figures.answers), ['503']);
    assert.deepEqual(receipts, []);
    disk.fate = (_, write) => (write % 3 === 0 ? 'fails' : 'done');
    await Promise.all([...first, ...Array.from({ length: 30 }, (_, index) => sender.deliver(webhookOf(10 + index)))]);
    disk.fate = () => 'done';
    await expectEachOnce();
    assert.equal(receipts.length, 40);
  });

  it('are nothing while their body is incomplete, and one delivery however often they are cut off', async () => {
    const webhook = webhookOf(1, 2, 3);
    const head = [
      'POST /webhook HTTP/1.1',
      'Host: localhost',
      `Content-Length: ${webhook.body.length}`,
      `X-Hub-Signature-256: ${webhook.signature}`,
      '\r\n',
    ].join('\r\n');
    const whole = Buffer.concat([Buffer.from(head), webhook.body]);
    const cut = (length: number): Promise<void> =>
      new Promise((resolve, reject) => {
        const socket = connect(served.port, '127.0.0.1', () => {
          socket.write(whole.subarray(0, length), () => {
            socket.destroy();
          });
        });
        socket.once('error', reject).once('close', () => resolve());
      });
    for (let length = 1; length < whole.length; length += 37) await cut(length);
    await served.intake.settled();
    assert.equal(disk.writes, 0);
    // All of it, and gone before the answer: the platform knows of no 200, and tries again.
    for (let copy = 0; copy < 20; copy += 1) await cut(whole.length);
    await waitUntil(() => receipts.length === 3);
    await Promise.all(Array.from({ length: 5 }, () => sender.deliver(webhook)));
    await expectEachOnce();
    assert.equal(receipts.length, 3);
  });
});
