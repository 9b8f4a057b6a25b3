import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ownPackage, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { npm } from '../harness/npm';
import { type TempDir, tempDir } from '../harness/temp-dir';

interface NodeSet {
  module: string;
  name: string;
  types: string[];
  enabled: boolean;
  loaded?: boolean;
  err?: unknown;
}

interface PackedFile {
  path: string;
}

describe('the packed package', function () {
  this.timeout(180_000);
  let userDirectory: TempDir;
  let packed: PackedFile[];
  let installed: string;
  let red: NodeRedProcess | undefined;

  before(async () => {
    userDirectory = tempDir('node-red-install');
    // The build step has just made dist: packing must not make it again under the feet of other tests.
    const pack = ['pack', '--json', '--ignore-scripts', '--pack-destination', userDirectory.path];
    const [tarball] = JSON.parse(await npm(projectDirectory, ...pack)) as { filename: string; files: PackedFile[] }[];
    assert.ok(tarball);
    packed = tarball.files;
    writeFileSync(join(userDirectory.path, 'package.json'), JSON.stringify({ name: 'user-directory', private: true }));
    const install = ['install', '--no-audit', '--no-fund', '--omit=dev', `./${tarball.filename}`];
    await npm(userDirectory.path, ...install);
    installed = join(userDirectory.path, 'node_modules', ...ownPackage.name.split('/'));
  });
  after(async () => {
    await red?.stop();
    userDirectory.remove();
  });

  it('carries what a user needs and nothing of the workshop', () => {
    const paths = packed.map(({ path }) => path);
    const needed = ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'docs/errors.md'];
    assert.deepEqual(
      needed.filter((path) => !paths.includes(path)),
      [],
    );
    const allowed =
      /^(?:dist\/(?:src|nodes)\/|examples\/|docs\/(?:[\w-]+\/)?[\w-]+\.md$|package\.json$|README\.md$|LICENSE$|CHANGELOG\.md$)/;
    assert.deepEqual(
      // The example of a test is for users.
      paths.filter((path) => !allowed.test(path) || /^dist\/.*\.test\.|\.editor\.js/.test(path)),
      [],
    );
  });

  it('installs its commands as programs', () => {
    const program = join(userDirectory.path, 'node_modules', '.bin', 'whatsapp-simulator');
    assert.ok(existsSync(program));
    assert.notEqual(statSync(program).mode & 0o111, 0);
  });

  it('shows its nodes in a Node-RED whose user directory it was installed into', async () => {
    red = await startNodeRed({ userDirectory: userDirectory.path, link: false });
    const response = await red.admin('nodes', { headers: { accept: 'application/json' } });
    const ours = ((await response.json()) as NodeSet[]).filter(({ module }) => module === ownPackage.name);
    assert.deepEqual(
      ours.filter(({ err, enabled }) => err !== undefined || !enabled),
      [],
    );
    assert.deepEqual(ours.flatMap(({ types }) => types).sort(), Object.keys(ownPackage['node-red'].nodes).sort());
  });

  it('brings the trust sidebar, with its captions', async () => {
    assert.ok(red);
    const response = await red.admin('plugins', { headers: { accept: 'application/json' } });
    const ours = ((await response.json()) as NodeSet[]).filter(({ module }) => module === ownPackage.name);
    assert.deepEqual(
      ours.map(({ name, enabled, err }) => ({ name, enabled, err })),
      Object.keys(ownPackage['node-red'].plugins ?? {}).map((name) => ({ name, enabled: true, err: undefined })),
    );
    const page = await (await red.admin('plugins', { headers: { accept: 'text/html' } })).text();
    assert.ok(page.includes('RED.plugins.registerPlugin("whatsapp-trust"'), 'it has no part in the editor');
    const captions = (await (await red.admin('plugins/messages?lng=en-US')).json()) as Record<string, object>;
    assert.ok('whatsapp-trust' in (captions[`${ownPackage.name}/whatsapp-trust`] ?? {}), 'it has no captions');
    assert.equal((await red.admin('whatsapp-trust/accounts')).status, 200);
  });

  it('serves its icons, captions and help beside the nodes', async () => {
    assert.ok(red);
    const icons = (await (await red.admin('icons')).json()) as Record<string, string[]>;
    assert.ok((icons[ownPackage.name] ?? []).length > 0, 'no icons');
    const page = await red.admin('nodes', { headers: { accept: 'text/html' } });
    const text = await page.text();
    for (const type of Object.keys(ownPackage['node-red'].nodes)) {
      assert.ok(text.includes(`data-template-name="${type}"`), `${type} has no dialog`);
      assert.ok(text.includes(`data-help-name="${type}"`), `${type} has no help`);
      for (const language of readdirSync(join(projectDirectory, 'nodes', 'locales'))) {
        const response: Response = await red.admin(`locales/${ownPackage.name}/${type}?lng=${language}`);
        const catalog = (await response.json()) as Record<string, { label: unknown }>;
        assert.deepEqual(catalog[type]?.label, labelsOf(type, language), `${type} has no captions in ${language}`);
      }
    }
  });

  it('has no dependency that its package.json does not name', () => {
    assert.ok(existsSync(join(installed, 'dist', 'nodes')));
    assert.ok(!existsSync(join(installed, 'node_modules')), 'it brought modules of its own');
  });
});

function labelsOf(type: string, language: string): unknown {
  const file = join(projectDirectory, 'nodes', 'locales', language, `${type}.json`);
  return JSON.parse(readFileSync(file, 'utf8'))[type].label;
}
