import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { type EditorPage, openEditor } from './editor-page';
import { type OpenedPage, type PageBrowser, startPageBrowser } from './simulator-page';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const HINT = { id: 'hint', type: 'comment', name: 'Your first flow', x: 200, y: 40, wires: [] };

describe(`somebody who has just installed the nodes, in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(120_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  let browser: PageBrowser;
  let simulator: OpenedPage;
  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' } });
    await red.deploy([HINT]);
    editor = await openEditor(red.adminUrl, ['whatsapp-webhook-in', 'whatsapp-send-with-hash']);
    browser = await startPageBrowser();
  });
  after(async () => {
    await simulator?.context.close();
    await browser?.close();
    await editor?.close();
    await red?.stop();
  });

  /** Drags a node from the palette to a place of the workspace, found by the name that it has there. */
  const drag = async (page: Page, name: string, to: { x: number; y: number }): Promise<void> => {
    await page.getByPlaceholder('filter nodes').fill('');
    await page.getByPlaceholder('filter nodes').pressSequentially(name);
    const entry = page.locator('.red-ui-palette-node:visible', {
      hasText: new RegExp(`^\\s*${name.replace(' ', '\\s+')}\\s*$`),
    });
    // Only when the palette is filtered do its nodes stay where they are.
    await page.locator('.red-ui-palette-node:visible', { hasText: 'inject' }).waitFor({ state: 'hidden' });
    await entry.hover();
    await page.mouse.down();
    const chart = await page.locator('#red-ui-workspace-chart').boundingBox();
    assert.ok(chart);
    await page.mouse.move(chart.x + to.x - 20, chart.y + to.y - 20, { steps: 5 });
    await page.mouse.move(chart.x + to.x, chart.y + to.y, { steps: 5 });
    await page.mouse.up();
  };
  /** What there is in the workspace, by its label. */
  const nodeOf = (page: Page, label: string) => page.locator('.red-ui-flow-node-group', { hasText: label });
  const tray = (page: Page) => page.locator('.red-ui-tray').last();
  /** Presses a button of the open dialog that closes it. */
  const press = async (page: Page, name: string): Promise<void> => {
    const button = tray(page).getByRole('button', { name, exact: true });
    await button.click();
    await button.waitFor({ state: 'detached' });
  };
  const open = async (page: Page, label: string): Promise<void> => {
    await nodeOf(page, label).locator('.red-ui-flow-node').dblclick();
    await tray(page).getByLabel('Name', { exact: true }).waitFor({ state: 'visible' });
    await (await tray(page).elementHandle())?.waitForElementState('stable');
  };

  it('has an answer to the first message within a minute, by what is written on the screen', async () => {
    const { page } = editor;
    await drag(page, 'webhook in', { x: 150, y: 150 });
    await open(page, '/whatsapp/webhook');
    await page.screenshot({ path: join(screenshots, 'new-user-1.png') });
    // There is no account yet: the button beside the list makes one.
    await tray(page)
      .locator('button, a')
      .filter({ has: page.locator('.fa-plus') })
      .first()
      .click();
    const name = tray(page).locator('#node-config-input-name');
    await name.waitFor({ state: 'visible' });
    await name.fill('My shop');
    await press(page, 'Add');
    await press(page, 'Done');

    await drag(page, 'send', { x: 420, y: 150 });
    await open(page, 'send');
    assert.match((await tray(page).getByLabel('Account').locator('option:checked').textContent()) ?? '', /My shop/);
    await press(page, 'Done');

    const from = await nodeOf(page, '/whatsapp/webhook').locator('.red-ui-flow-port-output').first().boundingBox();
    const to = await nodeOf(page, 'send').locator('.red-ui-flow-port-input').boundingBox();
    assert.ok(from && to);
    await page.mouse.move(from.x + from.width / 2, from.y + from.height / 2);
    await page.mouse.down();
    await page.mouse.move(to.x - 30, to.y + to.height / 2, { steps: 5 });
    await page.mouse.move(to.x + to.width / 2, to.y + to.height / 2, { steps: 5 });
    await page.mouse.up();
    await page.locator('.red-ui-flow-link-line').first().waitFor({ state: 'attached' });
    await page.locator('#red-ui-header-button-deploy').click();
    await nodeOf(page, '/whatsapp/webhook')
      .getByText(/simulator · waiting/)
      .waitFor();
    await page.screenshot({ path: join(screenshots, 'new-user-2.png') });

    simulator = await browser.open(`${red.adminUrl}whatsapp-simulator/page/`);
    const ana = simulator.phone('Ana');
    await ana.getByRole('textbox', { name: 'Message from Ana' }).fill('Is anybody there?');
    await ana.getByRole('textbox', { name: 'Message from Ana' }).press('Enter');
    // What she wrote, and what came back.
    await ana.locator('.bubble', { hasText: 'Is anybody there?' }).nth(1).waitFor();
    await simulator.shoot('new-user-3');
    await nodeOf(page, '/whatsapp/webhook')
      .getByText(/\d received/)
      .waitFor();
    assert.deepEqual([...editor.problems.splice(0), ...simulator.problems], []);
  });
});
