import assert from 'node:assert/strict';
import { nodeRedVersion } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { type EditorPage, openEditor } from './editor-page';
import { sampleNodes } from './sample-flow';

const TYPE = 'whatsapp-webhook-in';
const samples = sampleNodes().filter(({ type }) => ['whatsapp-account', 'whatsapp-store', TYPE].includes(type));
const id = samples.find(({ type }) => type === TYPE)?.id ?? assert.fail('no sample');

describe(`the dialog of webhook in, in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(60_000);
  let red: NodeRedProcess;
  let editor: EditorPage;
  before(async () => {
    red = await startNodeRed({ settings: { httpAdminRoot: '/admin' } });
    await red.deploy(samples.map(({ flow }) => flow));
    editor = await openEditor(red.adminUrl, [TYPE]);
  });
  after(async () => {
    await editor?.close();
    await red?.stop();
  });

  const open = async (): Promise<void> => {
    await editor.page.evaluate(`RED.editor.edit(RED.nodes.node(${JSON.stringify(id)}))`);
    await editor.page.locator('#node-input-path, #node-input-listener').first().waitFor({ state: 'attached' });
    await editor.page.locator('#node-input-listener').waitFor({ state: 'visible' });
  };
  const close = async (button: 'ok' | 'cancel'): Promise<void> => {
    await editor.page.locator(`#node-dialog-${button}`).click();
    await editor.page.locator('.red-ui-tray').waitFor({ state: 'detached' });
  };
  const node = <T>(expression: string): Promise<T> =>
    editor.page.evaluate(`(() => { const node = RED.nodes.node(${JSON.stringify(id)}); return ${expression}; })()`);

  it('shows the figures of the address', async () => {
    await open();
    await editor.page.locator('#whatsapp-webhook-in-figures', { hasText: '0 webhooks, 0 events' }).waitFor();
    await close('cancel');
  });

  it('keeps a port of its own, whose address it shows', async () => {
    const { page } = editor;
    await open();
    assert.equal(await page.locator('#node-input-port').isVisible(), false);
    await page.locator('#node-input-listener').selectOption('own');
    await page.locator('#node-input-port').fill('9443');
    await page.locator('#node-input-address').fill('127.0.0.1');
    assert.equal(await page.locator('#whatsapp-webhook-in-url').inputValue(), 'http://127.0.0.1:9443/whatsapp/webhook');
    assert.equal(await page.locator('#node-input-clientName').isVisible(), false);
    await page.locator('#node-input-mutualTls').check();
    assert.equal(await page.locator('#node-input-clientName').inputValue(), 'client.webhooks.fbclientcerts.com');
    await page.locator('#node-input-mutualTls').uncheck();
    await close('ok');
    assert.deepEqual(
      await node('[node.listener, node.port, node.address, node.mutualTls, node.inputs, node.outputs, node.valid]'),
      ['own', '9443', '127.0.0.1', false, 0, 4, true],
    );
  });

  it('finds a certificate that nobody can show, and a port that is none', async () => {
    const { page } = editor;
    await open();
    await page.locator('#node-input-mutualTls').check();
    await page.locator('#node-input-port').fill('99999');
    await close('ok');
    assert.equal(await node('node.valid'), false);
    assert.equal(await node('node.validationErrors.length'), 2);
    await open();
    await page.locator('#node-input-mutualTls').uncheck();
    await page.locator('#node-input-port').fill('9443');
    await close('ok');
    assert.equal(await node('node.valid'), true);
  });

  it('gives external input one input and a fifth output, and takes them again', async () => {
    const { page } = editor;
    await open();
    await page.locator('#node-input-listener').selectOption('input');
    assert.equal(await page.locator('#node-input-path').isVisible(), false);
    await close('ok');
    assert.deepEqual(await node('[node.inputs, node.outputs]'), [1, 5]);
    // The workspace draws a little later.
    await page.locator(`#${id} .red-ui-flow-port-output`).nth(4).waitFor({ state: 'attached' });
    assert.equal(await page.locator(`#${id} .red-ui-flow-port-input`).count(), 1);
    assert.equal(await page.locator(`#${id} .red-ui-flow-port-output`).count(), 5);
    await open();
    assert.equal(await page.locator('#node-input-listener').inputValue(), 'input');
    await page.locator('#node-input-listener').selectOption('nodeRed');
    await close('ok');
    assert.deepEqual(await node('[node.inputs, node.outputs]'), [0, 4]);
    assert.deepEqual(editor.problems.splice(0), []);
  });
});
