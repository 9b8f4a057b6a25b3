import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { type EditorPage, openEditor } from './editor-page';
import { sampleNodes } from './sample-flow';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const samples = sampleNodes();

// Where a catalogue has no text, Node-RED shows the key.
const MISSING_CAPTION = /whatsapp-[a-z-]+\.[a-z]+\.\w+/;

describe(`the editor of Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' } });
    await red.deploy(samples.map(({ flow }) => flow));
    editor = await openEditor(
      red.adminUrl,
      samples.map(({ type }) => type),
    );
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });
  const assertNoProblems = () => assert.deepEqual(editor.problems.splice(0), []);

  it('opens, and shows nodes and their statuses in words', async () => {
    await editor.page.screenshot({ path: join(screenshots, 'editor.png') });
    assert.doesNotMatch((await editor.page.textContent('#red-ui-workspace-chart')) ?? '', MISSING_CAPTION);
    assertNoProblems();
  });

  for (const { id, type, isConfig } of samples) {
    it(`shows ${type}: ${isConfig ? '' : 'palette, '}help and dialog`, async () => {
      const { page } = editor;
      if (!isConfig) {
        const entry = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
        assert.equal(await entry.count(), 1, 'not in the palette');
        assert.notEqual(await entry.textContent(), type, 'the palette has no label for it');
      }
      const help = await page.evaluate(`RED.nodes.getNodeHelp(${JSON.stringify(type)})`);
      assert.ok(typeof help === 'string' && help.length > 100, 'no help');

      await page.evaluate(
        isConfig
          ? `RED.editor.editConfig('', ${JSON.stringify(type)}, ${JSON.stringify(id)})`
          : `RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`,
      );
      const tray = page.locator('.red-ui-tray').last();
      await tray.locator('.form-row').first().waitFor({ state: 'visible' });
      // The tray slides in; only then is there something to look at.
      await (await tray.elementHandle())?.waitForElementState('stable');
      await page.screenshot({ path: join(screenshots, `${type}.png`) });
      const text = (await tray.textContent()) ?? '';
      assert.doesNotMatch(text, MISSING_CAPTION, 'a caption is missing');

      await page.locator(isConfig ? '#node-config-dialog-cancel' : '#node-dialog-cancel').click();
      await tray.waitFor({ state: 'detached' });
      assertNoProblems();
    });
  }
});
