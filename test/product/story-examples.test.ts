import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectDirectory } from '../harness/node-red';

interface ExampleNode {
  id: string;
  type: string;
  z?: string;
  g?: string;
  name?: string;
  account?: string;
  wires?: string[][];
  links?: string[];
  nodes?: string[];
  api?: string;
  credentials?: unknown;
}

const folder = join(projectDirectory, 'examples');

for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  describe(`the example ${file}`, () => {
    const flow: ExampleNode[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
    const ids = new Set(flow.map(({ id }) => id));

    it('is whole: every wire, link, group and account leads to a node of it', () => {
      assert.equal(ids.size, flow.length);
      const tab = flow.find(({ type }) => type === 'tab')?.id;
      for (const { id, type, z, g, wires = [], links = [], nodes = [], account } of flow) {
        const targets = [...wires.flat(), ...links, ...nodes, ...(g ? [g] : []), ...(account ? [account] : [])];
        assert.deepEqual(
          targets.filter((target) => !ids.has(target)),
          [],
          `${type} ${id}`,
        );
        if (wires.length > 0) assert.equal(z, tab);
      }
    });

    it('needs no account, and holds no credentials', () => {
      const accounts = flow.filter(({ type }) => type === 'whatsapp-account');
      assert.ok(accounts.length > 0);
      assert.ok(accounts.every(({ api }) => api === 'simulator'));
      assert.ok(flow.every(({ credentials }) => credentials === undefined));
    });

    it('explains itself: a comment at its head, and a name on every node', () => {
      assert.ok(flow.some(({ type }) => type === 'comment'));
      assert.deepEqual(
        flow
          .filter(({ type, name, z }) => z !== undefined && type !== 'http response' && !name)
          .map(({ type }) => type),
        [],
      );
    });

    it('uses core nodes beside our own, and lets no error pass unseen', () => {
      const core =
        /^(?:tab|group|comment|inject|debug|change|switch|function|template|catch|link (?:in|out)|http (?:in|request|response)|csv|whatsapp-[a-z-]+)$/;
      assert.deepEqual(
        flow.map(({ type }) => type).filter((type) => !core.test(type)),
        [],
      );
      assert.ok(flow.some(({ type }) => type === 'catch'));
    });
  });
}
