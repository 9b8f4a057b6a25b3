import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { SIGNATURE_HEADER } from '../../src/webhook/sign';
import type { FlowNode } from '../harness/flow';
import { type Runtime, startRuntime } from '../harness/runtime';
import { waitUntil } from '../harness/wait';
import { NUMBER, SECRET, toWebhook, WABA, type Webhook } from '../long/support/deliveries';
import { RetryingSender } from '../long/support/retrying-sender';
import { type Receipt, type Tally, tally } from '../long/support/tally';

interface EventMessage {
  whatsapp: { id: string; redelivered: boolean };
}

/** The wired node is one of those that go in a deployment: from then on it takes nothing. */
const flow = (round: number): FlowNode[] => [
  { id: 'account', type: 'whatsapp-account', api: 'cloud', name: 'Account', phoneNumberId: NUMBER, wabaId: WABA },
  {
    id: 'in',
    type: 'whatsapp-webhook-in',
    name: `${round}`,
    account: 'account',
    path: '/webhook',
    wires: [['events']],
  },
];
const credentials = { account: { accessToken: 'token', appSecret: SECRET, verifyToken: 'verify' } };

describe('redeploying under load', function () {
  this.timeout(60_000);
  let red: Runtime;
  let sender: RetryingSender;
  let made = 0;
  before(async () => {
    red = await startRuntime();
    await red.deploy(flow(0), credentials);
    sender = new RetryingSender(() => Number(new URL(red.url).port));
  });
  after(async () => {
    sender.close();
    await red.stop();
  });

  const next = (size: number): Webhook =>
    toWebhook(
      Array.from({ length: size }, () => {
        made += 1;
        return { id: `m${made}`, waId: `1631555${1000 + (made % 100)}`, hash: 'Hash=', at: 1_700_000_000 + made };
      }),
    );
  const receipts = (): Receipt[] =>
    red.received<EventMessage>('events').map(({ whatsapp: { id, redelivered } }) => ({ id, redelivered }));
  const count = (): Tally => tally(sender.acknowledged, receipts());
  const expectNothingLost = async (): Promise<void> => {
    await waitUntil(() => count().lost.length === 0, { timeout: 20_000, what: () => `lost: ${count().lost}` });
    assert.deepEqual(count().doubled, []);
  };

  /** Deploys again and again while webhooks of all sizes come in. */
  async function deployUnderLoad(deploy: (round: number) => Promise<void>): Promise<void> {
    let isOver = false;
    const load = [1, 1, 1, 100, 300].map(async (size) => {
      while (!isOver) await sender.deliver(next(size));
    });
    for (let round = 1; round <= 5; round += 1) {
      const before = sender.figures.acknowledged;
      await deploy(round);
      await waitUntil(() => sender.figures.acknowledged > before + 20, { timeout: 20_000 });
    }
    isOver = true;
    await Promise.all(load);
    await expectNothingLost();
  }

  it('everything loses and doubles nothing', () => deployUnderLoad((round) => red.deploy(flow(round), credentials)));

  it('the flow loses and doubles nothing', () =>
    deployUnderLoad((round) => red.deploy(flow(100 + round), undefined, 'flows')));

  for (const changed of ['in', 'account']) {
    it(`only "${changed}" loses and doubles nothing`, () =>
      deployUnderLoad((round) => {
        const nodes = flow(0).map((node) => (node.id === changed ? { ...node, name: `Round ${round}` } : node));
        return red.deploy(nodes, undefined, 'nodes');
      }));
  }

  it('refuses what was half here when the nodes went, and takes it from the platform again', async () => {
    const webhook = next(3);
    const upload = request(`${red.url}/webhook`, {
      method: 'POST',
      headers: { [SIGNATURE_HEADER]: webhook.signature, 'content-length': webhook.body.length },
    });
    upload.write(webhook.body.subarray(0, 100));
    // The server has it, and has found out whom it is for.
    await sender.deliver(next(1));
    await red.deploy(flow(200), credentials);
    upload.end(webhook.body.subarray(100));
    const [response] = (await once(upload, 'response')) as [{ statusCode: number; resume(): void }];
    response.resume();
    assert.equal(response.statusCode, 503);
    await sender.deliver(webhook);
    await expectNothingLost();
  });
});
