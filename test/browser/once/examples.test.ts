import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FlowNode } from '../../harness/flow';
import { nodeRedVersion, projectDirectory } from '../../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../../harness/node-red-process';
import { type EditorPage, openEditor } from '../editor-page';

const folder = join(projectDirectory, 'examples');

/** What the editor finds wrong with the flow, and which nodes lie on others, each with its name. */
const FAULTS = `(() => {
  const nodes = [], invalid = [];
  const look = (node) => {
    if (node.valid === false) invalid.push(node.type + ' ' + node.name + ': ' + node.validationErrors);
    if (node.z && node.w) nodes.push(node);
  };
  RED.nodes.eachNode(look);
  RED.nodes.eachConfig(look);
  const covers = (a, b) => Math.abs(a.x - b.x) < (a.w + b.w) / 2 && Math.abs(a.y - b.y) < (a.h + b.h) / 2;
  const covering = nodes.flatMap((a, i) => nodes.slice(i + 1).filter((b) => covers(a, b)).map((b) => a.name + ' on ' + b.name));
  return { count: nodes.length, invalid, covering };
})()`;

describe(`the examples in the editor of Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  before(async () => {
    red = await startNodeRed();
    // An editor is open once it shows a node.
    await red.deploy([{ id: 'first', type: 'inject', wires: [] }]);
    editor = await openEditor(red.adminUrl, []);
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
    it(`has nothing to find fault with in ${file}, and no node of it covers another`, async () => {
      const flow: FlowNode[] = JSON.parse(readFileSync(join(folder, file), 'utf8'));
      await red.deploy(flow);
      const tab = flow.find(({ type }) => type === 'tab')?.id;
      await editor.page.goto(`${red.adminUrl}#flow/${tab}`);
      await editor.page.reload();
      await editor.page.waitForFunction(
        `RED.nodes.workspace(${JSON.stringify(tab)}) && document.querySelector('.red-ui-flow-node')`,
      );
      const { count, ...faults } = (await editor.page.evaluate(FAULTS)) as Record<string, unknown>;
      assert.ok(Number(count) > 5);
      assert.deepEqual(faults, { invalid: [], covering: [] });
      assert.deepEqual(editor.problems.splice(0), []);
    });
  }
});
