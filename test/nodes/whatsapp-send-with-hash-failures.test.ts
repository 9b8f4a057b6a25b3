import assert from 'node:assert/strict';
import type { AccountNode } from '../../nodes/whatsapp-account';
import { WhatsAppError } from '../../src/platform/errors';
import { type Runtime, startRuntime } from '../harness/runtime';
import { aBusiness, type Business } from './support/business';
import { deliver } from './support/deliver';
import type { CaughtMessage, FlowMessage } from './support/flow-message';
import { answerJson, type Graph, type GraphAnswer, refuse, startGraph } from './support/graph';
import { catchAll, sendNode, webhookIn } from './support/parts';
import { ACCESS_TOKEN, ALL_SECRETS } from './support/secrets';
import { untilStatus } from './support/until-status';

const answerText =
  (status: number, type: string, body: string): GraphAnswer =>
  (_request, response) =>
    void response.writeHead(status, { 'content-type': type }).end(body);

const PAGE = `<!DOCTYPE html><html><body>502 Bad Gateway, you sent ${ACCESS_TOKEN}</body></html>`;

interface Failure {
  what: string;
  answer: GraphAnswer;
  topic?: 'unknown_outcome';
  code: string;
  cause: Record<string, unknown>;
}

const FAILURES: Failure[] = [
  {
    what: 'a refusal',
    answer: refuse(131026, { error_data: { messaging_product: 'whatsapp', details: 'not on WhatsApp' } }),
    code: 'recipient_unreachable',
    cause: {
      platformCode: 131026,
      details: 'not on WhatsApp',
      fbtraceId: 'AbCtrace',
      httpStatus: 400,
      retryable: false,
    },
  },
  {
    what: 'an error with a string as error_data',
    answer: refuse(100, { error_data: 'the parameter to is wrong' }),
    code: 'invalid_parameter',
    cause: { platformCode: 100, details: 'the parameter to is wrong' },
  },
  {
    what: 'a code that nobody knows',
    answer: refuse(999_123),
    code: 'platform_rejected',
    cause: { platformCode: 999_123, retryable: false },
  },
  {
    what: 'throttling',
    answer: refuse(130429, {}, 429),
    code: 'rate_limited',
    cause: { platformCode: 130429, retryable: true, httpStatus: 429 },
  },
  {
    what: 'a refused token that the platform repeats',
    answer: refuse(190, { message: `Malformed access token ${ACCESS_TOKEN}` }, 401),
    code: 'auth_failed',
    cause: { platformCode: 190, httpStatus: 401 },
  },
  {
    what: 'a connection that is reset',
    answer: (_request, response) => void response.socket?.resetAndDestroy(),
    topic: 'unknown_outcome',
    code: 'unknown_outcome',
    cause: { ambiguous: true, retryable: false },
  },
  {
    what: 'a page of a proxy',
    answer: answerText(502, 'text/html', PAGE),
    topic: 'unknown_outcome',
    code: 'unknown_outcome',
    cause: { ambiguous: true, httpStatus: 502 },
  },
  {
    what: 'a page instead of an answer',
    answer: answerText(200, 'text/html', PAGE),
    topic: 'unknown_outcome',
    code: 'unknown_outcome',
    cause: { ambiguous: true },
  },
  {
    what: 'a page of something that refused',
    answer: answerText(404, 'text/html', PAGE),
    code: 'unusable_answer',
    cause: { ambiguous: false, httpStatus: 404 },
  },
  {
    what: 'an answer without a message ID',
    answer: answerJson(200, { messages: [] }),
    topic: 'unknown_outcome',
    code: 'unknown_outcome',
    cause: { ambiguous: true },
  },
  {
    what: 'a redirect',
    answer: (_request, response) => void response.writeHead(301, { location: 'http://127.0.0.1:9/' }).end(),
    code: 'redirect_refused',
    cause: { ambiguous: false },
  },
];

describe('what whatsapp-send-with-hash cannot deliver', () => {
  let red: Runtime;
  let graph: Graph;
  let shop: Business;
  before(async () => {
    red = await startRuntime();
    graph = await startGraph();
  });
  after(async () => {
    await red.stop();
    await graph.close();
  });
  beforeEach(() => {
    shop = aBusiness();
  });

  const deploy = async (config: object = {}, account: object = {}): Promise<void> => {
    await red.deploy([
      shop.account({ baseUrl: graph.url, ...account }),
      webhookIn(),
      sendNode({ retries: 0, ...config }),
      catchAll(),
    ]);
    red.clear();
  };

  /** The failure as the third output and a Catch node show it, which must be the same. */
  const fail = async (topic: string): Promise<{ code: string; cause: Record<string, unknown> }> => {
    // A lost answer is not waited for any longer than that.
    const own = { order: 7, _msgid: 'own', timeLimit: 0.05 };
    const { error } = await red.process('send', { payload: 'private words', to: shop.phone, topic: 'mine', ...own });
    const [failed] = await red.waitFor<FlowMessage>('failed');
    const [caught] = await red.waitFor<CaughtMessage>('caught');
    assert.ok(error instanceof Error);
    assert.equal(failed?.topic, topic);
    assert.deepEqual([failed?.order, failed?._msgid, failed?.to], [7, 'own', shop.phone]);
    const { code, message, ...cause } = (failed?.payload ?? {}) as Record<string, unknown>;
    assert.equal(message, error.message);
    if (code !== 'store_failed') assert.equal(failed?.whatsapp.to, shop.phone);
    assert.equal(caught?.error.code, code);
    assert.deepEqual(caught?.error.cause, cause);
    assert.equal(caught?.payload, 'private words');
    assert.ok(String(cause.advice).length > 10);
    assert.equal(red.received('accepted').length + red.received('held').length, 0);
    const status = await untilStatus(red, 'send', new RegExp(`^${String(code)}$`));
    assert.deepEqual([status.fill, status.shape], ['red', 'ring']);
    for (const secret of ALL_SECRETS) assert.ok(!red.everything().includes(secret));
    return { code: String(code), cause };
  };

  /** Node-RED runs on: the next message is accepted, and a webhook comes through. */
  const assertAlive = async (): Promise<void> => {
    await deploy();
    assert.equal((await red.process('send', { payload: 'next', to: shop.phone })).error, undefined);
    await red.waitFor('accepted');
    await deliver(red, shop.text('still there'));
    await red.waitFor('messages');
  };

  for (const { what, answer, topic = 'failed', code, cause } of FAILURES) {
    it(`${what}: ${code}`, async () => {
      await deploy();
      graph.next(answer);
      const failure = await fail(topic);
      assert.equal(failure.code, code);
      const shown = Object.fromEntries(Object.keys(cause).map((key) => [key, failure.cause[key]]));
      assert.deepEqual(shown, cause);
      await assertAlive();
    });
  }

  it('a platform that is unreachable: nothing was sent', async () => {
    await deploy({}, { baseUrl: 'http://127.0.0.1:9' });
    const { code, cause } = await fail('failed');
    assert.equal(code, 'platform_unreachable');
    assert.deepEqual([cause.retryable, cause.ambiguous], [true, false]);
    await assertAlive();
  });

  it('a platform that does not answer within the node’s timeout: the outcome is unknown', async () => {
    await deploy({ timeout: '0.05' });
    graph.next(() => undefined);
    const startedAt = Date.now();
    const { code } = await fail('unknown_outcome');
    assert.equal(code, 'unknown_outcome');
    assert.ok(Date.now() - startedAt < 5_000);
    await assertAlive();
  });

  it('takes msg.timeout before the node’s', async () => {
    await deploy({ timeout: 600 });
    graph.next(() => undefined);
    const { error } = await red.process('send', { payload: 'x', to: shop.phone, timeout: 0.05, timeLimit: 0.05 });
    assert.equal((error as { code: string }).code, 'unknown_outcome');
  });

  it('a flow that is deployed while the platform is being asked', async () => {
    await deploy();
    let asked = (): void => undefined;
    const isAsked = new Promise<void>((resolve) => {
      asked = resolve;
    });
    graph.next(() => asked());
    red.send('send', { payload: 'x', to: shop.phone });
    await isAsked;
    await assertAlive();
  });

  it('a message that cannot be written as JSON', async () => {
    await deploy();
    const image: Record<string, unknown> = { id: '1' };
    image.self = image;
    for (const content of [image, { id: '1', big: 1n }]) {
      const { error } = await red.process('send', { payload: { type: 'image', image: content }, to: shop.phone });
      assert.equal((error as { code: string }).code, 'message_not_json');
    }
    await assertAlive();
  });

  describe('while the store fails', () => {
    const failing = (): Promise<never> =>
      Promise.reject(
        new WhatsAppError('store_failed', 'The disk is full.', { retryable: true, advice: 'Make room on the disk.' }),
      );

    /** Lets one operation of the account's store fail until the next deployment makes another account. */
    const breakStore = (operation: 'admit' | 'settle'): (() => void) => {
      const { account } = red.node('account') as AccountNode;
      assert.ok(account);
      const { [operation]: working } = account.store;
      account.store[operation] = failing;
      return () => Object.assign(account.store, { [operation]: working });
    };

    it('before the message left: it is not sent', async () => {
      await deploy();
      const repair = breakStore('admit');
      const before = graph.requests.length;
      const { code, cause } = await fail('failed').finally(repair);
      assert.deepEqual([code, cause.retryable], ['store_failed', true]);
      assert.equal(graph.requests.length, before);
      await assertAlive();
    });

    it('after the platform took the message: it is accepted, lest it is sent again, and Catch nodes hear of the store', async () => {
      await deploy();
      const repair = breakStore('settle');
      const { error } = await red.process('send', { payload: 'x', to: shop.phone }).finally(repair);
      assert.equal(error, undefined);
      await red.waitFor('accepted');
      const [caught] = await red.waitFor<CaughtMessage>('caught');
      assert.equal(caught?.error.code, 'store_failed');
      assert.equal(red.received('failed').length, 0);
    });

    it('after the platform gave no answer: the outcome stays unknown', async () => {
      await deploy();
      const repair = breakStore('settle');
      graph.next((_request, response) => void response.socket?.resetAndDestroy());
      const { error } = await red.process('send', { payload: 'x', to: shop.phone }).finally(repair);
      assert.equal((error as { code: string }).code, 'unknown_outcome');
      const caught = await red.waitFor<CaughtMessage>('caught', 2);
      assert.deepEqual(caught.map(({ error: { code } }) => code).sort(), ['store_failed', 'unknown_outcome']);
      assert.equal((await red.waitFor<FlowMessage>('failed'))[0]?.topic, 'unknown_outcome');
    });
  });
});
