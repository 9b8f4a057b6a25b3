import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { assertAccessible } from './accessibility';
import { DIALOG, eachChoice, findCutOff, findUnreachable, OWN_PART } from './dialog-checks';
import { type EditorPage, openEditor } from './editor-page';
import { sampleNodes } from './sample-flow';
import { useTheme } from './themes';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const samples = sampleNodes();
const isFirstVersion = nodeRedVersion.startsWith('4.');

/** Where a catalogue has no text, Node-RED shows the key. */
const MISSING_CAPTION = /whatsapp-[a-z-]+\.[a-z]+\.\w+/;

describe(`every dialog, in Node-RED ${nodeRedVersion}`, function () {
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
    await editor.page.setViewportSize({ width: 1280, height: 800 });
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  it('is in an editor that shows nodes and their statuses in words', async () => {
    await editor.page.screenshot({ path: join(screenshots, 'editor.png') });
    assert.doesNotMatch((await editor.page.textContent('#red-ui-workspace-chart')) ?? '', MISSING_CAPTION);
    assert.deepEqual(editor.problems.splice(0), []);
  });

  for (const { id, type, isConfig } of samples) {
    describe(type, () => {
      before(async () => {
        await editor.page.evaluate(
          isConfig
            ? `RED.editor.editConfig('', ${JSON.stringify(type)}, ${JSON.stringify(id)})`
            : `RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`,
        );
        const tray = editor.page.locator('.red-ui-tray').last();
        await tray.locator('.form-row').first().waitFor({ state: 'visible' });
        await (await tray.elementHandle())?.waitForElementState('stable');
      });
      after(async () => {
        await editor.page.locator(isConfig ? '#node-config-dialog-cancel' : '#node-dialog-cancel').click();
        await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
        await useTheme(editor.page, 'light');
        assert.deepEqual(editor.problems.splice(0), []);
      });

      it('has help, and a label in the palette', async () => {
        const { page } = editor;
        const help = await page.evaluate(`RED.nodes.getNodeHelp(${JSON.stringify(type)})`);
        assert.ok(typeof help === 'string' && help.length > 100, 'no help');
        if (isConfig) return;
        const entry = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
        assert.equal(await entry.count(), 1, 'not in the palette');
        assert.notEqual(await entry.textContent(), type, 'the palette has no label for it');
      });

      it('names its ports', async () => {
        const names = await editor.page.evaluate<string[]>(`(() => {
          const node = RED.nodes.node(${JSON.stringify(id)});
          const { inputLabels, outputLabels } = node._def;
          const inputs = Array.from({ length: node.inputs ?? 0 }, (_, port) => inputLabels?.call(node, port) ?? '');
          return [...inputs, ...Array.from({ length: node.outputs ?? 0 }, (_, port) => outputLabels?.call(node, port) ?? '')];
        })()`);
        assert.equal(names.length > 0, !isConfig);
        for (const name of names) assert.ok(name !== '' && !MISSING_CAPTION.test(name), `"${name}"`);
      });

      for (const theme of ['light', 'dark'] as const) {
        it(`can be read by everybody, ${theme}`, async () => {
          await useTheme(editor.page, theme);
          await editor.page.screenshot({ path: join(screenshots, `${type}-${theme}.png`) });
          await assertAccessible(editor.page, OWN_PART);
        });
      }

      it('has room for all of it, can be read by everybody and used with the keyboard alone, whatever is chosen', async function () {
        this.timeout(240_000);
        const { page } = editor;
        await useTheme(page, 'light');
        let count = 0;
        await eachChoice(page, async (choice) => {
          count += 1;
          assert.doesNotMatch((await page.locator(DIALOG).textContent()) ?? '', MISSING_CAPTION, choice);
          assert.deepEqual(await findCutOff(page), [], choice);
          assert.deepEqual(await findUnreachable(page), [], choice);
          // What a choice shows is ours, and the same in each Node-RED.
          if (isFirstVersion) await assertAccessible(page, OWN_PART, choice);
        });
        assert.ok(count > 1, 'nothing can be chosen');
      });
    });
  }
});
