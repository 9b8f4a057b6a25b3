import assert from 'node:assert/strict';
import type { Account } from '../../../../src/account';
import { parseWebhook } from '../../../../src/webhook/parse';
import type { WebhookProtection } from '../../../../src/webhook/protection';
import { SELF_TEST_HEADER, SelfTest, type TestRequest } from '../../../../src/webhook/self-test/self-test';
import { SelfTests } from '../../../../src/webhook/self-test/self-tests';
import { isSignatureValid } from '../../../../src/webhook/signature';
import { splitWebhook } from '../../../../src/webhook/split';
import type { WebhookRequest } from '../../../../src/webhook/webhook-request';

const SECRET = 'secretOfTheAccount';
const account = (protection?: WebhookProtection): Account =>
  ({
    isProtected: true,
    settings: {
      appSecret: SECRET,
      verifyToken: 'tokenOfTheAccount',
      ...(protection === undefined ? {} : { protection }),
    },
  }) as Account;

/** A request as the receiver of webhooks reads it. */
const toReceived = ({ method, headers, suffix, body = '' }: TestRequest): WebhookRequest => ({
  method,
  headers,
  query: () => new URLSearchParams(suffix.startsWith('?') ? suffix.slice(1) : ''),
  below: suffix.startsWith('/') ? suffix.slice(1) : undefined,
  isLocal: () => true,
  certificate: undefined,
  readBody: async () => ({ ok: true, body: Buffer.from(body) }),
});

describe('a self-test', () => {
  it('signs a delivery that holds no event, and is good for nothing else', () => {
    const { headers, body = '' } = new SelfTest(account()).request('delivery') ?? assert.fail('no delivery');
    assert.ok(isSignatureValid(Buffer.from(body), headers['x-hub-signature-256'], SECRET));
    const webhook = parseWebhook(Buffer.from(body));
    assert.ok(webhook.ok);
    assert.deepEqual(splitWebhook(webhook.body, { describeError: () => assert.fail('an error') }), []);
  });

  it('shows no secret of the account, whatever protects it', () => {
    const protections: (WebhookProtection | undefined)[] = [
      undefined,
      { pathSecret: SECRET },
      { basicAuth: { user: 'user', password: SECRET } },
      { clientCertificate: true },
    ];
    for (const protection of protections) {
      const test = new SelfTest(account(protection));
      const sent = JSON.stringify([test.request('handshake'), test.request('delivery')]);
      assert.ok(!sent.includes(SECRET) && !sent.includes('tokenOfTheAccount'), sent);
      assert.ok(!sent.includes(Buffer.from(`user:${SECRET}`).toString('base64')), sent);
    }
  });

  it('shakes hands only where the API does', () => {
    assert.equal(new SelfTest(account({ pathSecret: SECRET })).request('handshake'), undefined);
  });

  it('answers its own handshake and no other', () => {
    const test = new SelfTest(account());
    const query = (more: object = {}): URLSearchParams =>
      new URLSearchParams({
        'hub.mode': 'subscribe',
        'hub.verify_token': test.id,
        'hub.challenge': test.challenge,
        ...more,
      });
    assert.equal(test.answerHandshake(query()), test.challenge);
    for (const more of [
      { 'hub.mode': 'x' },
      { 'hub.verify_token': 'tokenOfTheAccount' },
      { 'hub.challenge': '<script>' },
    ]) {
      assert.equal(test.answerHandshake(query(more)), undefined);
    }
    assert.equal(new SelfTest(account()).answerHandshake(query()), undefined);
  });

  describe('under way', () => {
    it('is known once for each errand, and not any more when it is over', () => {
      const own = account();
      const tests = new SelfTests();
      const test = new SelfTest(own);
      const handshake = toReceived(test.request('handshake') ?? assert.fail());
      const delivery = toReceived(test.request('delivery') ?? assert.fail());
      assert.equal(tests.receive(handshake, [own]), undefined);
      const stop = tests.start(test);
      assert.equal(tests.receive({ ...handshake, headers: {}, query: () => new URLSearchParams() }, [own]), undefined);
      assert.ok(tests.receive(handshake, [own]));
      assert.equal(tests.receive(handshake, [own]), undefined);
      assert.ok(tests.receive(delivery, []));
      assert.deepEqual([test.visits.handshake?.isElsewhere, test.visits.delivery?.isElsewhere], [false, true]);
      stop();
      assert.equal(tests.receive(toReceived(test.request('delivery') ?? assert.fail()), [own]), undefined);
    });

    it('takes its own delivery out, byte for byte, and none that says it were one', () => {
      const own = account();
      const tests = new SelfTests();
      const test = new SelfTest(own);
      const { body = '' } = test.request('delivery') ?? assert.fail();
      const taken = (text: string): boolean => tests.isDelivery(JSON.parse(text), Buffer.from(text), [own]);
      assert.equal(taken(body), false);
      const stop = tests.start(test);
      assert.equal(taken(body), true);
      const forged = JSON.stringify({ ...JSON.parse(body), entry: [{ changes: [] }] });
      assert.equal(taken(forged), false);
      assert.equal(taken('{"entry":[]}'), false);
      assert.equal(taken('{"entry":[],"self_test":["x"]}'), false);
      stop();
      assert.equal(taken(body), false);
    });

    it('sees what was changed on the way', async () => {
      const own = account();
      const tests = new SelfTests();
      const arrive = async (change: (request: TestRequest) => TestRequest) => {
        const test = new SelfTest(own);
        tests.start(test);
        const changed = toReceived(change(test.request('delivery') ?? assert.fail()));
        const guest = tests.receive(changed, [own]) ?? assert.fail('not known');
        await guest.request.readBody(100);
        const { isProofIntact, isBodyIntact } = test.visits.delivery ?? assert.fail();
        return [isProofIntact, isBodyIntact];
      };
      assert.deepEqual(await arrive((request) => request), [true, true]);
      assert.deepEqual(await arrive((request) => ({ ...request, body: `${request.body} ` })), [true, false]);
      const bare = ({ headers, ...request }: TestRequest): TestRequest => ({
        ...request,
        headers: { [SELF_TEST_HEADER]: headers[SELF_TEST_HEADER] ?? '' },
      });
      assert.deepEqual(await arrive(bare), [false, true]);
    });
  });
});
