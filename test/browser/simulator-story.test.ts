import assert from 'node:assert/strict';
import { nodeRedVersion } from '../harness/node-red';
import { addressOf } from '../product/greeting';
import { type Product, startProduct } from '../product/product';
import { assertAccessible } from './accessibility';
import { type OpenedPage, type PageBrowser, startPageBrowser } from './simulator-page';

describe(`the story on the simulator's page, Node-RED ${nodeRedVersion}`, function () {
  this.timeout(90_000);
  let browser: PageBrowser;
  let product: Product;
  let opened: OpenedPage;

  before(async () => {
    browser = await startPageBrowser();
  });
  after(() => browser?.close());
  beforeEach(async () => {
    product = await startProduct();
    opened = await browser.open(addressOf(product.output(), 'Simulator'));
    await opened.phone('Ana').waitFor();
  });
  afterEach(async () => {
    await opened?.context.close();
    await product?.stop();
  });

  const press = (name: string, customer = 'Ana') => opened.phone(customer).getByRole('button', { name }).click();
  const see = (text: string | RegExp, customer = 'Ana') => opened.phone(customer).getByText(text).last().waitFor();
  const hint = (text: RegExp) => opened.page.getByRole('region', { name: 'What to do next' }).getByText(text).waitFor();

  it('breaks trust and restores it, led by its own hints alone', async () => {
    await hint(/Press “What is my balance\?” on Ana’s phone/);
    await opened.shoot('1-start');
    await assertAccessible(opened.page);
    await press('What is my balance?');
    await see('Balance: 1,280.45 EUR');
    await see('seen');

    await hint(/Now press “New device”/);
    await press('New device');
    await see('New device (2), new identity hash');
    await hint(/Let Ana ask once more/);
    await press('What is my balance?');
    await see(/Please confirm that it is you/);
    await see('changed');
    await see('1 held');
    assert.equal(await opened.phone('Ana').getByText('Balance: 1,280.45 EUR').count(), 1);
    await opened.shoot('2-changed');
    await assertAccessible(opened.page);

    await hint(/follow the link, type the code/);
    const [mailbox] = await Promise.all([
      opened.context.waitForEvent('page'),
      opened.page.getByRole('link', { name: /Open the mailbox/ }).click(),
    ]);
    const code = /code: (\d{6})/.exec((await mailbox.locator('article').first().textContent()) ?? '')?.[1] ?? '';
    await mailbox.locator('article a').first().click();
    await mailbox.locator('input[name="code"]').fill(code);
    await mailbox.getByRole('button').click();
    await mailbox.getByText('Thank you').waitFor();
    await mailbox.close();

    await see('trusted');
    await hint(/Trust is restored, and what waited has arrived/);
    await opened.phone('Ana').getByText('Balance: 1,280.45 EUR').nth(1).waitFor();
    await opened.shoot('3-trusted');

    await press('SIM swap to someone else');
    await opened.page.getByRole('dialog').getByRole('button', { name: 'Swap' }).click();
    await see('Mallory holds this number now', 'Mallory');
    await press('What is my balance?', 'Mallory');
    await see('changed', 'Mallory');
    await hint(/Mallory holds the number now/);
    await opened.phone('Mallory').getByText('Please confirm that it is you').nth(1).waitFor();
    await opened.shoot('4-stranger');
    assert.equal(await opened.phone('Mallory').getByText('Balance: 1,280.45 EUR').count(), 2);
    assert.deepEqual(opened.problems, []);
  });

  it('shows what each webhook and call was, and finds them', async () => {
    await press('What is my balance?');
    await see('Balance: 1,280.45 EUR');
    const { page } = opened;
    const entry = page.locator('summary', { hasText: 'text from Ana, with hash' });
    await entry.click();
    await page.getByText(/ signed → 200$/).waitFor();
    await page.getByRole('region', { name: 'Body' }).or(page.locator('pre')).first().waitFor();
    await page.getByRole('searchbox', { name: 'Search the timeline' }).fill('no such thing');
    await page.getByText('Nothing yet.').waitFor();
    await page.getByRole('searchbox').fill('');
    await page.getByLabel('What is shown').selectOption('call');
    await page.getByText(/POST messages: text to Ana, with hash/).waitFor();
    await entry.waitFor({ state: 'hidden' });
    await opened.shoot('5-timeline');
  });

  for (const colorScheme of ['light', 'dark'] as const) {
    it(`is usable on a phone, ${colorScheme}`, async () => {
      const small = await browser.open(addressOf(product.output(), 'Simulator'), {
        width: 390,
        height: 844,
        colorScheme,
      });
      await small.phone('Ana').getByRole('button', { name: 'What is my balance?' }).click();
      await small.phone('Ana').getByText('Balance: 1,280.45 EUR').waitFor();
      assert.ok(Number(await small.page.evaluate('document.documentElement.scrollWidth')) <= 390, 'it is too wide');
      await assertAccessible(small.page);
      for (const tab of ['Events', 'Faults', 'Rules', 'Timeline']) {
        await small.page.getByRole('tab', { name: tab }).click();
        await assertAccessible(small.page);
        await small.shoot(`phone-${colorScheme}-${tab.toLowerCase()}`);
      }
      assert.deepEqual(small.problems, []);
      await small.context.close();
    });
  }
});
