import { deepEqual, equal, rejects } from 'node:assert/strict';
import { OPERATIONS, type OperationRequest } from '../../nodes/shared/identity-operations';
import type { Account } from '../../src/account';
import { answerJson, cleanUp, serve } from '../unit/platform/loopback';
import { accountWith } from '../unit/platform/on-premises/on-premises-account';
import { onPremisesAt } from '../unit/platform/on-premises/on-premises-platform';

const NAMES = { waId: '16315553601' };
const CREATED = 1_602_535_356_000;

const requestTo = (account: Account, identityHash: string): OperationRequest => ({
  account,
  msg: { _msgid: 'm1', identityHash },
  names: async () => NAMES,
  held: 'send',
  approveNewest: false,
});

describe('acknowledging from a node, on the On-Premises API', () => {
  afterEach(cleanUp);

  async function accountAt(hash: string): Promise<Account> {
    let acknowledged = false;
    const { baseUrl } = await serve(({ method }, response) => {
      if (method === 'PUT') acknowledged = true;
      if (method === 'PUT') return answerJson(response, 200, null);
      return answerJson(response, 200, { contacts: { hash, acknowledged, created_timestamp: CREATED } });
    });
    const account = accountWith(onPremisesAt(baseUrl));
    await account.store.reveal(account.scope, NAMES, 'new=', CREATED / 1000);
    return account;
  }

  it("answers with the ledger's entry and what the server says of the identity", async () => {
    const account = await accountAt('new=');
    const result = await OPERATIONS.acknowledge?.(requestTo(account, 'new='));
    equal(result?.topic, 'acknowledged');
    const { state, hash, created_timestamp, acknowledged, released } = { ...result?.payload } as Record<
      string,
      unknown
    >;
    deepEqual(
      { state, hash, created_timestamp, acknowledged, released },
      { state: 'trusted', hash: 'new=', created_timestamp: CREATED, acknowledged: true, released: 0 },
    );
  });

  it('fails when the server knows another hash', async () => {
    const account = await accountAt('newer=');
    const acknowledge = OPERATIONS.acknowledge?.(requestTo(account, 'new='));
    await rejects(acknowledge ?? Promise.resolve(), { code: 'identity_changed_again' });
    equal((await account.store.look(account.scope, NAMES)).state, 'changed');
  });
});
