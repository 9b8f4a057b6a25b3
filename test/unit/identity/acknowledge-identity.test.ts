import { deepEqual, equal, ok, rejects } from 'node:assert/strict';
import type { Account } from '../../../src/account';
import { acknowledgeIdentity } from '../../../src/identity/acknowledge-identity';
import { describeError } from '../../../src/platform/catalogue';
import { InputError, NoAnswerError, PlatformError } from '../../../src/platform/errors';
import { splitWebhook } from '../../../src/webhook/split';
import { answerJson, cleanUp, serve } from '../platform/loopback';
import { accountWith, changesOf } from '../platform/on-premises/on-premises-account';
import { onPremisesAt } from '../platform/on-premises/on-premises-platform';

const WA_ID = '16315553601';
const NAMES = { waId: WA_ID };
const CHANGED_AT = 1_602_535_356;

/** What an installation knows of one customer. */
interface Installation {
  hash: string;
  acknowledged: boolean;
  /** Seconds since 1970. */
  created: number;
  /** Called for each request, before it is answered. */
  onRequest: (method: string, count: number) => void;
  /** Refuses to acknowledge, with this code. */
  refuses?: number;
  /** Breaks the connection instead of answering a PUT that it carried out. */
  breaks?: boolean;
}

async function stage(more: Partial<Installation> = {}) {
  const installation: Installation = {
    hash: 'new=',
    acknowledged: false,
    created: CHANGED_AT,
    onRequest: () => undefined,
    ...more,
  };
  const counts: Record<string, number> = {};
  const { baseUrl, requests } = await serve(({ method = '', body }, response) => {
    counts[method] = (counts[method] ?? 0) + 1;
    installation.onRequest(method, counts[method]);
    if (method === 'PUT') {
      if (installation.refuses !== undefined) {
        return answerJson(response, 400, { errors: [{ code: installation.refuses, title: 'no' }] });
      }
      if (JSON.parse(body).hash === installation.hash) installation.acknowledged = true;
      if (installation.breaks) return response.destroy();
      return response.writeHead(200).end('null');
    }
    const { hash, acknowledged, created } = installation;
    return answerJson(response, 200, { contacts: { hash, acknowledged, created_timestamp: created * 1000 } });
  });
  const account = accountWith(onPremisesAt(baseUrl));
  const asked = (): string => requests.map(({ method }) => method).join(' ');
  return { installation, account, changes: changesOf(account), requests, asked };
}

let deliveries = 0;

/** The customer's identity changes, as the On-Premises webhook tells it. */
async function change(account: Account, hash: string, at = CHANGED_AT): Promise<string> {
  deliveries += 1;
  const message = {
    from: WA_ID,
    id: `change-${deliveries}`,
    timestamp: String(at),
    type: 'system',
    system: { identity: hash, type: 'user_identity_changed', user: WA_ID },
  };
  return commit(account, { messages: [message] });
}

/** A message of ours is blocked: that names no new hash. */
async function block(account: Account): Promise<string> {
  deliveries += 1;
  const errors = [{ code: 480, title: 'blocked' }];
  const status = {
    id: `gBGG${deliveries}`,
    recipient_id: WA_ID,
    status: 'failed',
    timestamp: String(CHANGED_AT),
    errors,
  };
  return commit(account, { statuses: [status] });
}

async function commit(account: Account, body: Record<string, unknown>): Promise<string> {
  const events = splitWebhook(body, { describeError });
  const [committed] = await account.store.commit(account.scope, `delivery-${deliveries}`, events);
  return committed?.identity?.changeId ?? '';
}

const stateOf = async ({ store, scope }: Account): Promise<string> => (await store.look(scope, NAMES)).state;

describe('acknowledging an identity on the On-Premises API', () => {
  afterEach(cleanUp);

  it('reads, acknowledges, reads again, and only then trusts', async () => {
    const { account, installation, asked, requests } = await stage();
    const states: string[] = [];
    const changeId = await change(account, 'new=');
    installation.onRequest = () => void stateOf(account).then((state) => states.push(state));
    const { outcome, identity } = await acknowledgeIdentity(account, NAMES, { changeId }, 'Ada');
    equal(outcome, 'acknowledged');
    deepEqual(identity, { hash: 'new=', created_timestamp: CHANGED_AT * 1000, acknowledged: true });
    equal(asked(), 'GET PUT GET');
    deepEqual([requests[1]?.path, requests[1]?.body], [`/v1/contacts/${WA_ID}/identity`, '{"hash":"new="}']);
    deepEqual(states, ['changed', 'changed', 'changed']);
    deepEqual(await account.store.look(account.scope, NAMES).then(({ state, hash }) => [state, hash]), [
      'trusted',
      'new=',
    ]);
    equal((await account.store.details(account.scope, NAMES))?.audit.at(-1)?.source, 'Ada');
  });

  it('takes the hash itself as the name of what is approved', async () => {
    const { account } = await stage();
    await change(account, 'new=');
    equal((await acknowledgeIdentity(account, NAMES, { hash: 'new=' })).outcome, 'acknowledged');
    equal(await stateOf(account), 'trusted');
  });

  it('asks nobody about a change that is not the newest', async () => {
    const { account, asked } = await stage();
    const changeId = await change(account, 'first=', CHANGED_AT - 100);
    await change(account, 'new=');
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'identity_changed_again');
    equal((await acknowledgeIdentity(account, NAMES, { hash: 'first=' })).outcome, 'identity_changed_again');
    equal(asked(), '');
    equal(await stateOf(account), 'changed');
  });

  it('ends when the server knows another hash, which is evidence', async () => {
    const { account, changes, asked } = await stage({ hash: 'newer=', created: CHANGED_AT + 50 });
    const changeId = await change(account, 'new=');
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'identity_changed_again');
    equal(asked(), 'GET');
    deepEqual(
      changes.map(({ hash, previousHash, changedAt }) => [hash, previousHash, changedAt]),
      [['newer=', 'new=', CHANGED_AT + 50]],
    );
    const { state, hash } = await account.store.look(account.scope, NAMES);
    deepEqual([state, hash], ['changed', 'newer=']);
  });

  it('takes trust away when the server knows another hash, whatever its clock says', async () => {
    const { account, installation } = await stage();
    const changeId = await change(account, 'new=');
    await acknowledgeIdentity(account, NAMES, { changeId });
    Object.assign(installation, { hash: 'newer=', created: CHANGED_AT - 5000, acknowledged: false });
    equal((await acknowledgeIdentity(account, NAMES, { hash: 'new=' })).outcome, 'identity_changed_again');
    equal(await stateOf(account), 'changed');
  });

  it('ends when the identity changes a second time between reading and acknowledging', async () => {
    const { account, installation, changes, asked } = await stage();
    const changeId = await change(account, 'new=');
    installation.onRequest = (method) => {
      if (method === 'PUT') Object.assign(installation, { hash: 'newer=', created: CHANGED_AT + 50 });
    };
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'identity_changed_again');
    equal(asked(), 'GET PUT GET');
    equal(changes[0]?.hash, 'newer=');
    equal(await stateOf(account), 'changed');
  });

  it('ends so when the server refuses the acknowledgement for that reason', async () => {
    const { account, installation, changes } = await stage({ refuses: 1009 });
    const changeId = await change(account, 'new=');
    installation.onRequest = (method) => {
      if (method === 'PUT') installation.hash = 'newer=';
    };
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'identity_changed_again');
    equal(changes.length, 1);
  });

  it('ends when a webhook tells of another change in the meantime', async () => {
    const { account, installation } = await stage();
    const changeId = await change(account, 'new=');
    let isTold: Promise<string> | undefined;
    installation.onRequest = (method) => {
      if (method === 'PUT') isTold = change(account, 'newer=', CHANGED_AT + 50);
    };
    const { outcome } = await acknowledgeIdentity(account, NAMES, { changeId });
    ok(isTold !== undefined);
    equal(outcome, 'identity_changed_again');
    equal(await stateOf(account), 'changed');
  });

  it('changes nothing when the server refuses', async () => {
    const { account, asked } = await stage({ refuses: 1005 });
    const changeId = await change(account, 'new=');
    await rejects(acknowledgeIdentity(account, NAMES, { changeId }), PlatformError);
    equal(asked(), 'GET PUT GET');
    equal(await stateOf(account), 'changed');
  });

  it('finds out after a crash, or an answer that was lost, what was acknowledged before', async () => {
    const { account, installation, asked } = await stage({ breaks: true });
    const changeId = await change(account, 'new=');
    await rejects(acknowledgeIdentity(account, NAMES, { changeId }), NoAnswerError);
    equal(await stateOf(account), 'changed');
    equal(installation.acknowledged, true);
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'acknowledged');
    equal(asked(), 'GET PUT GET');
    equal(await stateOf(account), 'trusted');
  });

  it('may be repeated', async () => {
    const { account, asked } = await stage();
    const changeId = await change(account, 'new=');
    await acknowledgeIdentity(account, NAMES, { changeId });
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'acknowledged');
    equal(asked(), 'GET PUT GET GET');
  });

  it('does not approve a hash that the change did not name yet: it is learned, and has to be approved', async () => {
    const { account, asked } = await stage();
    const changeId = await block(account);
    equal((await acknowledgeIdentity(account, NAMES, { changeId })).outcome, 'identity_changed_again');
    equal(asked(), 'GET');
    const view = await account.store.look(account.scope, NAMES);
    deepEqual([view.state, view.hash], ['changed', 'new=']);
    equal((await acknowledgeIdentity(account, NAMES, { changeId: view.changeId ?? '' })).outcome, 'acknowledged');
    equal(await stateOf(account), 'trusted');
  });

  it('approves whatever is newest where that was asked for, of a customer nobody knew too', async () => {
    const { account, installation, asked } = await stage({ acknowledged: true });
    equal((await acknowledgeIdentity(account, NAMES, { newest: true })).outcome, 'acknowledged');
    equal(asked(), 'GET');
    equal(await stateOf(account), 'trusted');
    Object.assign(installation, { hash: 'newer=', acknowledged: false });
    equal((await acknowledgeIdentity(account, NAMES, { newest: true })).outcome, 'identity_changed_again');
    equal(await stateOf(account), 'changed');
  });

  it('needs a phone number', async () => {
    const { account } = await stage();
    await rejects(acknowledgeIdentity(account, { userId: 'US.1' }, { newest: true }), InputError);
  });

  it('tells of a customer whom the server does not know', async () => {
    const { baseUrl } = await serve((_request, response) => {
      answerJson(response, 404, { errors: [{ code: 1006, title: 'Resource not found', details: 'unknown contact' }] });
    });
    const account = accountWith(onPremisesAt(baseUrl));
    const changeId = await change(account, 'new=');
    await rejects(acknowledgeIdentity(account, NAMES, { changeId }), ({ code }) => code === 'resource_not_found');
    equal(await stateOf(account), 'changed');
  });
});
