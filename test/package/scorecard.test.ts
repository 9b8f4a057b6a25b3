import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRedRequire, projectDirectory } from '../harness/node-red';
import { type Registration, readRegistrations } from '../harness/registrations';

// Guards what Node-RED's scorecard (node-red-dev 0.1.6) looks at, as far as it can be known without a network: the
// names of its checks are in brackets. Whether a name is taken (N01, P08) only the public catalogue can tell.

interface PackageJson {
  name: string;
  license?: string;
  repository?: unknown;
  bugs?: unknown;
  keywords: string[];
  engines: { node: string };
  files: string[];
  dependencies: Record<string, string>;
  'node-red': { version: string; nodes: Record<string, string> };
}

interface LockedPackage {
  version: string;
  dev?: boolean;
}

interface Semver {
  satisfies(version: string, range: string): boolean;
}

const read = (file: string) => JSON.parse(readFileSync(join(projectDirectory, file), 'utf8'));
const description: PackageJson = read('package.json');
const lock: { packages: Record<string, LockedPackage> } = read('package-lock.json');
const semver: Semver = nodeRedRequire('semver');

describe('the scorecard of Node-RED', () => {
  describe('package', () => {
    it('has a licence and a place for complaints [P01, P03]', () => {
      assert.equal(description.license, 'Apache-2.0');
      assert.match(readFileSync(join(projectDirectory, 'LICENSE'), 'utf8'), /Apache License\s+Version 2\.0/);
      assert.ok(description.repository);
      assert.ok(description.bugs);
    });

    it('has a scoped name and the keyword [P04, P05]', () => {
      assert.match(description.name, /^@[a-z\d][\w-.]+\/[a-z\d][\w-.]*$/);
      assert.ok(description.keywords.includes('node-red'));
    });

    it('admits every supported Node-RED, and those to come [P06]', () => {
      for (const version of ['4.0.0', '4.1.15', '5.0.0', '5.9.9', '99.0.0']) {
        assert.ok(semver.satisfies(version, description['node-red'].version), version);
      }
    });

    it('admits the oldest Node.js of each supported Node-RED that we promise [P07]', () => {
      for (const version of ['20.18.1', '22.9.0', '24.0.0']) {
        assert.ok(semver.satisfies(version, description.engines.node), version);
      }
    });
  });

  describe('dependencies', () => {
    it('are at most six [D01]', () => {
      assert.ok(Object.keys(description.dependencies).length <= 6);
    });

    it('contain nothing that is known to break Node-RED [D02]', () => {
      const installed = Object.entries(lock.packages).filter(([, { dev }]) => dev !== true);
      const broken = installed.filter(
        ([path, { version }]) => path.endsWith('node_modules/agent-base') && semver.satisfies(version, '<6.0.0'),
      );
      assert.deepEqual(broken, []);
    });

    it('have ranges that admit what comes after the installed version [D03]', () => {
      for (const [name, range] of Object.entries(description.dependencies)) {
        const version = lock.packages[`node_modules/${name}`]?.version ?? '';
        const [major, minor = 0] = version.split('.').map(Number);
        assert.ok(semver.satisfies(version, range), `${name}: ${version} is not in ${range}`);
        assert.ok(semver.satisfies(`${major}.${minor + 1}.0`, range), `${name}: ${range} admits no newer version`);
      }
    });
  });

  describe('nodes', () => {
    const registrations = new Map<string, Registration[]>();
    before(() => {
      for (const [type, file] of Object.entries(description['node-red'].nodes)) {
        registrations.set(type, readRegistrations(join(projectDirectory, file.replace(/\.js$/, '.html'))));
      }
    });

    it('register one type per file, named like it', () => {
      for (const [type, found] of registrations) {
        assert.deepEqual(
          found.map((registration) => registration.type),
          [type],
        );
      }
    });

    it('say what the palette needs as plain values', () => {
      for (const [type, [registration]] of registrations) {
        const values = ['category', 'color', 'icon', 'inputs', 'outputs'];
        const unreadable = values.filter(
          (name) => (registration?.properties.get(name)?.type ?? 'Literal') !== 'Literal',
        );
        assert.deepEqual(unreadable, [], `${type}: not written as plain values`);
        for (const name of ['defaults', 'credentials']) {
          const kind = registration?.properties.get(name)?.type ?? 'ObjectExpression';
          assert.equal(kind, 'ObjectExpression', `${type}: ${name} is not written in place`);
        }
        const category = registration?.properties.get('category');
        assert.ok(category?.type === 'Literal' && ['config', 'WhatsApp'].includes(String(category.value)), type);
      }
    });

    it('each have an example, which the package carries [N02]', () => {
      const files = readdirSync(join(projectDirectory, 'examples')).filter((file) => file.endsWith('.json'));
      const used = new Set<string>();
      for (const file of files) {
        const flow: unknown = read(join('examples', file));
        assert.ok(Array.isArray(flow), `${file} is no array`);
        for (const { type } of flow) used.add(type);
      }
      const inPalette = [...registrations].filter(([, [registration]]) => {
        const category = registration?.properties.get('category');
        return category?.type === 'Literal' && category.value !== 'config';
      });
      assert.deepEqual(
        inPalette.map(([type]) => type).filter((type) => !used.has(type)),
        [],
      );
      assert.ok(description.files.includes('examples'));
    });
  });
});
