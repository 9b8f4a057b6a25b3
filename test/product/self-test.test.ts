import assert from 'node:assert/strict';
import type { Finding } from '../../src/webhook/self-test/finding';
import { adminAuth, hashPassword, logIn } from '../harness/admin-login';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { cloudAccount, PATH, webhookIn } from '../nodes/support/parts';
import { codesOf, onTheWay } from '../nodes/support/self-test';

const EDITOR = { username: 'editor', password: 'editor-password' };
const VIEWER = { username: 'viewer', password: 'viewer-password' };

describe('the self-test of webhook in, in a Node-RED with logins', function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  before(async () => {
    const [editor, viewer] = [EDITOR, VIEWER].map((login) => adminAuth(login).users[0]);
    const users = [editor, { ...viewer, permissions: ['read', 'whatsapp-webhook-in.read'] }];
    const settings = {
      httpAdminRoot: '/admin',
      httpNodeRoot: '/flows',
      httpNodeAuth: { user: 'flow', pass: hashPassword('flow-password') },
      adminAuth: { type: 'credentials', users },
    };
    red = await startNodeRed({ settings, login: EDITOR });
    await red.deploy([
      cloudAccount(),
      webhookIn({ wires: [[], [], [], []] }),
      webhookIn({ id: 'external', listener: 'input', wires: [[], [], [], [], ['respond']] }),
      { id: 'posts', type: 'http in', url: '/by-flow', method: 'post', skipBodyParsing: true, wires: [['external']] },
      { id: 'gets', type: 'http in', url: '/by-flow', method: 'get', wires: [['external']] },
      { id: 'respond', type: 'http response', statusCode: '', headers: {}, wires: [] },
    ]);
  });
  after(() => red?.stop());

  const ask = (id: string, path: string, headers: Record<string, string>): Promise<Response> =>
    fetch(`${red.adminUrl}whatsapp-webhook-in/${id}/self-test`, {
      method: 'POST',
      body: JSON.stringify({ address: red.url + path }),
      headers: { 'content-type': 'application/json', ...headers },
    });

  it('is only for who may write', async () => {
    assert.equal((await ask('in', PATH, {})).status, 401);
    const viewer = await logIn(red.adminUrl, VIEWER, 'read whatsapp-webhook-in.read');
    assert.equal((await ask('in', PATH, viewer)).status, 401);
    const figures = await fetch(`${red.adminUrl}whatsapp-webhook-in/in/figures`, { headers: viewer });
    assert.equal(figures.status, 200);
  });

  it('passes httpNodeAuth by, as the platform does, and knows the root', async () => {
    const editor = await logIn(red.adminUrl, EDITOR);
    const findings = (await (await ask('in', `/flows${PATH}`, editor)).json()) as Finding[];
    assert.deepEqual(codesOf(findings, 'local'), ['handshake_good', 'delivery_good']);
    assert.deepEqual(onTheWay(findings), ['handshake_good 200', 'delivery_good 200']);
    // Without its root nobody answers but the editor's server.
    assert.deepEqual(onTheWay((await (await ask('in', PATH, editor)).json()) as Finding[]), ['not_found 404']);
  });

  it('finds httpNodeAuth in front of http in', async () => {
    const editor = await logIn(red.adminUrl, EDITOR);
    const findings = (await (await ask('external', '/flows/by-flow', editor)).json()) as Finding[];
    assert.deepEqual(codesOf(findings, 'node'), ['external_with_login']);
    assert.deepEqual(onTheWay(findings), ['login_in_front 401']);
  });
});
