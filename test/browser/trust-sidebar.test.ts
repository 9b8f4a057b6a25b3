import assert from 'node:assert/strict';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { createDiskEngine } from '../../src/store/disk-engine';
import { createKeyedStore } from '../../src/store/keyed-store';
import { HOLD_LIMITS } from '../../src/store/outgoing';
import { nodeRedVersion, projectDirectory } from '../harness/node-red';
import { type NodeRedProcess, startNodeRed } from '../harness/node-red-process';
import { type TempDir, tempDir } from '../harness/temp-dir';
import { waitUntil } from '../harness/wait';
import { type Product, startProduct } from '../product/product';
import { ANA } from '../product/world';
import { assertAccessible } from './accessibility';
import { type EditorPage, openEditor } from './editor-page';

const screenshots = join(projectDirectory, '.cache', 'screenshots', nodeRedVersion);
const ATTACK = '<img src=x onerror="window.attacked=true">';
const SIDEBAR = '.whatsapp-trust';
const OURS = { within: SIDEBAR, without: [] };

const shootOf =
  ({ page }: EditorPage) =>
  async (name: string): Promise<void> => {
    await page.screenshot({ path: join(screenshots, `trust-${name}.png`), animations: 'disabled' });
  };

describe(`the trust sidebar, in Node-RED ${nodeRedVersion}`, function () {
  this.timeout(90_000);
  let editor: EditorPage;
  before(() => mkdirSync(screenshots, { recursive: true }));
  afterEach(() => editor?.close());

  const sidebar = () => editor.page.locator(SIDEBAR);
  const row = (text: string) => sidebar().locator('.whatsapp-trust-row', { hasText: text });
  const show = () => editor.page.evaluate(`RED.sidebar.show('whatsapp-trust')`);

  describe('beside the simulator', () => {
    let product: Product;
    beforeEach(async () => {
      product = await startProduct();
      editor = await openEditor(product.url, ['whatsapp-identity-ack']);
    });
    afterEach(() => product?.stop());

    const ask = () => product.control('POST', `/customers/${ANA}/messages`, { text: 'What is my balance?' });

    it('follows a customer who changes, and lets the message go that was held', async () => {
      const shoot = shootOf(editor);
      await show();
      await sidebar().getByText('Nobody is known yet').waitFor();
      await sidebar()
        .getByText(/· simulator$/)
        .waitFor();
      await shoot('0-empty');
      await ask();
      await row('+16315551001').getByText('seen', { exact: true }).waitFor();
      await product.control('POST', `/customers/${ANA}/new-device`);
      await ask();
      await row('+16315551001').getByText('changed', { exact: true }).waitFor();
      await row('+16315551001').getByText('1 held').waitFor();
      await shoot('1-changed');
      await assertAccessible(editor.page, OURS);

      await row('+16315551001').click();
      await sidebar().getByRole('heading', { name: '+16315551001' }).waitFor();
      await sidebar().getByText('Another hash').waitFor();
      await sidebar().getByText('Held messages (1)').waitFor();
      assert.equal(await sidebar().getByText('Balance: 1,280.45 EUR').count(), 0, 'what it says is asked for first');
      await sidebar().getByRole('button', { name: 'Show what they say' }).click();
      await sidebar().getByText('Balance: 1,280.45 EUR').waitFor();
      await assertAccessible(editor.page, OURS);
      const received = (await product.phone(ANA)).length;

      await sidebar().getByRole('button', { name: 'Acknowledge' }).click();
      const question = sidebar().getByRole('alertdialog', { name: 'Was this person authenticated?' });
      await question.getByText('in their order: 1.').waitFor();
      await question.getByRole('button', { name: 'Cancel' }).focus();
      // What is shown follows, and the question stays while it is about the same.
      await ask();
      await question.getByText('in their order: 2.').waitFor();
      await sidebar().locator('pre').nth(1).waitFor();
      assert.equal(await editor.page.evaluate('document.activeElement.textContent'), 'Cancel');
      await shoot('2-question');
      await assertAccessible(editor.page, OURS);
      await question.getByRole('button', { name: 'Acknowledge' }).click();
      await sidebar().getByRole('status').getByText('Acknowledged').waitFor();
      await sidebar().locator('.whatsapp-trust-head').getByText('trusted', { exact: true }).waitFor();
      // To one customer a message leaves in six seconds.
      const arrived = async (): Promise<string[]> => (await product.phone(ANA)).slice(received).map(({ text }) => text);
      await waitUntil(async () => (await arrived()).includes('Balance: 1,280.45 EUR'), {
        timeout: 20_000,
        what: 'the answer',
      });
      await sidebar().getByText('Held messages (0)').waitFor();
      await sidebar().getByText('Acknowledged', { exact: true }).waitFor();
      await shoot('3-trusted');
      assert.deepEqual(editor.problems, []);
    });

    it('approves nothing that came after what was shown', async () => {
      const { page } = editor;
      await ask();
      await product.control('POST', `/customers/${ANA}/new-device`);
      await ask();
      await show();
      await row('+16315551001').getByText('changed', { exact: true }).waitFor();
      await row('+16315551001').click();
      await sidebar().getByRole('button', { name: 'Acknowledge' }).click();
      await sidebar().getByRole('alertdialog').waitFor();
      await product.control('POST', `/customers/${ANA}/new-device`);
      await ask();
      await sidebar().getByRole('alert').getByText('Something has changed while you were asked').waitFor();
      await sidebar().getByRole('alertdialog').waitFor({ state: 'detached' });
      await sidebar().getByRole('button', { name: 'Acknowledge' }).click();
      const before = await sidebar().locator('dd code').getAttribute('title');
      // Whatever the editor hears of it comes too late.
      let isLate = true;
      await page.route(/whatsapp-trust\/accounts\?/, (route) => (isLate ? undefined : route.continue()));
      await product.control('POST', `/customers/${ANA}/new-device`);
      await ask();
      await waitForHash(product, before);
      page.on('request', (request) => {
        if (request.method() === 'POST') isLate = false;
      });
      await sidebar().getByRole('alertdialog').getByRole('button', { name: 'Acknowledge' }).click();
      await sidebar().getByRole('alert').getByText('There is newer evidence').waitFor();
      await sidebar().locator('.whatsapp-trust-head').getByText('changed', { exact: true }).waitFor();
      await sidebar().locator(`dd code:not([title="${before}"])`).waitFor();
    });
  });

  describe('with 10,000 customers', () => {
    let userDirectory: TempDir;
    let red: NodeRedProcess;
    before(async function () {
      this.timeout(120_000);
      userDirectory = tempDir('trust-sidebar');
      await settle(join(userDirectory.path, 'whatsapp-identity', 'store'));
      red = await startNodeRed({ userDirectory: userDirectory.path });
      await red.deploy([
        { id: 'store', type: 'whatsapp-store', engine: 'disk' },
        { id: 'account', type: 'whatsapp-account', name: ATTACK, api: 'cloud', phoneNumberId: '100', store: 'store' },
        { id: 'empty', type: 'whatsapp-account', name: 'Another', api: 'cloud', phoneNumberId: '200', store: 'store' },
        { id: 'faulty', type: 'whatsapp-account', name: 'Broken', api: 'cloud', phoneNumberId: '' },
        { id: 'send', type: 'whatsapp-send-with-hash', name: ATTACK, account: 'account', wires: [[], [], []] },
      ]);
    });
    beforeEach(async () => {
      editor = await openEditor(red.adminUrl, ['whatsapp-identity-ack']);
      await show();
      await sidebar().locator('.whatsapp-trust-row').first().waitFor();
    });
    after(async () => {
      await red?.stop();
      userDirectory?.remove();
    });

    it('shows them a page at a time, and finds them by text and state', async () => {
      const shoot = shootOf(editor);
      await sidebar().getByText('1–50 of 10,001').waitFor();
      await shoot('4-many');
      await sidebar().getByRole('button', { name: 'Next page' }).click();
      await sidebar().getByText('51–100 of 10,001').waitFor();
      await sidebar().getByRole('searchbox').fill('+49 151 0000 9876');
      await sidebar().getByRole('button', { name: 'all 1', exact: true }).waitFor();
      assert.deepEqual(await sidebar().locator('.whatsapp-trust-name').allTextContents(), ['+4915100009876']);
      await sidebar().getByRole('searchbox').fill('0987');
      await sidebar().getByRole('button', { name: 'all 11', exact: true }).waitFor();
      assert.equal(await sidebar().locator('.whatsapp-trust-row').count(), 11);
      await sidebar().getByRole('searchbox').fill('no such customer');
      await sidebar().getByText('No customer fits').waitFor();
      await sidebar().getByRole('searchbox').fill('');
      await sidebar().getByRole('button', { name: 'changed 1' }).click();
      await sidebar().locator('[data-only=changed][aria-pressed=true]').waitFor();
      await sidebar().getByText('of 10,001').waitFor({ state: 'hidden' });
      await row(ATTACK).waitFor();
      assert.equal(await sidebar().locator('.whatsapp-trust-row').count(), 1);
      await assertAccessible(editor.page, OURS);
      assert.deepEqual(editor.problems, []);
    });

    it('takes what others wrote or are called for text', async () => {
      const { page } = editor;
      await sidebar().getByRole('button', { name: 'messages held 1' }).click();
      await row(ATTACK).click();
      await sidebar().getByRole('heading', { name: ATTACK }).waitFor();
      await sidebar().getByText(`editor: ${ATTACK}`).waitFor();
      await sidebar().getByRole('button', { name: 'Show what they say' }).click();
      await sidebar().locator('pre', { hasText: ATTACK }).waitFor();
      await sidebar().getByRole('button', { name: 'Forget' }).click();
      await shootOf(editor)('5-attack');
      assert.equal(await sidebar().locator('img').count(), 0);
      assert.equal(await page.evaluate('window.attacked'), undefined);
      assert.deepEqual(editor.problems, []);
    });

    it('fits a narrow sidebar and a wide one, in light and in dark', async () => {
      const { page } = editor;
      const isTooWide = (): Promise<boolean> =>
        sidebar().evaluate(
          (element: { scrollWidth: number; clientWidth: number }) => element.scrollWidth > element.clientWidth,
        );
      const resize = (width: number): Promise<unknown> =>
        page.evaluate(`{
          // Out of the sidebar, which is as wide as it is.
          const element = document.querySelector('${SIDEBAR}');
          document.body.append(element);
          Object.assign(element.style, {
            position: 'fixed', zIndex: 1000, top: '50px', right: '10px', width: '${width}px', height: '700px',
          });
        }`);
      for (const scheme of ['light', 'dark']) {
        // Node-RED 4.1 has no dark scheme.
        await page.evaluate(`document.documentElement.classList.toggle('nr-theme-dark', ${scheme === 'dark'})`);
        for (const width of [300, 700]) {
          await resize(width);
          await sidebar().locator('.whatsapp-trust-row').first().waitFor();
          assert.equal(await isTooWide(), false, `${width}`);
          await assertAccessible(page, OURS);
          await shootOf(editor)(`list-${scheme}-${width}`);
          await row(ATTACK).click();
          await sidebar().getByRole('heading', { name: ATTACK }).waitFor();
          await sidebar().getByRole('button', { name: 'Forget' }).click();
          assert.equal(await isTooWide(), false, `${width}`);
          await assertAccessible(page, OURS);
          await shootOf(editor)(`customer-${scheme}-${width}`);
          await sidebar().getByRole('button', { name: 'Cancel' }).click();
          await sidebar().getByRole('button', { name: 'All customers' }).click();
        }
      }
    });

    it('is worked with by keys alone', async () => {
      const { page } = editor;
      const focused = () => page.evaluate<string>('document.activeElement.textContent');
      await sidebar().getByRole('searchbox').focus();
      await page.keyboard.type('+49 151 0000 12');
      await sidebar().getByText('1–50 of 100').waitFor();
      await sidebar().locator('.whatsapp-trust-row').first().focus();
      const first = await focused();
      await page.keyboard.press('ArrowDown');
      assert.notEqual(await focused(), first);
      await page.keyboard.press('ArrowUp');
      assert.equal(await focused(), first);
      await page.keyboard.press('Enter');
      await sidebar().getByRole('heading', { level: 3 }).waitFor();
      const name = (await sidebar().getByRole('heading', { level: 3 }).textContent()) ?? '';
      await page.waitForFunction(`document.activeElement.textContent === ${JSON.stringify(name)}`);
      await sidebar().getByRole('button', { name: 'Forget' }).focus();
      await page.keyboard.press('Enter');
      const question = sidebar().getByRole('alertdialog');
      await question.getByText('This cannot be undone.').waitFor();
      assert.equal(await focused(), 'Cancel', 'what cannot be undone is not done by pressing Enter twice');
      await page.keyboard.press('Escape');
      await question.waitFor({ state: 'detached' });
      assert.equal(await focused(), 'Forget');
      await page.keyboard.press('Escape');
      await page.waitForFunction(`document.activeElement.textContent === ${JSON.stringify(first)}`);
      await sidebar().locator('.whatsapp-trust-row').first().press('Enter');
      await sidebar().getByRole('button', { name: 'Forget' }).press('Enter');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await sidebar().getByRole('status').getByText('forgotten').waitFor();
      await sidebar().getByText('1–50 of 99').waitFor();
      assert.deepEqual(editor.problems, []);
    });

    it('shows each account its own, and says which one cannot work', async () => {
      const select = sidebar().getByRole('combobox', { name: 'Account' });
      await select.selectOption({ label: 'Another · 200' });
      await sidebar().getByText('no webhook in node serves this account').waitFor();
      await select.selectOption({ label: 'Broken · not working' });
      await sidebar().getByText('This account cannot work').waitFor();
      await assertAccessible(editor.page, OURS);
      await shootOf(editor)('6-broken');
      await select.selectOption({ label: `${ATTACK} · 100` });
      await sidebar().locator('.whatsapp-trust-row').first().waitFor();
    });
  });

  /** Fills a store while no Node-RED has it. */
  async function settle(folder: string): Promise<void> {
    const store = createKeyedStore(createDiskEngine(folder));
    const scope = { number: '100', kind: 'key' } as const;
    const numbers = Array.from({ length: 10_000 }, (_, n) => String(4_915_100_000_000 + n));
    await Promise.all(numbers.map((waId, n) => store.reveal(scope, { waId }, `hash-${n}`, 1_760_000_000 + n)));
    const names = { userId: ATTACK };
    await store.reveal(scope, names, ATTACK, 1_770_000_000);
    await store.revoke(scope, names, `editor: ${ATTACK}`);
    const content = { type: 'text', text: { body: ATTACK } };
    const message = { nodeId: 'send', names, address: { recipient: ATTACK }, content, policy: 'same' } as const;
    await store.admit(scope, message, HOLD_LIMITS);
    await store.close();
  }
});

/** Waits until the flow knows another hash of Ana. */
async function waitForHash({ url }: Product, former: string | null): Promise<void> {
  const ask = async (path: string): Promise<unknown> => (await fetch(`${url}whatsapp-trust/accounts${path}`)).json();
  const [account] = (await ask('')) as { id: string }[];
  const isAnother = async (): Promise<boolean> => {
    const { hash } = (await ask(`/${account?.id}/customers/w:${ANA}`)) as { hash: string | null };
    return hash !== former;
  };
  await waitUntil(isAnother, { what: 'another hash' });
}
