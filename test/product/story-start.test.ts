import assert from 'node:assert/strict';
import { once } from 'node:events';
import { existsSync, lstatSync, mkdirSync, readFileSync, rmSync, statSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { freePort } from '../harness/free-port';
import { nodeRedVersion, ownPackage, projectDirectory } from '../harness/node-red';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { addressOf } from './greeting';
import { type Launched, launch, type Product, startProduct } from './product';

describe('npm start', function () {
  this.timeout(60_000);
  let directory: TempDir;
  let product: Product | undefined;
  beforeEach(() => {
    directory = tempDir('user-directory');
  });
  afterEach(async () => {
    await product?.stop();
    product = undefined;
    directory.remove();
  });

  const isReachable = (url: string): Promise<boolean> =>
    fetch(url).then(
      () => true,
      () => false,
    );
  /** Starts what is expected not to start; gives the exit code and all that was said. */
  async function failToStart(env: Record<string, string>, args: string[] = []) {
    const launched: Launched = launch(args, { NODE_RED_USER_DIR: directory.path, ...env });
    const code = await launched.exitCode;
    return { code, output: launched.output() };
  }

  it('shows addresses that answer, the simulator at work, and what to press', async () => {
    product = await startProduct();
    const output = product.output();
    assert.match(output, new RegExp(`running on Node-RED ${nodeRedVersion.replaceAll('.', '\\.')}\\.`));
    assert.match(output, /Everything is simulated: no message leaves this machine\./);
    assert.match(output, /Open the address called Simulator: it says what to press\./);
    assert.match(await (await fetch(addressOf(output, 'Simulator'))).text(), /<title>WhatsApp simulator<\/title>/);
    assert.match(await (await fetch(addressOf(output, 'Editor'))).text(), /<title>Node-RED<\/title>/);
    assert.match(await (await fetch(addressOf(output, 'Mailbox'))).text(), /<h1>Mailbox<\/h1>/);
    const webhook = addressOf(output, 'Webhook');
    assert.equal((await fetch(webhook, { method: 'POST', body: '{}' })).status, 401);
    const { numbers } = (await product.control('GET', '/state')) as { numbers: Record<string, unknown>[] };
    assert.deepEqual(
      numbers.map(({ webhookUrl, webhookVerified, identityCheck }) => ({ webhookUrl, webhookVerified, identityCheck })),
      [{ webhookUrl: webhook, webhookVerified: true, identityCheck: true }],
    );
  });

  it('warns of nothing but that everything is new', async () => {
    product = await startProduct();
    const warnings = product.output().match(/\[(?:warn|error)\].*/g) ?? [];
    assert.deepEqual(
      warnings.filter((line) => !/Projects disabled|Encrypted credentials not found/.test(line)),
      [],
    );
  });

  it('listens where PORT and HOST say', async function () {
    // Other systems have 127.0.0.1 only.
    if (process.platform !== 'linux') this.skip();
    const port = await freePort();
    product = await startProduct({ env: { PORT: String(port), HOST: '127.0.0.2' } });
    assert.equal(addressOf(product.output(), 'Editor'), `http://127.0.0.2:${port}/`);
    assert.ok(await isReachable(`http://127.0.0.2:${port}/`));
    assert.ok(!(await isReachable(`http://127.0.0.1:${port}/`)));
    assert.match(product.output(), /^ {2}Webhook +http:\/\/127\.0\.0\.2:.+\(called by the simulator\)$/m);
  });

  it('lets the port and the token of the simulator be chosen', async () => {
    const port = await freePort();
    const env = { WHATSAPP_SIMULATOR_PORT: String(port), WHATSAPP_SIMULATOR_TOKEN: 'chosen' };
    product = await startProduct({ env });
    assert.equal(addressOf(product.output(), 'Control API'), `http://127.0.0.1:${port}/control`);
    assert.equal(addressOf(product.output(), 'Control token'), 'chosen');
    const headers = { authorization: 'Bearer chosen' };
    assert.equal((await fetch(`http://127.0.0.1:${port}/control/state`, { headers })).status, 200);
  });

  it('stops at Ctrl-C with exit code 0, and nothing of it stays', async () => {
    const port = await freePort();
    product = await startProduct({ env: { PORT: String(port) } });
    const simulator = addressOf(product.output(), 'Control API');
    assert.equal(await product.interrupt(), 0);
    assert.ok(!(await isReachable(product.url)));
    assert.ok(!(await isReachable(simulator)));
    product = await startProduct({ env: { PORT: String(port) } });
    assert.equal(await product.interrupt(), 0);
  });

  it('says in one line that its port is in use, and what to do', async () => {
    const other = createServer().listen(0, '127.0.0.1');
    await once(other, 'listening');
    try {
      const { port } = other.address() as AddressInfo;
      for (const name of ['PORT', 'WHATSAPP_SIMULATOR_PORT']) {
        assert.deepEqual(await failToStart({ PORT: '0', [name]: String(port) }), {
          code: 1,
          output:
            `Port ${port} on 127.0.0.1 is in use, perhaps by another Node-RED. ` +
            `End that, or choose another port: ${name}=${port + 1} npm start\n`,
        });
      }
    } finally {
      other.close();
    }
  });

  const refused: [what: string, env: Record<string, string>, args: string[], message: RegExp][] = [
    ['a port that is none', { PORT: 'http' }, [], /^PORT is "http", but a port is a number from 0 to 65535\.\n$/],
    ['an address of another machine', { PORT: '0', HOST: '192.0.2.1' }, [], /^.+HOST=127\.0\.0\.1.+\n$/],
    ['an option that it does not know', {}, ['--nothing'], /--nothing.*npm start -- --help\n$/],
  ];
  for (const [what, env, args, message] of refused) {
    it(`refuses ${what} in one line`, async () => {
      const { code, output } = await failToStart({ ...env, PORT: env.PORT ?? String(await freePort()) }, args);
      assert.equal(code, 1);
      assert.match(output, message);
      assert.equal(output.trimEnd().split('\n').length, 1);
    });
  }

  it('explains its settings', async () => {
    const { code, output } = await failToStart({}, ['--help']);
    assert.equal(code, 0);
    for (const name of ['PORT', 'HOST', 'NODE_RED_USER_DIR', '--userDir', 'WHATSAPP_SIMULATOR_PORT'])
      assert.ok(output.includes(name), name);
  });

  it('leaves flows and settings of the user directory as they are', async () => {
    const flowFile = join(directory.path, 'flows.json');
    const settingsFile = join(directory.path, 'settings.js');
    const flows = JSON.stringify([{ id: 'tab', type: 'tab', label: 'Mine', disabled: false, info: '' }]);
    const settings = 'module.exports = { flowFile: "flows.json", httpAdminRoot: "/admin" };';
    writeFileSync(flowFile, flows);
    writeFileSync(settingsFile, settings);
    product = await startProduct({ userDirectory: directory.path });
    assert.equal(readFileSync(flowFile, 'utf8'), flows);
    assert.equal(readFileSync(settingsFile, 'utf8'), settings);
    assert.match(product.output(), /Your flows are as they were\. For an example use the editor's menu/);
    assert.match(addressOf(product.output(), 'Editor'), /\/admin\/$/);
    assert.match(product.output(), /no WhatsApp account yet/);
  });

  it('finds what it made when it is started again, and takes --userDir before the variable', async () => {
    const elsewhere = join(directory.path, 'elsewhere');
    const args = ['--userDir', elsewhere];
    mkdirSync(elsewhere);
    product = await startProduct({ userDirectory: elsewhere, args, env: { NODE_RED_USER_DIR: directory.path } });
    assert.equal(await product.interrupt(), 0);
    assert.ok(!existsSync(join(directory.path, 'flows.json')));
    // Its own key for credentials is in it.
    if (process.platform !== 'win32') assert.equal(statSync(join(elsewhere, 'settings.js')).mode & 0o077, 0);
    const before = readFileSync(join(elsewhere, 'settings.js'), 'utf8');
    assert.match(before, /^ *credentialSecret: "[0-9a-f]{64}",$/m);
    product = await startProduct({ userDirectory: elsewhere, args });
    assert.equal(readFileSync(join(elsewhere, 'settings.js'), 'utf8'), before);
    assert.match(product.output(), /it says what to press/);
  });

  it('mends a link to the nodes that leads elsewhere, and leaves a copy of the nodes alone', async () => {
    const link = join(directory.path, 'node_modules', ...ownPackage.name.split('/'));
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(directory.path, 'gone'), link, 'junction');
    product = await startProduct({ userDirectory: directory.path });
    assert.equal(await product.interrupt(), 0);
    rmSync(link);
    mkdirSync(link);
    for (const name of ['package.json', 'dist', 'node_modules'])
      symlinkSync(join(projectDirectory, name), join(link, name), name.includes('.') ? 'file' : 'junction');
    product = await startProduct({ userDirectory: directory.path });
    assert.match(product.output(), /The nodes are those in node_modules of the user directory/);
    assert.ok(lstatSync(link).isDirectory());
  });
});
