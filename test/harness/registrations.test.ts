import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { readRegistrations } from './registrations';

describe('reading a registration as the scorecard does', () => {
  let directory: TempDir;
  before(() => {
    directory = tempDir();
  });
  after(() => directory.remove());

  const read = (script: string) => {
    const file = join(directory.path, 'node.html');
    writeFileSync(file, `<script type="text/javascript">(() => { ${script} })();</script>`);
    return readRegistrations(file);
  };

  it('finds a call inside a function', () => {
    const [found] = read(`RED.nodes.registerType('a', { category: 'b', label() { return 'c'; } });`);
    assert.equal(found?.type, 'a');
    assert.deepEqual([...(found?.properties.keys() ?? [])], ['category', 'label']);
  });

  it('refuses what the scorecard cannot read', () => {
    assert.throws(() => read(`const type = 'a'; RED.nodes.registerType(type, {});`), /no literal/);
    assert.throws(() => read(`const definition = {}; RED.nodes.registerType('a', definition);`), /no object literal/);
    assert.throws(() => read(`RED.nodes.registerType('a', { ...shared });`), /spread/);
  });
});
