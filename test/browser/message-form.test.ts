import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { FORMS } from '../../src/messages/form/forms/all';
import type { FlowNode } from '../harness/flow';
import { freePort } from '../harness/free-port';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { waitUntil } from '../harness/wait';
import { type EditorPage, openEditor } from './editor-page';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const TOKEN = 'token-of-a-test';
const ANA = '+16315551001';

interface Received {
  content: { type: string; [content: string]: unknown };
}

/** Complete, so that the editor has nothing to ask before it deploys. */
const inject = (id: string, payload: string, to: string): FlowNode => {
  const payloads = { props: [{ p: 'payload' }], payload, payloadType: 'str', topic: '' };
  return { id, type: 'inject', ...payloads, repeat: '', crontab: '', once: false, onceDelay: 0.1, wires: [[to]] };
};

describe(`the form of a message in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  let page: Page;
  let simulator: string;

  before(async () => {
    mkdirSync(screenshots, { recursive: true });
    const port = await freePort();
    simulator = `http://127.0.0.1:${port}`;
    red = await startNodeRed({ env: { WHATSAPP_SIMULATOR_PORT: String(port), WHATSAPP_SIMULATOR_TOKEN: TOKEN } });
    await red.deploy([
      { id: 'account', type: 'whatsapp-account', name: '', api: 'simulator' },
      inject('press', 'Ana', 'send'),
      // As a flow has it that was made before there were forms.
      { id: 'send', type: 'whatsapp-send-with-hash', account: 'account', to: ANA, timeout: 30, wires: [[], [], []] },
    ]);
    editor = await openEditor(red.adminUrl, ['whatsapp-send-with-hash']);
    page = editor.page;
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  const received = async (): Promise<Received['content'][]> => {
    const answer = await fetch(`${simulator}/control/customers/${ANA.slice(1)}`, {
      headers: { authorization: `Bearer ${TOKEN}` },
    });
    const { inbox } = (await answer.json()) as { inbox: Received[] };
    return inbox.map(({ content }) => content);
  };

  const open = async (): Promise<void> => {
    await page.evaluate('RED.editor.edit(RED.nodes.node("send"))');
    const tray = page.locator('.red-ui-tray').last();
    await tray.locator('#node-input-messageType').waitFor({ state: 'visible' });
    await (await tray.elementHandle())?.waitForElementState('stable');
  };

  const type = async (field: string, text: string): Promise<void> => {
    await page.locator(`.form-row:has(#whatsapp-field-${field}) input.red-ui-typedInput-input`).fill(text);
    await page.keyboard.press('Tab');
  };

  const choose = (type: string) => page.selectOption('#node-input-messageType', type);
  const fault = () => page.locator('#whatsapp-message-form-fault');
  const done = async (): Promise<void> => {
    await page.locator('#node-dialog-ok').click();
    await page.locator('.red-ui-tray').last().waitFor({ state: 'detached' });
  };

  it('sends what the payload holds, where nothing else was ever chosen', async () => {
    await red.inject('press');
    await waitUntil(async () => (await received()).length === 1, { what: 'Ana has the text' });
    assert.deepEqual((await received())[0], { type: 'text', text: { body: 'Ana' } });
  });

  it('fits into the dialog, with a caption for every field, whatever the type', async () => {
    await open();
    for (const [name, { fields }] of Object.entries(FORMS)) {
      await choose(name);
      assert.equal(await page.locator('#whatsapp-message-form .form-row').count(), fields.length);
      const tray = page.locator('.red-ui-tray').last();
      assert.doesNotMatch((await tray.textContent()) ?? '', /whatsapp-[a-z-]+\.[a-z]+/i, name);
      const { width, content } = await page.evaluate(() => {
        const body = document.querySelector('.red-ui-tray:last-child .red-ui-tray-body');
        return { width: body?.clientWidth ?? 0, content: body?.scrollWidth ?? 0 };
      });
      assert.ok(width > 0 && content <= width, `${name}: ${content} in ${width}`);
      await page.screenshot({ path: join(screenshots, `message-form-${name}.png`) });
    }
    await page.locator('#node-dialog-cancel').click();
    await page.locator('.red-ui-tray').last().waitFor({ state: 'detached' });
  });

  it('says what is wrong, makes the message, and the customer receives it', async () => {
    await open();
    await choose('buttons');
    assert.match((await fault().textContent()) ?? '', /^Text:/);
    await type('text', 'Is it you?');
    await fault().waitFor({ state: 'hidden' });
    await type('buttons', '["Yes", "No", "Maybe", "Never"]');
    assert.match((await fault().textContent()) ?? '', /interactive\.action\.buttons\[3\]/);
    await type('buttons', '["Yes", { "id": "no", "title": "Never" }]');
    await fault().waitFor({ state: 'hidden' });
    // What two types have in common is kept while one looks at the other.
    await choose('list');
    await choose('buttons');
    await done();
    assert.deepEqual(await page.evaluate('RED.nodes.node("send").validationErrors'), []);
    await page.locator('#red-ui-header-button-deploy').click();
    await page.waitForFunction('!RED.nodes.dirty()');

    const before = (await received()).length;
    await red.inject('press');
    await waitUntil(async () => (await received()).length > before, { what: 'Ana has the buttons' });
    assert.deepEqual((await received()).at(-1), {
      type: 'interactive',
      interactive: {
        type: 'button',
        body: { text: 'Is it you?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'Yes', title: 'Yes' } },
            { type: 'reply', reply: { id: 'no', title: 'Never' } },
          ],
        },
      },
    });
    assert.deepEqual(editor.problems, []);
  });

  it('marks a node whose form is not complete as invalid, and says why', async () => {
    await open();
    await choose('location');
    await done();
    const reason = await page.evaluate('RED.nodes.node("send").validationErrors.join()');
    assert.match(String(reason), /Latitude: has to be filled in/);
  });
});
