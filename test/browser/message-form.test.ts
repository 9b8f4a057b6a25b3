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
import { assertAccessible } from './accessibility';
import { OWN_PART } from './dialog-checks';
import { type EditorPage, openEditor } from './editor-page';
import { openSendDialog, type SendDialog } from './send-dialog';

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
      {
        // As a flow has it that was made before there were templates to pick, and lists to fill in.
        id: 'older',
        type: 'whatsapp-send-with-hash',
        account: 'account',
        to: ANA,
        toType: 'str',
        messageType: 'list',
        form: {
          header: { value: '', type: 'str' },
          text: { value: 'Hungry?', type: 'str' },
          label: { value: 'Choose', type: 'str' },
          rows: { value: '[{ "title": "Hot", "rows": ["Soup"] }, { "title": "Cold", "rows": ["Ice"] }]', type: 'json' },
          footer: { value: 'order.footer', type: 'msg' },
        },
        policy: 'same',
        timeout: 30,
        retries: 4,
        wires: [[], [], []],
      },
    ]);
    editor = await openEditor(red.adminUrl, ['whatsapp-send-with-hash']);
    page = editor.page;
    await page.setViewportSize({ width: 1280, height: 1000 });
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  const control = async (path: string, body?: object): Promise<unknown> => {
    const headers = { authorization: `Bearer ${TOKEN}`, 'content-type': 'application/json' };
    const answer = await fetch(`${simulator}/control/${path}`, {
      headers,
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    });
    assert.ok(answer.ok, `${path}: ${answer.status}`);
    return answer.json();
  };
  const received = async (): Promise<Received['content'][]> =>
    ((await control(`customers/${ANA.slice(1)}`)) as { inbox: Received[] }).inbox.map(({ content }) => content);

  const open = (id = 'send'): Promise<SendDialog> => openSendDialog(page, id);

  /** Deploys what the dialog was left with, sends, and gives what the phone received then. */
  const deployAndSend = async (): Promise<Received['content'] | undefined> => {
    assert.deepEqual(await page.evaluate('RED.nodes.node("send").validationErrors'), []);
    await page.locator('#red-ui-header-button-deploy').click();
    await page.waitForFunction('!RED.nodes.dirty()');
    const before = (await received()).length;
    // The editor is told before the flows run.
    const press = (): Promise<boolean> =>
      red.inject('press').then(
        () => true,
        () => false,
      );
    await waitUntil(press, { what: 'the flows run' });
    await waitUntil(async () => (await received()).length > before, { what: 'Ana has the message' });
    return (await received()).at(-1);
  };

  /** Nothing of the dialog is wider than the dialog, and every caption is a text. */
  const assertFits = async (what: string): Promise<void> => {
    const tray = page.locator('.red-ui-tray').last();
    assert.doesNotMatch((await tray.textContent()) ?? '', /whatsapp-[a-z-]+\.[a-z]+/i, what);
    const { width, content } = await page.evaluate(() => {
      const body = document.querySelector('.red-ui-tray:last-child .red-ui-tray-body');
      return { width: body?.clientWidth ?? 0, content: body?.scrollWidth ?? 0 };
    });
    assert.ok(width > 0 && content <= width, `${what}: ${content} in ${width}`);
  };

  /** Of 5.0 alone; 4.1 has no dark theme, and stays as it is. */
  const setDark = (isDark: boolean): Promise<void> =>
    page.evaluate(`document.documentElement.classList.toggle('nr-theme-dark', ${isDark})`);

  it('sends what the payload holds, where nothing else was ever chosen', async () => {
    await control(`customers/${ANA.slice(1)}/messages`, { text: 'Hello' });
    await red.inject('press');
    await waitUntil(async () => (await received()).length === 1, { what: 'Ana has the text' });
    assert.deepEqual((await received())[0], { type: 'text', text: { body: 'Ana' } });
  });

  it('fits into the dialog, with a caption for every field, whatever the type; in the light and in the dark', async () => {
    const dialog = await open();
    for (const [name, { fields }] of Object.entries(FORMS)) {
      await page.selectOption('#node-input-messageType', name);
      const extra = name === 'template' ? 1 : 0;
      assert.equal(await page.locator('#whatsapp-message-form .form-row').count(), fields.length + extra);
      for (const isDark of [false, true]) {
        await setDark(isDark);
        await assertFits(name);
        await page.screenshot({ path: join(screenshots, `message-form-${name}${isDark ? '-dark' : ''}.png`) });
      }
    }
    await setDark(false);
    await dialog.cancel();
  });

  it('can be read and used by everybody', async () => {
    const dialog = await open();
    for (const name of ['Text', 'List', 'Template']) {
      await dialog.choose('Message', name);
      for (const isDark of [false, true]) {
        await setDark(isDark);
        await assertAccessible(page, OWN_PART);
      }
    }
    await setDark(false);
    await dialog.cancel();
  });

  it('says what is wrong, makes the message, and the customer receives it', async () => {
    const dialog = await open();
    const { fault } = dialog;
    await dialog.choose('Message', 'Buttons');
    assert.match((await fault.textContent()) ?? '', /^Text: has to be filled in/);
    await dialog.fill('Text', 'Is it\n*you*?');
    await fault.waitFor({ state: 'hidden' });
    assert.equal(await dialog.counter('Buttons').textContent(), '2 / 3 buttons');
    for (const title of ['Maybe', 'Never']) {
      await dialog.tray.locator('.red-ui-editableList-addButton').click();
      await dialog.tray.getByLabel(`Title ${title === 'Maybe' ? 3 : 4}`).fill(title);
    }
    assert.equal(await dialog.counter('Buttons').textContent(), '4 / 3 buttons');
    assert.equal(await dialog.counter('Buttons').locator('.whatsapp-beyond').count(), 1);
    assert.equal(await fault.textContent(), 'Buttons: 4, WhatsApp takes at most 3');
    await page.screenshot({ path: join(screenshots, 'message-form-too-many.png') });
    await dialog.tray.locator('.red-ui-editableList-item-remove').nth(2).click();
    await dialog.tray.getByLabel('ID 2').fill('no');
    await fault.waitFor({ state: 'hidden' });
    await dialog.chooseType('Header', 'Header image');
    await dialog.fill('Header', 'https://example.com/menu.jpg');
    await dialog.chooseType('Answers', 'the message that came in');
    assert.deepEqual(await dialog.preview.locator('.whatsapp-bubble > *, .whatsapp-button').allTextContents(), [
      'the message that came in',
      'https://example.com/menu.jpg',
      'Is it\nyou?',
      ' Yes',
      ' No',
      ' Never',
    ]);
    assert.equal(await dialog.preview.locator('strong').textContent(), 'you');
    // What two types have in common is kept while one looks at the other.
    await dialog.choose('Message', 'List');
    await dialog.choose('Message', 'Buttons');
    await dialog.done();
    assert.deepEqual(await deployAndSend(), {
      type: 'interactive',
      interactive: {
        type: 'button',
        header: { type: 'image', image: { link: 'https://example.com/menu.jpg' } },
        body: { text: 'Is it\n*you*?' },
        action: {
          buttons: [
            { type: 'reply', reply: { id: 'Yes', title: 'Yes' } },
            { type: 'reply', reply: { id: 'no', title: 'No' } },
            { type: 'reply', reply: { id: 'Never', title: 'Never' } },
          ],
        },
      },
    });
    assert.deepEqual(editor.problems, []);
  });

  it('shows text of anybody as text', async () => {
    const dialog = await open();
    await dialog.choose('Message', 'Text');
    const text = '<img src=x onerror="window.isHacked = true"> *<b>bold</b>*';
    await dialog.fill('Text', text);
    assert.equal(await dialog.preview.locator('.whatsapp-body').textContent(), text.replaceAll('*', ''));
    assert.equal(await page.evaluate('window.isHacked'), undefined);
    assert.equal(await dialog.preview.locator('img, b').count(), 0);
    await dialog.cancel();
  });

  it('divides a list into sections, line by line or as JSON', async () => {
    const dialog = await open();
    await dialog.choose('Message', 'List');
    await dialog.tray.getByRole('button', { name: /section$/ }).click();
    await dialog.tray.getByLabel('Section title 3').fill('Cold');
    await dialog.tray.getByRole('button', { name: /row$/ }).click();
    await dialog.tray.getByLabel('Title 4', { exact: true }).fill('Ice');
    assert.equal(await dialog.counter('Rows').textContent(), '3 / 10 rows2 / 10 sections');
    assert.match((await dialog.preview.textContent()) ?? '', /SoupSaladwith breadColdIce$/);
    await dialog.chooseType('Rows', 'JSON');
    assert.deepEqual(JSON.parse(await dialog.field('Rows').inputValue()), [
      { rows: ['Soup', { id: 'salad', title: 'Salad', description: 'with bread' }] },
      { title: 'Cold', rows: ['Ice'] },
    ]);
    await dialog.chooseType('Rows', 'list');
    assert.equal(await dialog.tray.getByLabel('Section title 3').inputValue(), 'Cold');
    await page.screenshot({ path: join(screenshots, 'message-form-sections.png') });
    // What lines cannot show is not lost by a look at the list.
    await dialog.chooseType('Rows', 'JSON');
    await dialog.fill('Rows', '[1, 2]');
    await dialog.chooseType('Rows', 'list');
    assert.equal(await dialog.tray.locator('.whatsapp-item').count(), 0);
    await dialog.chooseType('Rows', 'JSON');
    assert.equal(await dialog.field('Rows').inputValue(), '[1, 2]');
    await dialog.cancel();
  });

  it('tells those who cannot see the counters, once they pause, what comes near its limit', async () => {
    const dialog = await open();
    await dialog.choose('Message', 'Text');
    await dialog.fill('Text', 'x'.repeat(4_000));
    const said = dialog.tray.locator('#whatsapp-message-form-usage');
    await said.filter({ hasText: /^Text: 4,000 \/ 4,096 characters$/ }).waitFor({ state: 'attached' });
    await dialog.fill('Text', 'x'.repeat(4_097));
    await said.filter({ hasText: /^Text: 4,097 \/ 4,096 characters$/ }).waitFor({ state: 'attached' });
    assert.equal(await dialog.fault.textContent(), 'Text: 4,097 characters, WhatsApp takes at most 4,096');
    await dialog.fill('Text', 'Hi');
    await said.filter({ hasText: /^$/ }).waitFor({ state: 'attached' });
    await dialog.cancel();
  });

  it('opens what was saved before as it was, and saves it so', async () => {
    const stored = () => page.evaluate('JSON.stringify(RED.nodes.node("older").form)');
    const before = JSON.parse(String(await stored()));
    const dialog = await open('older');
    assert.equal(await dialog.field('Text').inputValue(), 'Hungry?');
    const lines = dialog.tray.locator('.whatsapp-item input[data-part=section], .whatsapp-item input[data-part=title]');
    assert.deepEqual(await lines.evaluateAll((inputs) => inputs.map((input) => (input as HTMLInputElement).value)), [
      'Hot',
      'Soup',
      'Cold',
      'Ice',
    ]);
    assert.equal(await dialog.counter('Rows').textContent(), '2 / 10 rows2 / 10 sections');
    assert.match((await dialog.preview.textContent()) ?? '', /HotSoupColdIce/);
    assert.match((await dialog.preview.locator('.whatsapp-footer').textContent()) ?? '', /^msg\.order\.footer$/);
    await dialog.done();
    assert.deepEqual(JSON.parse(String(await stored())), before);
    assert.equal(await page.evaluate('RED.nodes.node("older").valid'), true);
  });

  it('marks a node whose form is not complete as invalid, and says why', async () => {
    const dialog = await open();
    await dialog.choose('Message', 'Location');
    await dialog.done();
    const reason = await page.evaluate('RED.nodes.node("send").validationErrors.join()');
    assert.match(String(reason), /Latitude: has to be filled in/);
  });

  it('picks a template of the account, takes its values, shows it, and the customer receives it', async () => {
    const dialog = await open();
    await dialog.choose('Message', 'Template');
    await dialog.choose('Template', 'order_shipped · en_US');
    assert.equal(await dialog.fault.textContent(), 'Value 1: has to be filled in');
    assert.match((await dialog.preview.textContent()) ?? '', /Good news \{\{1}}! Your order \{\{2}} is on its way/);
    await dialog.chooseType('Value 1', 'msg.');
    await dialog.fill('Value 1', 'payload');
    await dialog.fill('Value 2', 'A-1042');
    await dialog.fill('Value 3', 'Friday');
    await dialog.fill('Track your order', 'A-1042');
    await dialog.fault.waitFor({ state: 'hidden' });
    const preview = (await dialog.preview.textContent()) ?? '';
    assert.match(preview, /Good news msg\.payload! Your order A-1042 is on its way and arrives on Friday\./);
    assert.match(preview, /Track your orderhttps:\/\/example\.com\/orders\/A-1042$/);
    for (const isDark of [false, true]) {
      await setDark(isDark);
      await assertFits('a template');
      await assertAccessible(page, OWN_PART);
      await page.screenshot({ path: join(screenshots, `message-form-picked${isDark ? '-dark' : ''}.png`) });
    }
    await setDark(false);
    await dialog.done();
    const values = ['Ana', 'A-1042', 'Friday'].map((text) => ({ type: 'text', text }));
    assert.deepEqual(await deployAndSend(), {
      type: 'template',
      template: {
        name: 'order_shipped',
        language: { code: 'en_US' },
        components: [
          { type: 'body', parameters: values },
          { type: 'button', sub_type: 'url', index: 0, parameters: [{ type: 'text', text: 'A-1042' }] },
        ],
      },
    });
  });

  it('notices that the template was changed, and that it is not sent any more', async () => {
    const template = { name: 'order_shipped', language: 'en_US' };
    const components = [{ type: 'BODY', text: 'Order {{1}} is on its way, and arrives {{2}}.' }];
    await control('templates', { ...template, components });
    let dialog = await open();
    const note = (text: string) => dialog.tray.getByText(text);
    await note('This template was changed after it was chosen.').waitFor();
    // Until somebody takes it as it is, the node stays as it was deployed.
    assert.equal(await dialog.field('Value 3').inputValue(), 'Friday');
    await page.screenshot({ path: join(screenshots, 'message-form-changed.png') });
    await dialog.tray.getByRole('button', { name: 'Take it as it is now' }).click();
    assert.match(
      (await dialog.preview.locator('.whatsapp-body').textContent()) ?? '',
      /^Order msg\.payload is on its way, and arrives A-1042\.$/,
    );
    assert.equal(await dialog.field('Value 3').count(), 0);
    await dialog.cancel();

    await control('templates', { ...template, status: 'PAUSED' });
    dialog = await open();
    await note('WhatsApp does not send this template at the moment: it is PAUSED.').waitFor();
    await dialog.cancel();
  });

  it('says why there are no templates, and still shows the one that was picked', async () => {
    await page.route('**/whatsapp-send-with-hash/templates', (route) =>
      route.fulfill({
        status: 502,
        contentType: 'application/json',
        body: JSON.stringify({ error: { code: 'permission_missing', message: 'x' } }),
      }),
    );
    const dialog = await open();
    await dialog.tray.getByText('lacks the permission whatsapp_business_management').waitFor();
    assert.equal(await dialog.field('Template').inputValue(), 'order_shipped/en_US');
    assert.equal(await dialog.field('Value 3').inputValue(), 'Friday');
    await dialog.cancel();
    await page.unroute('**/whatsapp-send-with-hash/templates');
    assert.deepEqual(
      editor.problems.filter((problem) => !/502/.test(problem)),
      [],
    );
  });
});
