import { equal } from 'node:assert/strict';
import { logIn } from '../harness/admin-login';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';

const ADMIN = { username: 'admin', password: 'admin-password' };

describe('the connection that the dialog of the account tries, behind a login', function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  before(async () => {
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' }, login: ADMIN });
  });
  after(() => red?.stop());

  const post = async (headers: Record<string, string>): Promise<number> => {
    const body = JSON.stringify({ operation: 'test', account: { api: 'simulator' }, secrets: {} });
    const init = { method: 'POST', headers: { 'content-type': 'application/json', ...headers }, body };
    return (await fetch(`${red.adminUrl}whatsapp-account/account/connection`, init)).status;
  };

  it('takes the permission to change accounts', async () => {
    equal(await post({}), 401);
    equal(await post({ authorization: 'Bearer nonsense' }), 401);
    for (const [scope, status] of [
      ['read', 401],
      ['whatsapp-account.read', 401],
      ['whatsapp-webhook-in.write', 401],
      ['whatsapp-account.write', 200],
      ['*', 200],
    ] as const) {
      equal(await post(await logIn(red.adminUrl, ADMIN, scope)), status, scope);
    }
  });

  it('takes nothing from pages of other sites, whoever is logged in', async () => {
    const admin = await logIn(red.adminUrl, ADMIN);
    equal(await post({ ...admin, 'sec-fetch-site': 'cross-site' }), 403);
    equal(await post({ ...admin, origin: 'https://example.com' }), 403);
    equal(await post({ ...admin, 'content-type': 'text/plain' }), 415);
  });
});
