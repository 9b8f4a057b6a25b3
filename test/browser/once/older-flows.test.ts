import assert from 'node:assert/strict';
import { nodeRedVersion } from '../../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../../harness/node-red-process';
import { type EditorPage, openEditor } from '../editor-page';
import { sampleNodes } from '../sample-flow';

const samples = sampleNodes();
const ACCOUNT = 'sample-whatsapp-account';

/** As little of each node as a flow can hold: what it is, and the account that it must have. */
const bare = samples.map(({ flow: { id, type, wires } }) => ({
  id,
  type,
  ...(wires === undefined ? {} : { wires, account: ACCOUNT }),
}));

describe(`flows that were saved before a property was there, in the editor of Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  before(async () => {
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' } });
    await red.deploy(bare);
    editor = await openEditor(
      red.adminUrl,
      samples.map(({ type }) => type),
    );
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  for (const { id, type, isConfig } of samples) {
    it(`hold a ${type} as it would be new`, async () => {
      const { page } = editor;
      const node = JSON.stringify(id);
      const differing = await page.evaluate(`(() => {
        const node = RED.nodes.node(${node});
        return Object.entries(node._def.defaults)
          .filter(([name, { type }]) => !type && name !== 'name')
          .filter(([name, { value }]) => JSON.stringify(node[name]) !== JSON.stringify(value))
          .map(([name]) => name);
      })()`);
      assert.deepEqual(differing, []);
      assert.deepEqual(await page.evaluate(`RED.nodes.node(${node}).validationErrors ?? []`), []);
      assert.equal(await page.evaluate(`RED.nodes.node(${node}).valid`), true);

      const state = (): Promise<Record<string, unknown>> =>
        page.evaluate(`(() => {
          const node = RED.nodes.node(${node});
          return Object.fromEntries(Object.keys(node._def.defaults).map((name) => [name, node[name]]));
        })()`);
      const before = await state();
      await page.evaluate(
        isConfig
          ? `RED.editor.editConfig('', ${JSON.stringify(type)}, ${node})`
          : `RED.editor.edit(RED.nodes.node(${node}))`,
      );
      const tray = page.locator('.red-ui-tray').last();
      await tray.locator('.form-row').first().waitFor({ state: 'visible' });
      await (await tray.elementHandle())?.waitForElementState('stable');
      assert.equal(await tray.locator('.input-error').count(), 0);
      await page.locator(isConfig ? '#node-config-dialog-ok' : '#node-dialog-ok').click();
      await tray.waitFor({ state: 'detached' });
      // Looked at is not changed.
      assert.deepEqual(await state(), before);
      // Of credentials that were never there the editor itself thinks that they are changed.
      const isAsBefore = `node._def.credentials !== undefined || !node.changed`;
      assert.equal(
        await page.evaluate(`(() => { const node = RED.nodes.node(${node}); return ${isAsBefore}; })()`),
        true,
      );
      assert.equal(await page.evaluate(`RED.nodes.node(${node}).valid`), true);
      assert.deepEqual(editor.problems.splice(0), []);
    });
  }
});
