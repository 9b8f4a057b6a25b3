import { deepEqual, equal, match, ok } from 'node:assert/strict';
import http from 'node:http';
import { hashPassword, type Login, logIn } from '../harness/admin-login';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { ANA } from './world';

const EDITOR: Login = { username: 'editor', password: 'editor-password' };
const VIEWER: Login = { username: 'viewer', password: 'viewer-password' };
const OTHER: Login = { username: 'other', password: 'other-password' };

const LOGINS = [EDITOR, VIEWER, OTHER];

const users = [
  { ...EDITOR, permissions: '*' },
  { ...VIEWER, permissions: 'read' },
  { ...OTHER, permissions: ['flows.read'] },
].map(({ username, password, permissions }) => ({ username, password: hashPassword(password), permissions }));

describe("the simulator's page beside the editor", function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let base: string;
  before(async () => {
    const settings = { httpAdminRoot: '/admin', adminAuth: { type: 'credentials', users } };
    red = await startNodeRed({ settings, login: EDITOR });
    base = `${red.url}/admin/whatsapp-simulator`;
  });
  after(() => red?.stop());

  const call = (method: string, path: string, headers: Record<string, string> = {}): Promise<Response> =>
    fetch(`${base}/control/${path}`, {
      method,
      headers: { ...(method === 'POST' && { 'content-type': 'application/json' }), ...headers },
      ...(method === 'POST' && { body: '{}' }),
    });

  it('says that there is no simulator, where no account uses it', async () => {
    const answer = await call('GET', 'state', await logIn(`${red.url}/admin/`, EDITOR));
    equal(answer.status, 503);
    equal(((await answer.json()) as { error: { code: string } }).error.code, 'no_simulator');
  });

  describe('with a simulator account', () => {
    before(() => red.deploy([{ id: 'account', type: 'whatsapp-account', api: 'simulator' }]));

    it('leads to the page, whose policy lets no script in but its own', async () => {
      const page = await fetch(base);
      equal(page.url, `${base}/page/`);
      equal(page.status, 200);
      const policy = page.headers.get('content-security-policy') ?? '';
      match(policy, /default-src 'none'; script-src 'self';/);
      ok(!policy.includes('unsafe'), policy);
      match(await page.text(), /<html lang="en" data-access="editor">/);
      equal((await fetch(`${base}/page/feed.js`)).status, 404);
      equal((await fetch(`${base}/page/..%2Fsimulator.js`)).status, 404);
    });

    it('tells and does nothing without a login, and each only what it is permitted', async () => {
      const [editor, viewer, other] = await Promise.all(
        users.map(({ permissions }, index) => logIn(`${red.url}/admin/`, LOGINS[index] as Login, String(permissions))),
      );
      const paths: [method: string, path: string][] = [
        ['GET', 'state'],
        ['GET', 'events'],
        ['POST', `customers/${ANA}/new-device`],
      ];
      for (const [method, path] of paths) {
        equal((await call(method, path)).status, 401, path);
        equal((await call(method, path, other)).status, 401, path);
      }
      equal((await call('GET', 'state', viewer)).status, 200);
      equal((await call('POST', `customers/${ANA}/new-device`, viewer)).status, 401);
      equal((await call('POST', `customers/${ANA}/new-device`, editor)).status, 200);
    });

    it('refuses what pages of other sites send', async () => {
      const editor = await logIn(`${red.url}/admin/`, EDITOR);
      const path = `customers/${ANA}/new-device`;
      const { host } = new URL(red.url);
      for (const [headers, status] of [
        [{ origin: 'https://example.com' }, 403],
        [{ origin: 'null' }, 403],
        [{ origin: `http://${host}`, 'sec-fetch-site': 'cross-site' }, 403],
        [{ origin: `http://${host}`, 'sec-fetch-site': 'same-site' }, 403],
        [{ 'content-type': 'text/plain' }, 415],
        [{ origin: `http://${host}` }, 200],
        // Behind a proxy that renames the host, the browser's own word counts.
        [{ origin: 'https://red.example.com', 'sec-fetch-site': 'same-origin' }, 200],
      ] as [Record<string, string>, number][]) {
        equal(await rawPost(`${base}/control/${path}`, { ...editor, ...headers }), status, JSON.stringify(headers));
      }
    });

    it('streams the world as it is, with what the ledger says, and nothing that is secret', async () => {
      const editor = await logIn(`${red.url}/admin/`, EDITOR);
      const abort = new AbortController();
      const answer = await fetch(`${base}/control/events`, { headers: editor, signal: abort.signal });
      match(answer.headers.get('content-type') ?? '', /^text\/event-stream/);
      const text = await untilEvent(answer, 'world');
      abort.abort();
      const { phones } = JSON.parse(/^event: world\ndata: (.*)$/m.exec(text)?.[1] ?? '{}');
      deepEqual(
        phones.map(({ name, flows }: { name: string; flows: { state: string }[] }) => [name, flows[0]?.state]),
        [
          ['Ana', 'unknown'],
          ['Ben', 'unknown'],
        ],
      );
      ok(!/accessToken|appSecret|verifyToken/.test(text));
    });
  });
});

/** A POST whose headers no client adds to. */
function rawPost(url: string, headers: Record<string, string>): Promise<number | undefined> {
  return new Promise((resolve, reject) => {
    const request = http.request(url, { method: 'POST', headers: { 'content-type': 'application/json', ...headers } });
    request.once('response', (response) => {
      response.resume();
      resolve(response.statusCode);
    });
    request.once('error', reject).end('{}');
  });
}

async function untilEvent({ body }: Response, name: string): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of body as unknown as AsyncIterable<Uint8Array>) {
    text += decoder.decode(chunk, { stream: true });
    if (new RegExp(`^event: ${name}\\n.*\\n\\n`, 'm').test(text)) return text;
  }
  throw new Error(`The stream ended before "${name}": ${text}`);
}
