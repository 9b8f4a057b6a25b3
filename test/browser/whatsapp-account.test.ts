import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { createSimulator, type Simulator } from '../../src/simulator/simulator';
import type { BusinessNumber } from '../../src/simulator/world/business-number';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { assertAccessible } from './accessibility';
import { OWN_PART } from './dialog-checks';
import { type EditorPage, openEditor } from './editor-page';
import { useTheme } from './themes';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const TOKEN = 'EAAJtheRightTokenOfThisTest';
const SECRET = 'a1b2theRightSecretOfThisTest';
const PASSWORD = 'the-right-password-of-this-test';
const WABA = '102290129340398';

describe(`the dialog of the account, in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  let simulator: Simulator;
  let numbers: BusinessNumber[];

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    simulator = createSimulator();
    await simulator.start();
    const common = { wabaId: WABA, accessToken: TOKEN, appSecret: SECRET };
    numbers = [
      simulator.world.addNumber({ ...common, displayPhoneNumber: '15550783881', verifiedName: 'Lucky Shrub' }),
      // Names are not ours to choose: this one tries to be more than text.
      simulator.world.addNumber({ ...common, verifiedName: '<img src=x onerror=alert(1)> __level__ $t(name)' }),
    ];
    simulator.world.subscriptions.remove(WABA);
    simulator.world.addNumber({ api: 'on-premises', password: PASSWORD });
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' } });
    await red.deploy([
      { id: 'account', type: 'whatsapp-account', name: '', api: 'simulator' },
      { id: 'info', type: 'whatsapp-number-info', account: 'account', wires: [[]] },
    ]);
    editor = await openEditor(red.adminUrl, ['whatsapp-account']);
    await editor.page.setViewportSize({ width: 1280, height: 1000 });
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
    await simulator?.close();
  });

  const dialog = (): Locator => editor.page.locator('.red-ui-tray').last();
  const open = async (): Promise<void> => {
    await editor.page.evaluate(`RED.editor.editConfig('', 'whatsapp-account', 'account')`);
    await dialog().getByLabel('API', { exact: true }).waitFor({ state: 'visible' });
    await (await dialog().elementHandle())?.waitForElementState('stable');
  };
  const button = (name: string): Locator => dialog().getByRole('button', { name });
  const findings = (): Promise<string[]> => dialog().locator('#whatsapp-account-findings li > span').allTextContents();
  /** What is found once a button was pressed, as the keyboard does. */
  const press = async (name: string): Promise<string[]> => {
    await button(name).focus();
    await editor.page.keyboard.press('Enter');
    await dialog().locator('#whatsapp-account-findings li:not(:has-text("Asking"))').first().waitFor();
    return findings();
  };
  const shoot = async (name: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(editor.page, theme);
      await editor.page.screenshot({ path: join(screenshots, `whatsapp-account-${name}-${theme}.png`) });
    }
    await useTheme(editor.page, 'light');
  };

  it('says whether the simulator runs', async () => {
    await open();
    assert.equal(await button('Subscribe the app').isVisible(), false);
    assert.deepEqual(await press('Test connection'), [
      ' Simulator: it runs, and has a number for this account.',
      ' Identity check: on.',
    ]);
    await shoot('simulator');
  });

  it('logs in to an installation', async () => {
    await dialog().getByLabel('API', { exact: true }).selectOption('on-premises');
    assert.deepEqual(await findings(), []);
    await dialog().getByLabel('Base URL').fill(simulator.url);
    await dialog().locator('#node-config-input-user').fill('admin');
    await dialog().locator('#node-config-input-password').fill('mistyped');
    assert.match((await press('Test connection')).join('\n'), /^ Login: The On-Premises API denies access/);
    await dialog().locator('#node-config-input-password').fill(PASSWORD);
    assert.deepEqual(await press('Test connection'), [
      ' Login: the server lets you in.',
      ' Server: it answers.',
      ' Identity check: off. There are no identity hashes.',
    ]);
    await shoot('on-premises');
    await editor.page.locator('#node-config-dialog-cancel').click();
    await dialog().waitFor({ state: 'detached' });
  });

  it('says what is wrong with a token, and takes it back when another is typed', async () => {
    await open();
    await dialog().getByLabel('API', { exact: true }).selectOption('cloud');
    await dialog().getByLabel('Access token').fill('EAAJmistyped');
    await dialog().getByLabel('WABA ID').fill(WABA);
    const proof = dialog().getByLabel('Prove the app secret');
    assert.equal(await proof.isVisible(), false, 'the platform itself knows it');
    await dialog().getByLabel('Base URL').fill(simulator.url);
    assert.equal(await proof.isChecked(), true);
    const [wrong, ...more] = await press('Test connection');
    assert.match(wrong ?? '', /Access token: The access token has expired or is not valid \(error 190/);
    assert.deepEqual(more, []);
    assert.match(
      (await dialog().locator('#whatsapp-account-findings').textContent()) ?? '',
      /Create a new access token/,
    );
    await shoot('wrong');
    await dialog().getByLabel('Access token').fill(TOKEN);
    assert.deepEqual(await findings(), []);
  });

  it('offers the numbers of the account, whose names are text', async () => {
    await button('Choose one of the account’s numbers').focus();
    await editor.page.keyboard.press('Enter');
    const choice = dialog().getByLabel('Number of the account');
    await choice.waitFor({ state: 'visible' });
    assert.equal(await choice.evaluate((element) => element === document.activeElement), true, 'the focus moves on');
    assert.deepEqual((await choice.locator('option').allTextContents()).slice(1), [
      `15550783881 · Lucky Shrub · ${numbers[0]?.phoneNumberId}`,
      `${numbers[1]?.displayPhoneNumber} · ${numbers[1]?.verifiedName} · ${numbers[1]?.phoneNumberId}`,
    ]);
    assert.equal(await dialog().locator('[role="status"] #whatsapp-account-findings').count(), 1);
    await choice.selectOption({ index: 1 });
    assert.equal(await dialog().getByLabel('Phone number ID').inputValue(), numbers[0]?.phoneNumberId);
  });

  it('finds that nobody gets the webhooks, and subscribes the app', async () => {
    await dialog().getByRole('textbox', { name: 'App secret' }).fill('mistyped');
    assert.match((await press('Test connection')).join('\n'), /^ App secret: The app secret is not that of the app/);
    await dialog().getByRole('textbox', { name: 'App secret' }).fill(SECRET);
    assert.deepEqual(await press('Test connection'), [
      ' Access token: it is valid, and lasts.',
      ' Phone number ID: the platform knows this number.',
      ' WABA ID: the number is one of this account.',
      ' Webhooks: no app gets those of this account, so nothing arrives.',
      ' Identity check: the platform does not show whether it is on.',
    ]);
    await shoot('found');
    const list = dialog().locator('#whatsapp-account-findings');
    assert.match((await list.textContent()) ?? '', /Name: Lucky Shrub · Quality: GREEN · Throughput: STANDARD/);
    assert.deepEqual(await press('Subscribe the app'), [' Webhooks: this account’s go to:']);
    assert.match((await list.textContent()) ?? '', /App: Simulated app \(\d+\)/);
    assert.equal(simulator.world.subscriptions.has(WABA), true);
  });

  it('is as wide as the tray, with everything labelled', async () => {
    const body = dialog().locator('.red-ui-tray-body');
    assert.equal(await body.evaluate((element) => element.scrollWidth <= element.clientWidth), true, 'overflows');
    await assertAccessible(editor.page, OWN_PART);
  });

  it('tests with the stored secrets after they were deployed, but never at another base URL', async () => {
    await editor.page.locator('#node-config-dialog-ok').click();
    await dialog().waitFor({ state: 'detached' });
    await editor.page.locator('#red-ui-header-button-deploy').click();
    await editor.page.waitForFunction('!RED.nodes.dirty() && !RED.nodes.node("account").changed');
    await open();
    assert.equal(await dialog().getByLabel('Access token').inputValue(), '__PWRD__');
    assert.equal((await press('Test connection'))[3], ' Webhooks: this account’s go to:');
    const calls = simulator.timeline.entries.length;
    await dialog().getByLabel('Base URL').fill(`${simulator.url}/elsewhere`);
    assert.deepEqual(await press('Test connection'), [
      ' Access token: The stored access token goes to the base URL only that it was stored with, and the base URL was changed.',
      ' App secret: The stored app secret goes to the base URL only that it was stored with, and the base URL was changed.',
    ]);
    assert.equal(simulator.timeline.entries.length, calls);
    await shoot('moved');
    await dialog().getByLabel('Access token').fill('EAAJtyped');
    await dialog().getByRole('textbox', { name: 'App secret' }).fill(SECRET);
    assert.match(
      (await press('Test connection'))[0] ?? '',
      /^ Server: What answers speaks the Graph API, but knows no such path/,
    );
    await editor.page.locator('#node-config-dialog-cancel').click();
    await dialog().waitFor({ state: 'detached' });
    assert.ok(!red.output().includes(TOKEN) && !red.output().includes(SECRET));
    assert.deepEqual(editor.problems.splice(0), []);
  });
});
