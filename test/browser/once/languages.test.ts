import assert from 'node:assert/strict';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { nodeRedVersion, projectDirectory } from '../../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../../harness/node-red-process';
import { type EditorPage, openEditor } from '../editor-page';
import { sampleNodes } from '../sample-flow';

const locales = join(projectDirectory, 'nodes', 'locales');
const samples = sampleNodes();

/** Goes through every choice of the open dialog, and finds what is wider than its place, or a label of two lines. */
const OVERFLOWING = `(() => {
  const tray = [...document.querySelectorAll('.red-ui-tray')].pop();
  const shown = (element) => element.getClientRects().length > 0;
  const found = new Set();
  const look = () => {
    const wide = [...tray.querySelectorAll('.form-row, .form-tips, button, .red-ui-button')]
      .filter((element) => shown(element) && element.scrollWidth > element.clientWidth + 1);
    const broken = [...tray.querySelectorAll('.form-row > label[for]')]
      .filter((label) => shown(label) && label.getBoundingClientRect().height > 40);
    for (const element of [...wide, ...broken]) found.add(element.textContent.trim().slice(0, 80));
  };
  look();
  for (const select of [...tray.querySelectorAll('select')].filter((select) => !select.classList.contains('node-input-config'))) {
    const first = select.value;
    for (const { value } of [...select.options].filter(({ value }) => value !== '_ADD_')) {
      $(select).val(value).trigger('change');
      look();
    }
    $(select).val(first).trigger('change');
  }
  return [...found];
})()`;

// English is what all other tests look at.
for (const language of readdirSync(locales).filter((name) => name !== 'en-US')) {
  describe(`the editor of Node-RED ${nodeRedVersion} in ${language}`, function () {
    this.timeout(60_000);
    const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion, language);
    let red: NodeRedProcess;
    let editor: EditorPage;

    before(async () => {
      mkdirSync(screenshots, { recursive: true });
      red = await startNodeRed();
      await red.deploy(samples.map(({ flow }) => flow));
      editor = await openEditor(
        red.adminUrl,
        samples.map(({ type }) => type),
        language,
      );
    });
    after(async () => {
      await editor?.close();
      await red?.stop();
    });

    for (const { id, type, isConfig } of samples) {
      it(`shows ${type} in its own words, each in its place`, async () => {
        const { page } = editor;
        const captions = JSON.parse(readFileSync(join(locales, language, `${type}.json`), 'utf8'))[type];
        if (!isConfig) {
          const entry = page.locator(`.red-ui-palette-node[data-palette-type="${type}"]`);
          assert.equal((await entry.textContent())?.replaceAll(/\s+/g, ' ').trim(), captions.paletteLabel);
        }
        const help = await page.evaluate(`RED.nodes.getNodeHelp(${JSON.stringify(type)})`);
        const [, firstLine = ''] = readFileSync(join(locales, language, `${type}.html`), 'utf8').split('\n');
        assert.ok(String(help).includes(firstLine), 'the help is in another language');

        await page.evaluate(
          isConfig
            ? `RED.editor.editConfig('', ${JSON.stringify(type)}, ${JSON.stringify(id)})`
            : `RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`,
        );
        const tray = page.locator('.red-ui-tray').last();
        await tray.locator('.form-row').first().waitFor({ state: 'visible' });
        await (await tray.elementHandle())?.waitForElementState('stable');
        await page.screenshot({ path: join(screenshots, `${type}.png`) });
        const text = (await tray.textContent()) ?? '';
        const overflowing = await page.evaluate(OVERFLOWING);

        await page.locator(isConfig ? '#node-config-dialog-cancel' : '#node-dialog-cancel').click();
        await tray.waitFor({ state: 'detached' });
        assert.ok(text.includes(captions.label.name));
        assert.deepEqual(overflowing, []);
        assert.deepEqual(editor.problems.splice(0), []);
      });
    }
  });
}
