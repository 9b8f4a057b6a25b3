import assert from 'node:assert/strict';
import { request } from 'node:http';
import { adminAuth, logIn } from '../harness/admin-login';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';

const EDITOR = { username: 'editor', password: 'editor-password' };
const VIEWER = { username: 'viewer', password: 'viewer-password' };

describe('the templates of an account, in a Node-RED with logins', function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  before(async () => {
    const [editor, viewer] = [EDITOR, VIEWER].map((login) => adminAuth(login).users[0]);
    const users = [editor, { ...viewer, permissions: ['read'] }];
    const settings = { httpAdminRoot: '/admin', adminAuth: { type: 'credentials', users } };
    red = await startNodeRed({ settings, login: EDITOR });
    await red.deploy([{ id: 'account', type: 'whatsapp-account', api: 'simulator' }]);
  });
  after(() => red?.stop());

  /** A POST whose headers no client adds to. */
  const ask = (headers: Record<string, string>): Promise<{ status: number; text: string }> =>
    new Promise((resolve, reject) => {
      const asking = request(`${red.adminUrl}whatsapp-send-with-hash/templates`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', ...headers },
      });
      asking.once('error', reject).once('response', (response) => {
        let text = '';
        response.setEncoding('utf8').on('data', (piece: string) => {
          text += piece;
        });
        response.once('end', () => resolve({ status: response.statusCode ?? 0, text }));
      });
      asking.end('{"account":"account"}');
    });

  it('are for those who may change nodes', async () => {
    assert.equal((await ask({})).status, 401);
    assert.equal((await ask(await logIn(red.adminUrl, VIEWER, 'read'))).status, 401);
    const { status, text } = await ask(await logIn(red.adminUrl, EDITOR));
    assert.equal(status, 200);
    assert.match(text, /"order_shipped"/);
  });

  it('are not told to pages of other sites, nor to forms', async () => {
    const login = await logIn(red.adminUrl, EDITOR);
    const { origin } = new URL(red.url);
    for (const [headers, status] of [
      [{ origin: 'https://example.com' }, 403],
      [{ origin, 'sec-fetch-site': 'cross-site' }, 403],
      [{ 'content-type': 'text/plain' }, 415],
      [{ origin, 'sec-fetch-site': 'same-origin' }, 200],
    ] as [Record<string, string>, number][]) {
      assert.equal((await ask({ ...login, ...headers })).status, status, JSON.stringify(headers));
    }
  });
});
