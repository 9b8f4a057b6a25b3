import assert from 'node:assert/strict';
import { hashPassword } from './admin-login';
import { type Collector, startCollector } from './collector';
import { nodeRedVersion } from './node-red';
import { type NodeRedProcess, startNodeRed } from './node-red-process';
import { tempDir } from './temp-dir';

const echo = [
  { id: 'in', type: 'http in', url: '/echo', method: 'post', wires: [['out', 'answer']] },
  { id: 'answer', type: 'http response', statusCode: '202', wires: [] },
  { id: 'press', type: 'inject', props: [{ p: 'payload' }], payload: 'pressed', payloadType: 'str', wires: [['out']] },
];

describe('the Node-RED process', function () {
  this.timeout(60_000);
  let collector: Collector;
  let red: NodeRedProcess | undefined;
  beforeEach(async () => {
    collector = await startCollector();
  });
  afterEach(async () => {
    await red?.stop();
    await collector.close();
  });

  it('is the real Node-RED with roots, a login and basic authentication', async () => {
    const httpNodeAuth = { user: 'flow', pass: hashPassword('flow-password') };
    red = await startNodeRed({
      settings: { httpAdminRoot: '/admin', httpNodeRoot: '/flows', httpNodeAuth },
      login: { username: 'editor', password: 'editor-password' },
      collector,
    });
    await red.deploy(echo);

    const settings = (await (await red.admin('settings')).json()) as { version: string };
    assert.ok(settings.version.startsWith(nodeRedVersion), settings.version);
    assert.equal((await fetch(`${red.adminUrl}flows`)).status, 401);
    const authorization = `Basic ${Buffer.from('flow:flow-password').toString('base64')}`;
    const post = { method: 'POST', body: 'hello' };
    assert.equal((await fetch(`${red.url}/flows/echo`, post)).status, 401);
    assert.equal((await fetch(`${red.url}/flows/echo`, { ...post, headers: { authorization } })).status, 202);
    assert.equal((await collector.waitFor(({ path }) => path === 'out')).body.payload, 'hello');
    await red.inject('press');
    await collector.waitFor(({ body }) => body.payload === 'pressed');
  });

  it('can be killed and started again on the same user directory', async () => {
    const directory = tempDir('node-red');
    red = await startNodeRed({ userDirectory: directory.path, collector });
    await red.deploy(echo);
    await red.kill();
    red = await startNodeRed({ userDirectory: directory.path, collector });
    assert.equal((await fetch(`${red.url}/echo`, { method: 'POST' })).status, 202);
    await red.stop();
    directory.remove();
  });
});
