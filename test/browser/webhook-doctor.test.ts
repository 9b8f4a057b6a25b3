import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { freePort } from '../harness/free-port';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { deliver } from '../nodes/support/deliver';
import { type Obstacle, startObstacle } from '../nodes/support/obstacle';
import { cloudAccount, PATH, webhookIn } from '../nodes/support/parts';
import { type EditorPage, openEditor } from './editor-page';
import { useTheme } from './themes';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);

describe(`the webhook doctor, in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  let proxy: Obstacle;
  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin', httpNodeRoot: '/flows' } });
    await red.deploy([cloudAccount(), webhookIn({ wires: [[], [], [], []] })]);
    proxy = await startObstacle(red.url, { change: ({ headers }) => void delete headers['x-hub-signature-256'] });
    editor = await openEditor(red.adminUrl, ['whatsapp-webhook-in']);
  });
  after(async () => {
    await editor?.close();
    await proxy?.close();
    await red?.stop();
  });

  const dialog = () => editor.page.locator('.red-ui-tray').last();
  const open = async (): Promise<void> => {
    await editor.page.evaluate(`RED.editor.edit(RED.nodes.node('in'))`);
    await dialog().getByLabel('Path').waitFor({ state: 'visible' });
  };
  const test = async (): Promise<string[]> => {
    await dialog().getByRole('button', { name: 'Test the way of webhooks' }).click();
    await dialog().locator('#whatsapp-webhook-in-findings li:not(:has-text("Testing"))').first().waitFor();
    const texts = await dialog().locator('#whatsapp-webhook-in-findings li > span').allTextContents();
    return texts.map((text) => text.trim());
  };
  const shoot = async (name: string): Promise<void> => {
    for (const theme of ['light', 'dark'] as const) {
      await useTheme(editor.page, theme);
      await editor.page.screenshot({ path: join(screenshots, `${name}-${theme}.png`) });
    }
    await useTheme(editor.page, 'light');
  };

  it('shows the address as the world sees it, with the roots of Node-RED and of a proxy', async () => {
    await open();
    const url = dialog().getByRole('textbox', { name: 'Callback URL' });
    assert.equal(await url.inputValue(), `${red.url}/flows${PATH}`);
    const address = dialog().getByLabel('Public address');
    await address.fill('https://example.com');
    assert.equal(await url.inputValue(), `https://example.com/flows${PATH}`);
    await address.fill('https://example.com/hooks/');
    assert.equal(await url.inputValue(), `https://example.com/hooks/flows${PATH}`);
    await address.fill(`https://example.com${PATH}`);
    assert.equal(await url.inputValue(), `https://example.com${PATH}`);
  });

  it('finds all in order on this machine, and tells what it did not test', async () => {
    await dialog().getByLabel('Public address').fill('');
    assert.deepEqual(await test(), [
      'On this machine: the handshake works.',
      'On this machine: a signed delivery arrives unchanged.',
      'From outside: not tested.',
      'Nothing has come since the deployment.',
    ]);
    await dialog().getByText('Why does nothing arrive?', { exact: true }).click();
    await dialog().getByText('The app must be subscribed').waitFor({ state: 'visible' });
    await shoot('doctor-good');
    await dialog().getByText('Why does nothing arrive?', { exact: true }).click();
  });

  it('finds what a proxy does, and says what to do', async () => {
    await dialog().getByLabel('Public address').fill(proxy.url);
    const found = await test();
    assert.ok(found.includes('From outside: the signature does not arrive.'), found.join());
    const advice = dialog().getByText('Let your proxy pass on the header X-Hub-Signature-256.');
    await advice.scrollIntoViewIfNeeded();
    await shoot('doctor-proxy');
  });

  it('lists what was refused, and why', async () => {
    await deliver(red, { entry: [] }, { secret: 'of another app', path: `/flows${PATH}` });
    const refused = dialog().locator('#whatsapp-webhook-in-refusals li', { hasText: 'wrong signature' });
    await refused.waitFor();
    assert.match((await refused.textContent()) ?? '', /1 ×, last on .*the account has the secret of another app/);
    await refused.scrollIntoViewIfNeeded();
    await shoot('doctor-refused');
  });

  it('says when something else is deployed than the dialog shows', async () => {
    await dialog()
      .getByLabel('Public address')
      .fill(`http://127.0.0.1:${await freePort()}`);
    await dialog().getByLabel('Path').fill('/another/path');
    const found = await test();
    assert.equal(found[0], 'What was changed is not deployed yet, and the test is of what is.');
    assert.ok(found.includes('From outside: nobody listens at this address.'), found.join());
    await dialog().getByRole('button', { name: 'Cancel' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(editor.problems.splice(0), []);
  });

  it('keeps the public address, and refuses one that is none', async () => {
    await open();
    await dialog().getByLabel('Public address').fill('https://user:secret@example.com');
    await dialog().getByRole('button', { name: 'Done' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.equal(await editor.page.evaluate(`RED.nodes.node('in').valid`), false);
    await open();
    await dialog().getByLabel('Public address').fill(' https://example.com ');
    await dialog().getByRole('button', { name: 'Done' }).click();
    await dialog().waitFor({ state: 'detached' });
    assert.deepEqual(await editor.page.evaluate(`[RED.nodes.node('in').valid, RED.nodes.node('in').publicAddress]`), [
      true,
      'https://example.com',
    ]);
    assert.deepEqual(editor.problems.splice(0), []);
  });
});
